"""What the state of a decision or an objection allows, and who stands for which side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from allied.domains.decisions.models import (
    MOST_OPTIONS,
    Consent,
    Decision,
    Objection,
    Option,
    Position,
    Right,
    State,
    SteelMan,
)
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Side
from allied.kernel.people.models import Member, StandIn
from allied.kernel.thread.levels import Level
from allied.kernel.words import _

SIDES: Final = (Side.UX, Side.PRODUCT)
SIDE_OF: Final = {Objection.Kind.VETO: Side.UX, Objection.Kind.IMPERATIVE: Side.PRODUCT}
FORBIDS: Final = {"decision": "decide", "item": "commit"}
COMMITTED: Final = frozenset({"committed", "in_progress"})  # all that is left to forbid is to ship it
SHIPPED: Final = frozenset({"shipped", "read_back"})


def speaks_for(member: Member, side: str) -> bool:
    """Whether the member belongs to the side, or stands in for it."""
    return member.side == side or StandIn.objects.filter(member=member, side=side).exists()


def check_speaks_for(member: Member, side: str, act: str) -> None:
    if not speaks_for(member, side):
        raise Denied(
            _(
                "%(label)s %(act)s, or who stands in for it; you are %(label2)s. Nothing was changed.",
                label=Side(side).label,
                act=act,
                label2=member.side.label,
            )
        )


def check_options(options: Collection[Option | str]) -> None:
    if len(options) > MOST_OPTIONS:
        raise BadInput(
            options=_(
                "These are %(options)s options; %(most_options)s fit here. Nothing was changed.",
                options=len(options),
                most_options=MOST_OPTIONS,
            )
        )


def check_is_draft(found: Decision) -> None:
    if found.node.state != State.DRAFT:
        raise InvalidState(
            _(
                "%(reference)s is %(words)s, no draft any more. Nothing was changed.",
                reference=found.node.reference,
                words=_words(found),
            )
        )


def check_is_open(found: Decision) -> None:
    if found.node.state != State.OPEN:
        raise InvalidState(
            _(
                "%(reference)s is not open: it is %(words)s. Nothing was changed.",
                reference=found.node.reference,
                words=_words(found),
            )
        )


def check_can_open(found: Decision, options: int) -> None:
    check_is_draft(found)
    if options < 2:
        raise InvalidState(_("A decision needs at least 2 options. Add what else could be done. The draft is kept."))
    decider = decides_now(found)
    if decider.is_active:
        return
    if found.right is None:
        raise InvalidState(
            _("%(name)s has left. Name another person who decides. The draft is kept.", name=decider.name)
        )
    raise InvalidState(
        _(
            "By the charter %(name)s decides, and has left. Put a version in force that names somebody who is here. "
            "The draft is kept.",
            name=decider.name,
        )
    )


def check_right(right: Right | None, in_force: Collection[Right]) -> None:
    """Where a charter holds, a decision is made by one of its rows."""
    if in_force and right is None:
        raise BadInput(right=_("A charter holds here. Choose which of its rows this is. Nothing was changed."))
    if right is not None and right.pk not in {each.pk for each in in_force}:
        raise BadInput(
            right=_("This row is of a charter that does not hold. Choose one that does. Nothing was changed.")
        )


def decides_now(found: Decision) -> Member:
    """Who decides: the decider, or once that person has left, the one whom the charter lets settle it."""
    if found.decider.is_active or found.right is None or found.right.escalates_to is None:
        return found.decider
    return found.right.escalates_to


def check_can_decide(found: Decision, actor: Member) -> None:
    """One person decides, and only what is open."""
    check_is_open(found)
    decider = decides_now(found)
    if decider.pk != actor.pk:
        raise Denied(
            _("%(name)s decides this. You can state your side’s position. Nothing was changed.", name=decider.name)
        )


def check_can_review(found: Decision, actor: Member, next_on: date | None, *, today: date) -> None:
    """Who decided says that it holds, and on which day to come to read it again."""
    decider = decides_now(found)
    if found.node.state != State.DECIDED or decider.pk != actor.pk:
        raise InvalidState(
            _("Only %(name)s reviews this, and only once it is decided. Nothing was changed.", name=decider.name)
        )
    if next_on is not None and next_on <= today:
        raise BadInput(review_on=_("This day has passed. Choose one to come, or none. Nothing was changed."))


def check_can_name_decider(found: Decision, decider: Member) -> None:
    """Another decider is named only for one who has left, and only where the charter names nobody."""
    check_is_open(found)
    now = decides_now(found)
    if now.is_active:
        raise InvalidState(_("%(name)s decides this, and is here. Nothing was changed.", name=now.name))
    if not decider.is_active:
        raise BadInput(
            decider=_("%(name)s has left as well. Name somebody who is here. Nothing was changed.", name=decider.name)
        )


def check_can_answer(consent: Consent, actor: Member, answer: str) -> None:
    """Only the person asked answers, until it is settled."""
    check_is_open(consent.decision)
    if consent.member_id != actor.pk:
        raise Denied(_("The charter asks %(name)s to agree, not you. Nothing was changed.", name=consent.member.name))
    if consent.settled_at is not None:
        raise InvalidState(_("It was settled in your place. Nothing was changed."))
    if answer not in Consent.Answer.values:
        raise BadInput(answer=_("Say whether you agree or not. Nothing was changed."))


def settler_of(consent: Consent, *, today: date) -> Member | None:
    """Who may settle it now: the person of the charter, once the days are over, or the one asked disagrees or left."""
    is_late = not consent.answer and (consent.due_on < today or not consent.member.is_active)
    disagrees = consent.answer == Consent.Answer.DISAGREES
    right = consent.decision.right
    waits = consent.settled_at is None and (is_late or disagrees)
    return right.escalates_to if waits and right is not None else None


def check_can_settle(consent: Consent, actor: Member, *, today: date) -> None:
    check_is_open(consent.decision)
    settler = settler_of(consent, today=today)
    if settler is None:
        raise InvalidState(
            _(
                "%(name)s has until %(due_on)s to answer. Nothing was changed.",
                name=consent.member.name,
                due_on=f"{consent.due_on:%-d %b}",
            )
        )
    if settler.pk != actor.pk:
        raise Denied(_("By the charter %(name)s settles this. Nothing was changed.", name=settler.name))


def waives_now(found: Decision) -> str:
    """Who may let it be decided without fair wordings, in words."""
    named = _waiver_by_charter(found)
    return _("%(name)s, by the charter", name=named.name) if named else _("somebody of leadership")


def may_waive(found: Decision, actor: Member) -> bool:
    """The person to whom the charter lets it go; where it names nobody who is here, a member of leadership."""
    named = _waiver_by_charter(found)
    return named.pk == actor.pk if named else actor.discipline == Discipline.LEADERSHIP


def _waiver_by_charter(found: Decision) -> Member | None:
    named = found.right.escalates_to if found.right is not None else None
    return named if named is not None and named.is_active else None


def check_can_waive(found: Decision, actor: Member) -> None:
    check_is_open(found)
    if not may_waive(found, actor):
        raise Denied(_("Only a leader waives the fair wordings: %(who)s. Nothing was changed.", who=waives_now(found)))


def is_contested(positions: Collection[Position], objections: Collection[Objection]) -> bool:
    """Whether the sides want different options, or somebody objects."""
    wanted = {position.option_id for position in positions if position.option_id is not None}
    return len(wanted) > 1 or any(objection.stands for objection in objections)


def missing_to_decide(
    positions: Collection[Position],
    steel_men: Collection[SteelMan],
    objections: Collection[Objection],
    consents: Collection[Consent],
    *,
    waived: bool,
) -> list[str]:
    """What must be true before a decision closes, in words; empty when all of it is."""
    stated = {position.side for position in positions}
    missing = [_("%(label)s has not stated its position.", label=side.label) for side in SIDES if side not in stated]
    missing += [
        _(
            "%(get_kind_display)s stands: %(reason)s Way out: %(way_out)s",
            get_kind_display=each.get_kind_display(),
            reason=each.reason,
            way_out=each.way_out,
        )
        for each in objections
        if each.stands
    ]
    missing += [_unanswered(consent) for consent in consents if not consent.is_given]
    if is_contested(positions, objections) and not waived:
        missing += _unfair(steel_men)
    return missing


def _unanswered(consent: Consent) -> str:
    if consent.answer:
        return _("%(name)s, who must agree, does not: %(reason)s", name=consent.member.name, reason=consent.reason)
    return _(
        "%(name)s must agree, and has until %(due_on)s to answer.",
        name=consent.member.name,
        due_on=f"{consent.due_on:%-d %b}",
    )


def _unfair(steel_men: Collection[SteelMan]) -> list[str]:
    worded = {each.side: each for each in steel_men}
    found = []
    for side, other in (SIDES, tuple(reversed(SIDES))):
        if side not in worded:
            found.append(_("%(label)s has not worded %(label2)s’s case.", label=side.label, label2=other.label))
        elif worded[side].accepted_at is None:
            found.append(
                _(
                    "%(label)s has not accepted %(label2)s’s wording of its case as fair.",
                    label=other.label,
                    label2=side.label,
                )
            )
    return found


def check_can_object(node: Node, kind: str, actor: Member) -> None:
    """A veto is UX's, an imperative is Product's; on an open decision or an item that has not shipped."""
    if kind not in SIDE_OF:
        raise BadInput(kind=_("Choose a veto or a business imperative. Nothing was changed."))
    side = SIDE_OF[Objection.Kind(kind)]
    check_speaks_for(actor, side, _("places a veto") if side == Side.UX else _("places a business imperative"))
    if node.kind not in FORBIDS:
        raise BadInput(
            node=_(
                "%(reference)s is %(label)s: objections stand on decisions and items.",
                reference=node.reference,
                label=node.spec.label.lower(),
            )
        )
    if node.kind == "decision" and node.state != State.OPEN:
        raise InvalidState(
            _(
                "%(reference)s is %(state_label)s. An objection needs an open decision.",
                reference=node.reference,
                state_label=node.state_label.lower(),
            )
        )
    if node.is_ended or node.state in SHIPPED:
        raise InvalidState(
            _(
                "%(reference)s is %(state_label)s; there is nothing left to hold back.",
                reference=node.reference,
                state_label=node.state_label.lower(),
            )
        )


def check_not_against_oneself(decider: Member | None, actor: Member) -> None:
    if decider is not None and decider.pk == actor.pk:
        raise InvalidState(
            _(
                "You decide this yourself: decide otherwise, or let somebody "
                "else of your side object. Nothing was changed."
            )
        )


def check_grounds(standard: str, known: Mapping[str, str], evidence: Node, level: Level | None) -> None:
    """A standard of the workspace's list, and evidence that is first-hand, or a claim that rests on some."""
    if standard not in known:
        raise BadInput(
            standard=_(
                "Choose the standard it rests on: %(values)s. Nothing was changed.",
                values=", ".join(map(str, known.values())),
            )
        )
    if not (evidence.spec.is_evidence or evidence.spec.is_claim):
        raise BadInput(
            evidence=_(
                "%(reference)s is %(label)s, no evidence. Cite evidence or a claim.",
                reference=evidence.reference,
                label=evidence.spec.label.lower(),
            )
        )
    if evidence.is_ended or (evidence.spec.is_claim and level in (None, Level.ASSUMPTION)):
        raise BadInput(
            evidence=_(
                "%(reference)s rests on no first-hand evidence now. Cite what people said or did. Nothing was changed.",
                reference=evidence.reference,
            )
        )


def check_stands(found: Objection) -> None:
    if not found.stands:
        raise InvalidState(
            _(
                "This %(get_kind_display)s is %(ending)s already. Nothing was changed.",
                get_kind_display=found.get_kind_display().lower(),
                ending=found.ending,
            )
        )


def _words(found: Decision) -> str:
    return State(found.node.state).label.lower()
