"""What the state of a meeting allows. Each refusal says what to do instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from allied.domains.rituals.models import (
    LONGEST,
    LONGEST_BOX,
    MOST_AGENDA,
    MOST_ATTENDEES,
    MOST_NEEDED,
    SHORTEST,
    AgendaItem,
    Attendee,
    Meeting,
    Outcome,
    State,
    Statement,
    Topic,
    Type,
    Voice,
)
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role, Side
from allied.kernel.people.models import Member
from allied.kernel.people.sides import StandIns, speaks_for
from allied.kernel.words import _, either, listed, series

MAY_HAPPEN: Final[Mapping[State, tuple[State, ...]]] = {
    State.PLANNED: (State.HELD, State.CANCELLED),
    State.HELD: (State.CLOSED, State.PLANNED),
    State.CLOSED: (State.HELD,),
    State.CANCELLED: (State.PLANNED,),
}
FEASIBILITY: Final = (Voice.UX, Voice.ENGINEERING)  # each says in its own words whether a thing can be done


@dataclass(frozen=True)
class Needs:
    """How many people of each voice a meeting needs before it can decide."""

    ux: int = 1
    product: int = 1
    engineering: int = 0

    def of(self, voice: str) -> int:
        return {Voice.UX: self.ux, Voice.PRODUCT: self.product, Voice.ENGINEERING: self.engineering}[Voice(voice)]


# What is asked of each type until a workspace says otherwise. Grooming is about what gets built next, so engineering.
USUAL: Final[Mapping[Type, Needs]] = {
    Type.STRATEGY: Needs(),
    Type.GROOMING: Needs(engineering=1),
    Type.PRIORITIZATION: Needs(),
}


def has_voice(voice: str, member: Member | None, stand_ins: StandIns) -> bool:
    """Whether the member, still active, speaks with that voice: by their discipline, or as the side's stand-in."""
    if voice == Voice.ENGINEERING:
        return bool(member and member.is_active and member.discipline == Discipline.ENGINEERING)
    return speaks_for(Side(voice), member, stand_ins)


def voices_of(member: Member, stand_ins: StandIns) -> list[Voice]:
    """The voices with which a member speaks; mostly one, of support or sales none."""
    return [voice for voice in Voice if has_voice(voice, member, stand_ins)]


def check_voice(voice: str, actor: Member, stand_ins: StandIns) -> None:
    if not has_voice(voice, actor, stand_ins):
        raise Denied(
            _(
                "%(voice)s says this in its own words, and you work in %(discipline)s. Ask somebody of "
                "%(voice)s to write it. Nothing was changed.",
                voice=Voice(voice).label,
                discipline=actor.get_discipline_display().lower(),
            )
        )


def check_topic(topic: str, voice: str) -> None:
    if topic not in Topic.values or voice not in Voice.values:
        raise BadInput(topic=_("There is nothing of that name to state. Open the meeting again. Nothing was changed."))
    if topic == Topic.FEASIBILITY and voice not in FEASIBILITY:
        raise BadInput(
            topic=_("UX and engineering say whether a thing can be done. State what Product thinks instead.")
        )


def check_type(kind: str) -> None:
    if kind not in Type.values:
        raise BadInput(
            type=_("Choose %(types)s. Nothing was changed.", types=either(one.label.lower() for one in Type))
        )


