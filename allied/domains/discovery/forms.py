"""What people fill in about an opportunity. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.discovery.actions import CONCERNS_LENGTH, DESCRIPTION_LENGTH, REASON_LENGTH, said
from allied.domains.discovery.models import Opportunity
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.models import Member
from allied.kernel.people.queries import products
from allied.kernel.words import _
from allied.web.forms import Form, required


class OpportunityForm(Form):
    """The wording of an opportunity and the product that it is about."""

    title = forms.CharField(
        label=_("Opportunity"),
        help_text=_(
            "A need, pain or wish in people's own terms, such as “Help me plan around a wait”. No solution yet."
        ),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Write what people need, in one sentence.")),
    )
    concerns = forms.CharField(
        label=_("Who it concerns"),
        help_text=_("Whose need this is, and when: “Weekend collectors who wait for a hold”."),
        required=False,
        max_length=CONCERNS_LENGTH,
    )
    description = forms.CharField(
        label=_("Description"),
        help_text=_("What happens today, how often, and what it costs people."),
        required=False,
        max_length=DESCRIPTION_LENGTH,
        widget=forms.Textarea({"rows": 5}),
    )
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

    @classmethod
    def of(cls, opportunity: Opportunity, *, actor: Member, data: QueryDict | None = None) -> OpportunityForm:
        """The form with what the opportunity says now, or with what somebody typed instead."""
        return cls(data, actor=actor, initial=said(opportunity))

    def wording(self) -> dict[str, Any]:
        """The keyword arguments of ``frame_opportunity`` and ``edit_opportunity``."""
        return {**self.cleaned_data, "product": self.products.get(self.cleaned_data["product"])}


class ReasonForm(Form):
    """Why an opportunity ends."""

    reason = forms.CharField(
        label=_("Why is it set aside?"),
        help_text=_("Everyone who opens the opportunity reads this."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say why, in one sentence. Nothing was changed.")),
    )


class OtherForm(Form):
    """Another opportunity, chosen by its reference."""

    other = forms.CharField(max_length=20, error_messages=required(_("Choose an opportunity. Nothing was changed.")))


class SuccessionForm(OtherForm, ReasonForm):
    """What takes an opportunity's place, and why."""
