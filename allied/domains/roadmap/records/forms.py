"""What people fill in. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.roadmap.records.actions import said
from allied.domains.roadmap.records.sorts import Detail, Sort, sort_of
from allied.kernel.nodes.models import TITLE_LENGTH, Threaded
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members, products
from allied.kernel.words import _
from allied.web.forms import Form, required


class RecordForm(Form):
    """The wording of a release, a finding or a debt, and the product that it is about."""

    title = forms.CharField(
        max_length=TITLE_LENGTH, error_messages=required(_("Give it a name, in one line. Nothing was changed."))
    )
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, sort: Sort, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sort = sort
        self.fields["title"].label, self.fields["title"].help_text = sort.asks, sort.hint
        self.people = _team(actor) if any(one.is_person for one in sort.details) else {}
        self.fields |= {one.name: _field(one, self.people) for one in sort.details}
        self.order_fields(["title", *(one.name for one in sort.details), "product"])
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

    @classmethod
    def of(cls, record: Threaded, *, actor: Member, data: QueryDict | None = None) -> RecordForm:
        """The form with what it says now, or with what somebody typed instead."""
        return cls(data, sort=sort_of(record), actor=actor, initial=said(record))

    def wording(self) -> dict[str, Any]:
        """The keyword arguments of ``add_record`` and ``edit_record``."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "details": {one.name: given[one.name] for one in self.sort.details},
            "product": self.products.get(given["product"]),
        }


class ReasonForm(Form):
    """Why something is done, for everyone who reads it afterwards."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everyone who opens it reads this."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say why, in one sentence. Nothing was changed.")),
    )


def _team(actor: Member) -> dict[str, Member]:
    return {str(one.pk): one for one in members(actor=actor).filter(deactivated_at=None)}


def _field(detail: Detail, people: dict[str, Member]) -> forms.Field:
    shared: dict[str, Any] = {"label": detail.label, "help_text": detail.hint, "required": bool(detail.needed)}
    if detail.needed:
        shared["error_messages"] = required(detail.needed)
    if detail.is_person:
        named = [(pk, f"{one.name}, {one.get_discipline_display()}") for pk, one in people.items()]
        return forms.ChoiceField(choices=[("", _("Nobody yet")), *named], **shared)
    if detail.options:
        return forms.ChoiceField(choices=[("", _("Not said yet")), *detail.options.items()], **shared)
    if detail.is_day:
        return forms.CharField(widget=forms.DateInput({"type": "date"}), max_length=10, **shared)
    if detail.most:
        return forms.CharField(widget=forms.TextInput({"inputmode": "numeric"}), max_length=12, **shared)
    rows = forms.Textarea({"rows": 5}) if detail.is_long else forms.TextInput()
    return forms.CharField(max_length=detail.limit, widget=rows, **shared)
