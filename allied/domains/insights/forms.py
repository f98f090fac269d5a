"""What people fill in about an insight. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.insights.actions import Wording, said, said_of_age
from allied.domains.insights.keeping import said_of_owners
from allied.domains.insights.models import REASON_LENGTH, SCOPE_LENGTH, SUMMARY_LENGTH, Insight
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import products
from allied.kernel.people.sides import speakers
from allied.kernel.words import _
from allied.web.forms import Form, required

HALF_LIVES = {
    6: _("counts half after 6 months"),
    12: _("counts half after 12 months"),
    18: _("counts half after 18 months, as usual"),
    36: _("counts half after 3 years"),
    60: _("counts half after 5 years"),
}


def _text(label: str, hint: str, *, rows: int, limit: int) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=limit, widget=forms.Textarea({"rows": rows})
    )


class InsightForm(Form):
    """The wording of an insight and the product that it is about."""

    claim = forms.CharField(
        label=_("Claim"),
        help_text=_("One sentence that could turn out to be wrong, such as “People leave when the wait is unknown”."),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Write the claim in one sentence.")),
    )
    summary = _text(
        _("Summary"), _("What happens, and why it matters. Two or three sentences."), rows=4, limit=SUMMARY_LENGTH
    )
    scope = _text(_("Scope"), _("For whom and when it holds, and where it does not."), rows=2, limit=SCOPE_LENGTH)
    what_would_change = _text(
        _("What would change our mind"),
        _("An observation that would show the claim is wrong."),
        rows=2,
        limit=SCOPE_LENGTH,
    )
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

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
        label=_("Why does it no longer stand?"),
        help_text=_("Everyone who opens the insight reads this."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say why, in one sentence. Nothing was changed.")),
    )


class SupersedeForm(Form):
    successor = forms.CharField(error_messages=required(_("Choose the insight that takes its place.")))
    reason = _text(_("What changed"), _("One sentence for everyone who relied on it."), rows=2, limit=REASON_LENGTH)


class HalfLifeForm(Form):
    """After how long evidence counts half: the usual time, another one, or never."""

    months = forms.ChoiceField(label=_("Evidence for this claim"), required=False)

    @classmethod
    def of(cls, insight: Insight, *, data: QueryDict | None = None) -> HalfLifeForm:
        """The form with the half-life that the claim has now, which may be one that nobody is offered."""
        now = insight.node.strength.half_life_months
        form = cls(data, initial=said_of_age(insight))
        known = HALF_LIVES | (
            {now: _("counts half after %(now)s months", now=now)} if now and now not in HALF_LIVES else {}
        )
        field = form.fields["months"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((str(months), known[months]) for months in sorted(known)), ("", _("does not age"))]
        return form

    def value(self) -> int | None:
        chosen = self.cleaned_data["months"]
        return int(chosen) if chosen else None


class OwnersForm(Form):
    """One person of each side who answers for the claim, or nobody yet."""

    ux_owner = forms.ChoiceField(
        label=_("UX owner"),
        help_text=_("Answers for the evidence: what stands, and what would change it."),
        required=False,
    )
    product_owner = forms.ChoiceField(
        label=_("Product owner"), help_text=_("Answers for what follows from it."), required=False
    )

    def __init__(self, *args: Any, actor: Member, insight: Insight, **kwargs: Any) -> None:
        super().__init__(*args, initial=said_of_owners(insight), **kwargs)
        self.members: dict[str, Member] = {}
        for side, owner in ((Side.UX, insight.ux_owner), (Side.PRODUCT, insight.product_owner)):
            self._offer(side, owner, actor)

    def _offer(self, side: Side, owner: Member | None, actor: Member) -> None:
        """Everybody who speaks for the side; whoever owns it now stays in the list, even after they left."""
        offered = {str(one.pk): one for one in speakers(side, actor=actor)}
        offered |= {str(owner.pk): owner} if owner else {}
        self.members |= offered
        field = self.fields[f"{side}_owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        names = [(pk, f"{one.name}, {one.get_discipline_display()}") for pk, one in offered.items()]
        field.choices = [("", _("Nobody yet")), *names]

    def chosen(self) -> dict[str, Member | None]:
        """The keyword arguments of ``assign_owners``."""
        return {name: self.members.get(self.cleaned_data[name]) for name in ("ux_owner", "product_owner")}


class ReviewForm(Form):
    """The day on which a claim is read again."""

    review_on = forms.DateField(
        label=_("Read it again on"),
        help_text=_("On that day it waits on its owners’ Home. Leave it empty for no reminder."),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year, month and day, such as 2027-05-31.")},
    )


class ParkForm(Form):
    reason = forms.CharField(
        label=_("Parked because"),
        help_text=_("Everyone who opens the insight reads this, such as “we wait for the courier’s data in May”."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say why it leads to nothing for now, in one sentence. Nothing was changed.")),
    )
