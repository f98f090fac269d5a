"""What people fill in about a page. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.pages.actions import said
from allied.domains.pages.models import TEXT_LENGTH, Page
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import products
from allied.kernel.words import _
from allied.web.forms import Form, required


class PageForm(Form):
    """Title, text and product of a page."""

    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        error_messages=required(_("Give the page a title. Nothing was lost.")),
    )
    text = forms.CharField(label=_("Text"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 18}))
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

    @classmethod
    def of(cls, page: Page, *, actor: Member, data: QueryDict | None = None) -> PageForm:
        """The form with what the page says now, or with what somebody typed instead."""
        return cls(data, actor=actor, initial=said(page))

    def wording(self) -> dict[str, Any]:
        """The keywords of the actions."""
        return {"title": self.cleaned_data["title"], "text": self.cleaned_data["text"], "product": self.chosen()}

    def chosen(self) -> Product | None:
        return self.products.get(self.cleaned_data["product"])
