"""What people fill in about meetings. The actions check again; these word the questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.rituals.actions import MOMENT, Plan, said
from allied.domains.rituals.models import (
    LONGEST,
    LONGEST_BOX,
    MOST_NEEDED,
    PLACE_LENGTH,
    PURPOSE_LENGTH,
    REASON_LENGTH,
    SHORTEST,
    TEXT_LENGTH,
    AgendaItem,
    Meeting,
    Outcome,
    Type,
)
from allied.domains.rituals.outcomes import Result
from allied.domains.rituals.rules import Needs
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.nodes.queries import nodes_by_references
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members, products
from allied.kernel.words import _
from allied.web.forms import Form, required

REFERENCE = re.compile(r"[A-Za-z]{3}-\d{1,9}")
Offered = Sequence[tuple[Node, str]]


def area(label: str, hint: str = "", *, rows: int = 3, limit: int = TEXT_LENGTH, needed: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(needed),
        max_length=limit,
        widget=forms.Textarea({"rows": rows}),
        error_messages=required(needed) if needed else None,
    )


class People:
    """The members who can be asked, by the text of their number."""

    def __init__(self, actor: Member) -> None:
        found = members(actor=actor).filter(deactivated_at=None).exclude(role=Role.GUEST)
        self.by_key = {str(one.pk): one for one in found}

    def choices(self) -> list[tuple[str, str]]:
        return [(key, f"{one.name}, {one.get_discipline_display()}") for key, one in self.by_key.items()]


class MeetingForm(Form):
    """What a meeting is for, when, how long, where."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Such as “Grooming: holds and collection”."),
        max_length=TITLE_LENGTH,
        error_messages=required(_("Give the meeting a title. Nothing was lost.")),
    )
    type = forms.ChoiceField(
        label=_("Type"),
        choices=Type.choices,
        widget=forms.RadioSelect,
        initial=Type.STRATEGY,
        help_text=_("Each type has its own quorum, and its pre-read begins where the last one of it ended."),
        error_messages=required(_("Choose the type.")),
    )
    starts_at = forms.DateTimeField(
        label=_("Begins"),
        help_text=_("In your time zone."),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages=required(
            _("Choose the day and the time."),
            invalid=_("Write YEAR-MONTH-DAY HOUR:MINUTE, for example 2026-12-18 17:00."),
        ),
    )
    duration_minutes = forms.IntegerField(
        label=_("Takes, in minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=50,
        error_messages=required(_("Say how many minutes it takes.")),
    )
    place = forms.CharField(
        label=_("Where"), help_text=_("A room, or the link of a call."), required=False, max_length=PLACE_LENGTH
    )
    purpose = area(_("What it is for"), _("What is to be known or decided afterwards."), limit=PURPOSE_LENGTH)
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

    @classmethod
    def of(cls, found: Meeting, *, actor: Member, data: QueryDict | None) -> MeetingForm:
        """The form with what the meeting is now."""
        return cls(data, actor=actor, initial=said(found))

    def plan(self) -> Plan:
        told = self.cleaned_data
        names = ("title", "type", "starts_at", "duration_minutes", "place", "purpose")
        return Plan(product=self.products.get(told["product"]), **{name: told[name] for name in names})


class NewMeetingForm(MeetingForm):
    """The same with its first agenda, of which some is offered, and who is asked."""

    agenda = forms.MultipleChoiceField(
        label=_("On the agenda"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("In this order.")
    )
    more = forms.CharField(
        label=_("More, by reference"),
        help_text=_("Separated by spaces, such as OPP-12 ITM-3. You can add, order and remove things later."),
        required=False,
        max_length=1000,
    )
    attendees = forms.MultipleChoiceField(
        label=_("Who is asked"),
        help_text=_("You come by yourself. Each is told, and answers."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Member, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.offered = {node.pk: (node, why) for node, why in offered}
        self.people = People(actor)
        own = str(actor.pk)
        choices = {
            "agenda": [(pk, f"{node.reference} {node.title}") for pk, (node, __) in self.offered.items()],
            "attendees": [(key, words) for key, words in self.people.choices() if key != own],
        }
        for name, offers in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
            field.choices = offers

    def on_agenda(self, actor: Member) -> list[tuple[Node, str]]:
        """What was ticked, and what was named.

        Raises:
            BadInput: a reference names nothing that the actor may read.
        """
        ticked = [self.offered[pk] for pk in self.cleaned_data["agenda"]]
        return ticked + [(node, "") for node in referred(self.cleaned_data["more"], "more", actor)]

    def asked(self) -> list[Member]:
        return [self.people.by_key[key] for key in self.cleaned_data["attendees"]]


class AttendeesForm(Form):
    attendees = forms.MultipleChoiceField(label=_("Who is asked"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = People(actor)
        field = self.fields["attendees"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
        field.choices = self.people.choices()

    def asked(self) -> list[Member]:
        return [self.people.by_key[key] for key in self.cleaned_data["attendees"]]


class CancelForm(Form):
    reason = area(
        _("Reason"),
        _("Everyone who is asked is told."),
        rows=2,
        limit=REASON_LENGTH,
        needed=_("Say why. The meeting stands as it was."),
    )


class TimeForm(Form):
    box_minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=LONGEST_BOX,
        error_messages=required(_("Say how many minutes it gets.")),
    )


class StatementForm(Form):
    text = area(_("In your own words"), needed=_("Write what your discipline thinks. Nothing was changed."))


class OutcomeForm(Form):
    """What came of a thing. Which fields are needed depends on what it is; the action says so."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages=required(_("Say what came of it.")),
    )
    decision = forms.CharField(
        label=_("Decision that records it"),
        help_text=_("For what is decided: its reference, such as DEC-3."),
        required=False,
        max_length=20,
    )
    text = area(
        _("What follows, or why it is parked"),
        _("For a follow-up: what is to be done. For what is parked: the reason."),
        rows=2,
    )
    owner = forms.ChoiceField(label=_("Who does it"), help_text=_("For a follow-up."), required=False)
    due_on = forms.DateField(
        label=_("Until"),
        help_text=_("For a follow-up."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    notes = area(
        _("Notes for the minutes"), _("What was said, by whom. Everyone who reads the minutes reads this."), rows=4
    )

    def __init__(self, *args: Any, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.people = actor, People(actor)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", _("Choose one person")), *self.people.choices()]

    @classmethod
    def of(cls, item: AgendaItem, *, actor: Member, data: QueryDict | None) -> OutcomeForm:
        return cls(data, actor=actor, initial={"notes": item.notes})

    def result(self) -> Result:
        """What was filled in.

        Raises:
            BadInput: the decision is none that the actor may read.
        """
        told = self.cleaned_data
        decision = referred(told["decision"], "decision", self.actor)
        return Result(
            outcome=told["outcome"],
            text=told["text"],
            notes=told["notes"],
            decision=decision[0] if decision else None,
            owner=self.people.by_key.get(told["owner"]),
            due_on=told["due_on"],
        )


class NotesForm(Form):
    notes = area(_("Notes for the minutes"), rows=4)


class QuorumForm(Form):
    """How many people of each voice one type of meeting needs."""

    ux = forms.IntegerField(label=_("UX"), min_value=1, max_value=MOST_NEEDED)
    product = forms.IntegerField(label=_("Product"), min_value=1, max_value=MOST_NEEDED)
    engineering = forms.IntegerField(label=_("Engineering"), min_value=0, max_value=MOST_NEEDED)

    def needs(self) -> Needs:
        return Needs(**{name: self.cleaned_data[name] for name in ("ux", "product", "engineering")})


def referred(text: str, field: str, actor: Member) -> list[Node]:
    """The objects that a text names by reference.

    Raises:
        BadInput: by ``field``: one is not in the actor's workspace, or something else is written there.
    """
    wanted = REFERENCE.findall(text)
    if rest := REFERENCE.sub("", text).strip(" ,;\t\n"):
        raise BadInput(
            **{
                field: _(
                    "“%(rest)s” is no reference. Write them like OPP-12 ITM-3. Nothing was changed.", rest=rest[:40]
                )
            }
        )
    try:
        return nodes_by_references(wanted, actor=actor)
    except NotVisible as refusal:
        raise BadInput(**{field: str(refusal)}) from None