def check_length(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise BadInput(
            duration_minutes=_(
                "A meeting takes %(shortest)s to %(longest)s minutes. Nothing was changed.",
                shortest=SHORTEST,
                longest=LONGEST,
            )
        )


def check_box(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST_BOX:
        raise BadInput(
            box_minutes=_(
                "Give it 1 to %(longest)s minutes. Nothing was changed.",
                longest=LONGEST_BOX,
            )
        )


def check_needs(needs: Needs) -> None:
    for name, number, least in (
        ("ux", needs.ux, 1),
        ("product", needs.product, 1),
        ("engineering", needs.engineering, 0),
    ):
        if not least <= number <= MOST_NEEDED:
            raise BadInput(
                **{
                    name: _(
                        "Write a number from %(least)s to %(most)s. Nothing is decided without both sides. "
                        "Nothing was changed.",
                        least=least,
                        most=MOST_NEEDED,
                    )
                }
            )


def check_agenda(more: Collection[object], standing: int = 0) -> None:
    if standing + len(more) > MOST_AGENDA:
        raise BadInput(
            agenda=_(
                "That would be %(many)s things; an agenda holds %(most)s. Leave some for another meeting. "
                "Nothing was changed.",
                many=standing + len(more),
                most=MOST_AGENDA,
            )
        )


def check_people(members: Collection[Member], standing: int = 0) -> None:
    if standing + len(members) > MOST_ATTENDEES:
        raise BadInput(
            attendees=_(
                "These are %(many)s people; %(most)s can be asked to one meeting. Nothing was changed.",
                many=standing + len(members),
                most=MOST_ATTENDEES,
            )
        )
    for one in members:
        if not one.is_active or one.role == Role.GUEST:
            raise BadInput(
                attendees=_("%(name)s cannot be asked: a guest, or gone. Nothing was changed.", name=one.name)
            )


def check_is(found: Meeting, *states: State) -> None:
    """Refuse unless the meeting is in one of these states."""
    if found.node.state in states:
        return
    ways_out = {
        State.PLANNED: _("Hold it first."),
        State.HELD: _("It is being held. Close its minutes, or say that it was not held."),
        State.CLOSED: _("Open its minutes again first."),
        State.CANCELLED: _("Plan it again first."),
    }
    raise InvalidState(
        _(
            "%(reference)s is %(state)s, so this cannot be done now. %(way_out)s Nothing was changed.",
            reference=found.node.reference,
            state=State(found.node.state).label.lower(),
            way_out=ways_out[State(found.node.state)],
        )
    )


def check_can_close(items: Iterable[AgendaItem]) -> None:
    """Minutes say of each thing what came of it."""
    open_ones = [item.node.reference for item in items if not item.outcome]
    if open_ones:
        raise InvalidState(
            _(
                "The minutes say nothing yet on %(missing)s. Say what came of it, or park it with a reason. "
                "Nothing was changed.",
                missing=series(open_ones),
            )
        )


def check_has_outcome_none(item: AgendaItem) -> None:
    if item.outcome:
        raise InvalidState(
            _(
                "What came of %(reference)s is recorded already: %(outcome)s. Take that back first. "
                "Nothing was changed.",
                reference=item.node.reference,
                outcome=item.get_outcome_display().lower(),
            )
        )


def there(voice: str, attendees: Iterable[Attendee], stand_ins: StandIns) -> int:
    """How many people with that voice are present."""
    return sum(1 for one in attendees if one.is_present and has_voice(voice, one.member, stand_ins))


def spoke(voice: str, statements: Iterable[Statement]) -> bool:
    """Whether a voice said on a thing what it thinks. What engineering says of feasibility is what it thinks."""
    topics = {Topic.STATEMENT, Topic.FEASIBILITY} if voice == Voice.ENGINEERING else {Topic.STATEMENT}
    return any(one.voice == voice and one.topic in topics for one in statements)


def unheard(
    needs: Needs, attendees: Sequence[Attendee], statements: Sequence[Statement], stand_ins: StandIns
) -> list[Voice]:
    """The voices without which a thing cannot be decided now: too few are present, and none stated what it thinks."""
    return [
        voice
        for voice in Voice
        if there(voice, attendees, stand_ins) < needs.of(voice) and not spoke(voice, statements)
    ]


def check_can_decide(
    item: AgendaItem,
    needs: Needs,
    attendees: Sequence[Attendee],
    statements: Sequence[Statement],
    stand_ins: StandIns,
) -> None:
    """Refuse a decision that one side took alone."""
    missing = unheard(needs, attendees, statements, stand_ins)
    if missing:
        why = why_undecided(item, missing, needs, attendees, stand_ins)
        raise InvalidState(_("%(why)s Nothing was changed.", why=why))


def why_undecided(
    item: AgendaItem, missing: Sequence[Voice], needs: Needs, attendees: Sequence[Attendee], stand_ins: StandIns
) -> str:
    """Who is missing, and the two ways out."""
    short = [
        _(
            "%(voice)s: %(there)s of %(needed)s present",
            voice=voice.label,
            there=there(voice, attendees, stand_ins),
            needed=needs.of(voice),
        )
        for voice in missing
    ]
    return _(
        "%(reference)s cannot be decided yet (%(short)s). Let somebody of %(voices)s come in, or state in writing "
        "what %(voices)s thinks of it. Or park it.",
        reference=item.node.reference,
        short=listed(short),
        voices=listed(voice.label for voice in missing),
    )


def check_decision(node: Node | None) -> Node:
    """What was decided stands in a decision."""
    if node is None or node.kind != "decision" or node.is_ended:
        raise BadInput(
            decision=_("Name the decision that records it, such as DEC-3, or draft one from here. Nothing was changed.")
        )
    return node


def check_follow_up(owner: Member | None, due_on: date | None, *, workspace_id: int) -> None:
    if owner is None or owner.workspace_id != workspace_id or not owner.is_active:
        raise BadInput(owner=_("Name one person who does it. Nothing was changed."))
    if due_on is None:
        raise BadInput(due_on=_("Choose the day by which it is done. Nothing was changed."))


def check_outcome(outcome: str) -> None:
    if outcome not in Outcome.values:
        raise BadInput(
            outcome=_(
                "Say what came of it: %(outcomes)s. Nothing was changed.",
                outcomes=either(one.label.lower() for one in Outcome),
            )
        )


def check_moment(starts_at: datetime | None) -> datetime:
    if starts_at is None:
        raise BadInput(starts_at=_("Choose the day and the time. Nothing was changed."))
    return starts_at
