"""Questions about decisions and objections. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery

from allied.domains.decisions import rules
from allied.domains.decisions.models import Consent, Decision, Objection, Option, Position, State, SteelMan
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node, readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.calendar import working_days_between
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread.models import Link
from allied.kernel.words import _

SEARCHED: Final = 2_000  # the newest matches of a search that a list narrows further
SHOWN: Final = 50  # links of a kind on the page


@dataclass(frozen=True)
class Clock:
    """The working days of an objection: how many are over, how many are left, and who settles it then."""

    used: int
    left: int
    due_on: date
    next: str

    @property
    def words(self) -> str:
        if not self.left:
            return _("The time for an answer is over. %(next)s settles it, in writing.", next=self.next)
        days = _("1 working day") if self.left == 1 else _("%(left)s working days", left=self.left)
        return _(
            "%(days)s left, until the end of %(due_on)s. Then %(next)s settles it, in writing.",
            days=days,
            due_on=f"{self.due_on:%-d %b}",
            next=self.next,
        )


@dataclass(frozen=True)
class Stand:
    """One side of a decision: its position, its wording of the other's case, and whether the reader speaks for it."""

    side: Side
    other: Side
    position: Position | None
    case: SteelMan | None
    is_mine: bool
    may_accept: bool


@dataclass(frozen=True)
class Open:
    """What this actor may do with a decision now; ``missing`` is what must be true before it can be decided."""

    edit: bool
    open: bool
    decide: bool
    reopen: bool
    object: bool
    missing: tuple[str, ...]
    is_contested: bool
    name_decider: bool
    waive: bool


@dataclass(frozen=True)
class Asked:
    """Someone who must agree, in words, and whether the reader may answer or settle it now."""

    consent: Consent
    words: str
    tone: str
    may_answer: bool
    may_settle: bool


def decisions(*, actor: Member) -> QuerySet[Decision]:
    """The decisions that the actor may read, each with its node, decider and choice."""
    found: QuerySet[Decision] = Decision.objects.visible_to(actor)
    return (
        found.filter(node__archived_at=None)
        .select_related("node__created_by", "decider", "right__escalates_to", "right__charter", "waived_by")
        .prefetch_related("options")
    )


