"""What people fill in about an insight. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.insights.actions import Wording, said, said_of_age
from allied.domains.insights.models import REASON_LENGTH, SCOPE_LENGTH, SUMMARY_LENGTH, Insight
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import products
from allied.web.forms import Form, required

HALF_LIVES = {
    6: "counts half after 6 months",
    12: "counts half after 12 months",
    18: "counts half after 18 months, as usual",
    36: "counts half after 3 years",
    60: "counts half after 5 years",
}


def _text(label: str, hint: str, *, rows: int, limit: int) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=limit, widget=forms.Textarea({"rows": rows})
    )


class InsightForm(Form):
    """The wording of an insight and the product that it is about."""

    claim = forms.CharField(
        label="Claim",
        help_text="One sentence that could turn out to be wrong, such as “People leave when the wait is unknown”.",
        max_length=TITLE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required("Write the claim in one sentence."),
    )
    summary = _text(
        "Summary", "What happens, and why it matters. Two or three sentences.", rows=4, limit=SUMMARY_LENGTH
    )
    scope = _text("Scope", "For whom and when it holds, and where it does not.", rows=2, limit=SCOPE_LENGTH)
    what_would_change = _text(
        "What would change our mind", "An observation that would show the claim is wrong.", rows=2, limit=SCOPE_LENGTH
    )
    product = forms.ChoiceField(label="Product", required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", "The whole workspace")]

    @classmethod
    def of(cls, insight: Insight, *, actor: Member, data: QueryDict | None = None) -> InsightForm:
        """The form with what the insight says now, or with what somebody typed instead."""
        return cls(data, actor=actor, initial=said(insight))

    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in Wording.__dataclass_fields__})

    def product_chosen(self) -> Product | None:
        return self.products.get(self.cleaned_data["product"])


class RetireForm(Form):
    reason = forms.CharField(
        label="Why does it no longer stand?",
        help_text="Everyone who opens the insight reads this.",
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required("Say why, in one sentence. Nothing was changed."),
    )


class SupersedeForm(Form):
    successor = forms.CharField(error_messages=required("Choose the insight that takes its place."))
    reason = _text("What changed", "One sentence for everyone who relied on it.", rows=2, limit=REASON_LENGTH)


class HalfLifeForm(Form):
    """After how long evidence counts half: the usual time, another one, or never."""

    months = forms.ChoiceField(label="Evidence for this claim", required=False)

    @classmethod
    def of(cls, insight: Insight, *, data: QueryDict | None = None) -> HalfLifeForm:
        """The form with the half-life that the claim has now, which may be one that nobody is offered."""
        now = insight.node.strength.half_life_months
        form = cls(data, initial=said_of_age(insight))
        known = HALF_LIVES | ({now: f"counts half after {now} months"} if now and now not in HALF_LIVES else {})
        field = form.fields["months"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((str(months), known[months]) for months in sorted(known)), ("", "does not age")]
        return form

    def value(self) -> int | None:
        chosen = self.cleaned_data["months"]
        return int(chosen) if chosen else None
