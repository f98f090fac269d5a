"""What people fill in about an item. The actions check again; these word the questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.roadmap import planning, queries
from allied.domains.roadmap.actions import TEXT_LENGTH, said, said_of_owners
from allied.domains.roadmap.models import REASON_LENGTH, Horizon, Item
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.catalogue import Discipline, Side
from allied.kernel.people.models import Member
from allied.kernel.people.queries import products
from allied.kernel.people.sides import speakers
from allied.kernel.words import _
from allied.web.forms import Form, required


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=TEXT_LENGTH, widget=forms.Textarea({"rows": 3})
    )


class ItemForm(Form):
    """The wording of an item and the product that it is about."""

    title = forms.CharField(
        label=_("Roadmap item"),
        help_text=_("A short name that both sides use, such as “Arrival estimate on every hold”."),
        max_length=TITLE_LENGTH,
        error_messages=required(_("Give the item a name.")),
    )
    problem = _text(_("Problem"), _("What people cannot do today, or what it costs them. A proposal needs it."))
    outcome = _text(
        _("Outcome"),
        _("What changes for people or the business: “Holds collected: 61.8% to 68% by March”. A proposal needs it."),
    )
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

    @classmethod
    def of(cls, item: Item, *, actor: Member, data: QueryDict | None = None) -> ItemForm:
        """The form with what the item says now, or with what somebody typed instead."""
        return cls(data, actor=actor, initial=said(item))

    def wording(self) -> dict[str, Any]:
        """The keyword arguments of ``add_item`` and ``edit_item``."""
        return {**self.cleaned_data, "product": self.products.get(self.cleaned_data["product"])}


class NewItemForm(ItemForm):
    """A new item also says how near it is."""

    horizon = forms.ChoiceField(
        label=_("Horizon"),
        choices=[
            (horizon, _("%(horizon)s: %(meaning)s", horizon=horizon.label, meaning=queries.MEANINGS[horizon].lower()))
            for horizon in Horizon
        ],
        initial=Horizon.LATER,
        widget=forms.RadioSelect,
        error_messages=required(_("Choose now, next or later.")),
    )


class OwnersForm(Form):
    """One person of each side, or nobody yet."""

    ux_owner = forms.ChoiceField(
        label=_("UX owner"), help_text=_("Answers for the experience: it works, and people can use it."), required=False
    )
    product_owner = forms.ChoiceField(
        label=_("Product owner"), help_text=_("Answers for the outcome: it changes what we said."), required=False
    )

    def __init__(self, *args: Any, actor: Member, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, initial=said_of_owners(item), **kwargs)
        self.members: dict[str, Member] = {}
        for side, owner in ((Side.UX, item.ux_owner), (Side.PRODUCT, item.product_owner)):
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


class PlaceForm(Form):
    """Where an item goes: a horizon, or one place up or down; ``before`` names the item that then follows."""

    to = forms.ChoiceField(
        choices=[*Horizon.choices, ("up", _("Up")), ("down", _("Down"))],
        error_messages=required(_("Choose where it goes. Nothing was moved.")),
    )
    before = forms.CharField(required=False, max_length=20)
    next = forms.CharField(required=False, max_length=1_000)

    def choice(self) -> dict[str, str]:
        return {"to": self.cleaned_data["to"], "before": self.cleaned_data["before"]}

    def back(self, member: Member) -> str:
        """The page of this workspace that the person was on, or nothing."""
        wanted: str = self.cleaned_data["next"]
        return wanted if wanted.startswith(f"/w/{member.workspace.slug}/") else ""


def _day(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=10, widget=forms.DateInput({"type": "date"})
    )


def _line(label: str, hint: str = "", limit: int = 60) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=limit)


class PlanForm(Form):
    """What an item aims at, and how large and how near the work is."""

    measure = _line(_("Measured by"), _("A figure that moves, or the words by which you would tell."), 300)
    baseline = _line(_("From"), _("What it is now, such as 61.8%."))
    goal = _line(_("To"), _("What it shall be, such as 68%."))
    due_on = _day(_("By when"))
    tested = _line(
        _("How the solution was tested"),
        _("With whom and what came out: “6 people, 5 found the date”. Without it, shipping asks why."),
        REASON_LENGTH,
    )
    begins_on = _day(_("Work begins on or after"))
    ends_on = _day(_("Work ends by"), _("A range, until engineering has sized the work."))
    confidence = _line(_("How sure"), _("In percent that it ends by then, from past work of this size."))
    size = _line(_("Size in weeks"), _("A range, such as “6 to 10”."))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, initial=planning.said(item), **kwargs)
        for discipline in Discipline:
            label = _("%(label)s, weeks", label=discipline.label)
            self.fields[f"effort_{discipline.value}"] = _line(label)

    def plan(self) -> dict[str, str]:
        """What ``plan_item`` takes."""
        return dict(self.cleaned_data)


class ShipItemForm(Form):
    """The day on which an item reached people; and why it did untested, where nobody said how it was tested."""

    shipped_on = forms.DateField(
        label=_("Shipped on"),
        widget=forms.DateInput({"type": "date"}),
        error_messages=required(_("Choose the day on which it shipped."), invalid=_("Write a day such as 2026-03-31.")),
    )
    untested_because = forms.CharField(
        label=_("Why does it ship untested?"),
        help_text=_("Everyone who opens the item reads this."),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, is_tested: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"shipped_on": today.isoformat()}, **kwargs)
        if is_tested:
            del self.fields["untested_because"]

    def said(self) -> dict[str, Any]:
        """The keyword arguments of ``ship_item`` and ``ship_release``."""
        return dict(self.cleaned_data)


class ResultForm(Form):
    """What an item changed."""

    result = forms.CharField(
        label=_("What did it change?"),
        help_text=_("The figure with its n and interval: “Holds collected 66.1% (64.9 to 67.3), n 9,410”."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say what was read, in one sentence. Nothing was changed.")),
    )


class ReasonForm(Form):
    """Why an item leaves the roadmap, or why a commitment is taken back."""

    reason = forms.CharField(
        label="Why?",
        help_text=_("Everyone who opens the item reads this."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say why, in one sentence. Nothing was changed.")),
    )