def with_choice(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Each with ``chosen``: the title of the option that was decided on, None before."""
    chosen = Option.objects.filter(decision=OuterRef("pk"), is_chosen=True).values("title")[:1]
    return found.annotate(chosen=Subquery(chosen))


def matching(found: QuerySet[Decision], text: str, *, actor: Member) -> QuerySet[Decision]:
    """Those whose question or context holds every word of ``text``."""
    wanted = words(text)[:12]
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=["decision"], limit=SEARCHED)) if wanted else found


def contested(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """The open ones among these on which the sides want different options, or somebody objects."""
    wanted = Position.objects.filter(decision=OuterRef("pk")).exclude(option=None)
    options = wanted.values("decision").annotate(n=Count("option", distinct=True)).filter(n__gt=1)
    objected = Objection.objects.filter(node=OuterRef("pk"), ending="")
    return found.filter(Exists(options.values("n")) | Exists(objected), node__state=State.OPEN)


def decision_by_reference(reference: str, *, actor: Member) -> Decision:
    """The decision that reads like ``DEC-3``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found = decisions(actor=actor).filter(referred(reference)).select_related("ended_by").first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def whole(pks: Sequence[str], *, actor: Member) -> QuerySet[Decision]:
    """These with all that was said on them: a fixed number of queries for any number."""
    said = (
        Prefetch("positions", Position.objects.select_related("author")),
        Prefetch("steel_men", SteelMan.objects.select_related("accepted_by")),
        Prefetch("consents", Consent.objects.select_related("member", "settled_by")),
    )
    return decisions(actor=actor).filter(pk__in=pks).select_related("ended_by", "node__product").prefetch_related(*said)


def objections_on(pks: Sequence[str]) -> dict[str, list[Objection]]:
    """The objections on each of these nodes."""
    found: dict[str, list[Objection]] = {}
    for one in Objection.objects.filter(node__in=pks):
        found.setdefault(one.node_id, []).append(one)
    return found


def standing(found: Decision, objected: Sequence[Objection]) -> tuple[bool, list[str]]:
    """Whether it is contested, and what an open one still needs. Ask with what ``whole`` brings along."""
    positions = list(found.positions.all())
    cases, consents = list(found.steel_men.all()), list(found.consents.all())
    missing = rules.missing_to_decide(positions, cases, objected, consents, waived=bool(found.waived_because))
    return rules.is_contested(positions, objected), missing if found.node.state == State.OPEN else []


def objections(*, actor: Member) -> QuerySet[Objection]:
    """Vetoes and imperatives on what the actor may read, those that stand first."""
    found = Objection.objects.filter(readable_one_by_one(actor))
    people = ("node", "evidence", "placed_by__workspace", "escalates_to", "ended_by")
    return found.select_related(*people).order_by("ending", "-pk")


def objection(pk: int, *, actor: Member) -> Objection:
    """Raises: NotVisible, when there is none that the actor may read."""
    found = objections(actor=actor).filter(pk=pk).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def clock(found: Objection, settler: Member, *, today: date) -> Clock:
    workspace = found.placed_by.workspace
    left = working_days_between(today, found.due_on, workspace=workspace)
    return Clock(max(found.days - left, 0), left, found.due_on, settler.name)


def stands(found: Decision, *, actor: Member) -> list[Stand]:
    """UX and Product, in this order, each with what it has said."""
    positions = {each.side: each for each in found.positions.select_related("author", "option")}
    cases = {each.side: each for each in found.steel_men.select_related("author", "accepted_by")}
    takes_part = found.node.state == State.OPEN and access.can(actor, Permission.DECISION_TAKE_PART, found.node)
    shown = []
    for side, other in (rules.SIDES, tuple(reversed(rules.SIDES))):
        case = cases.get(side)
        waits = takes_part and case is not None and case.accepted_at is None and case.author_id != actor.pk
        shown.append(
            Stand(
                side,
                other,
                positions.get(side),
                case,
                is_mine=takes_part and rules.speaks_for(actor, side),
                may_accept=waits and rules.speaks_for(actor, other),
            )
        )
    return shown


def consent(found: Decision, pk: int) -> Consent:
    """Raises: NotVisible, when the decision asks nobody by this number."""
    asked_for = found.consents.filter(pk=pk).select_related("member", "decision__node", "decision__right__escalates_to")
    one = asked_for.first()
    if one is None:
        raise NotVisible(NOT_HERE)
    return one


def asked(found: Decision, *, actor: Member, today: date) -> list[Asked]:
    """Whom the charter makes agree, in the order of its row."""
    shown = []
    is_open = found.node.state == State.OPEN and access.can(actor, Permission.DECISION_TAKE_PART, found.node)
    for consent in found.consents.select_related("member", "settled_by"):
        consent.decision = found
        settler = rules.settler_of(consent, today=today) if is_open else None
        may_answer = is_open and consent.member_id == actor.pk and consent.settled_at is None
        words, tone = _in_words(consent, today)
        shown.append(Asked(consent, words, tone, may_answer, settler is not None and settler.pk == actor.pk))
    return shown


def _in_words(consent: Consent, today: date) -> tuple[str, str]:
    """What came of it, and its tone."""
    if consent.settled_by is not None:
        return _(
            "Settled by %(name)s: %(settlement)s", name=consent.settled_by.name, settlement=consent.settlement
        ), "warn"
    if consent.answer == Consent.Answer.AGREES:
        return _("Agrees"), "good"
    right = consent.decision.right
    next_one = _(" %(name)s settles it.", name=right.escalates_to.name) if right and right.escalates_to else ""
    if consent.answer:
        return _("Does not agree: %(reason)s%(next_one)s", reason=consent.reason, next_one=next_one), "bad"
    if consent.due_on < today:
        return _(
            "Did not answer by %(due_on)s.%(next_one)s", due_on=f"{consent.due_on:%-d %b}", next_one=next_one
        ), "warn"
    return _("Has until %(due_on)s to answer.", due_on=f"{consent.due_on:%-d %b}"), "note"


def open_to(
    actor: Member,
    found: Decision,
    sides: Sequence[Stand],
    objected: Sequence[Objection],
    consents: Sequence[Consent],
) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    drafts = access.can(actor, Permission.DECISION_DRAFT, found.node)
    takes_part = access.can(actor, Permission.DECISION_TAKE_PART, found.node)
    is_draft, is_open = found.node.state == State.DRAFT, found.node.state == State.OPEN
    decider = rules.decides_now(found)
    positions = [side.position for side in sides if side.position]
    cases = [side.case for side in sides if side.case]
    contested, waived = rules.is_contested(positions, objected), bool(found.waived_because)
    return Open(
        edit=drafts and is_draft,
        open=drafts and is_draft,
        decide=takes_part and is_open and decider.pk == actor.pk,
        reopen=takes_part and found.node.state == State.DECIDED and decider.pk == actor.pk,
        object=takes_part and is_open,
        missing=tuple(rules.missing_to_decide(positions, cases, objected, consents, waived=waived)) if is_open else (),
        is_contested=contested,
        name_decider=drafts and is_open and not decider.is_active,
        waive=takes_part and is_open and contested and not waived and rules.may_waive(found, actor),
    )


def grounds(found: Decision, *, actor: Member) -> list[Node]:
    """The insights that it was derived from."""
    links = Link.objects.filter(source=found.pk, relation="derived_from").select_related("target")
    return [link.target for link in links.order_by("pk")[:SHOWN] if _is_shown(link.target, actor)]


def decides(found: Decision, *, actor: Member) -> list[Node]:
    """What it decides: items, opportunities and insights that name it."""
    links = Link.objects.filter(target=found.pk, relation="decided_by").select_related("source")
    return [link.source for link in links.order_by("pk")[:SHOWN] if _is_shown(link.source, actor)]


def _is_shown(node: Node, actor: Member) -> bool:
    return node.trashed_at is None and node.is_readable_by(actor.pk)


def may_lift(found: Objection, *, actor: Member) -> bool:
    """Whether it stands and the actor speaks for the side that placed it."""
    side = rules.SIDE_OF[Objection.Kind(found.kind)]
    return found.stands and access.can(actor, Permission.DECISION_TAKE_PART) and rules.speaks_for(actor, side)
