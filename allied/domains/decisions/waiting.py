"""What waits on a member in decisions, each with the time that is left, in words: contested ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value

from allied.domains.decisions import rules
from allied.domains.decisions.charter.queries import settled_by
from allied.domains.decisions.models import Consent, Decision, Objection, Prediction, PredictionState, State
from allied.domains.decisions.readback import queries as readback
from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.calendar import working_days_until
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _

SHOWN: Final = 20  # of each kind, those whose time ends first


@dataclass(frozen=True)
class Wait:
    """One act that only this member can do now. ``objection`` is the one to settle; else the decision is the place.

    ``ends_on`` is the last day of its clock; ``left`` says how long that is, "" where no clock runs.
    """

    node: Node
    title: str
    why: str
    action: str
    left: str
    ends_on: date | None
    is_contested: bool
    is_late: bool
    objection: Objection | None = None


@dataclass(frozen=True)
class _Found:
    """A wait before the days are counted."""

    node: Node
    words: tuple[str, str, str]
    ends_on: date | None
    is_contested: bool
    objection: Objection | None = None


def waits(actor: Member) -> list[Wait]:
    """Decisions to make, agreements to give or settle, objections to settle, reviews and readings that are due.
    Seven queries.
    """
    today = today_in(actor.workspace)
    decisions = list(_waiting(actor, today)[:SHOWN])
    on, mine = _objections(actor, decisions)
    found = [_in_words(each, on.get(each.pk, []), actor, today) for each in decisions]
    found += [_to_settle(each) for each in mine]
    due = readback.due(actor, today).select_related("node", "about").order_by("read_on", "pk")
    found += [_to_read(each) for each in due[:SHOWN]]
    days = working_days_until([each.ends_on for each in found if each.ends_on], today, workspace=actor.workspace)
    shown = [_wait(each, days, today) for each in found]
    return sorted(shown, key=lambda each: (not each.is_contested, each.ends_on or date.max, each.node.pk))


def time_left(left: int, ends_on: date, *, today: date) -> str:
    """How long a clock still runs, in working days; what is over says since when."""
    last = f"{ends_on:%-d %b}"
    if ends_on < today:
        return _("Over since %(last)s", last=last)
    if ends_on == today:
        return _("Today is the last day")
    if not left:
        return _("Until %(last)s, no working day left", last=last)
    days = _("1 working day") if left == 1 else _("%(left)s working days", left=left)
    return _("%(days)s left, until %(last)s", days=days, last=last)


def waiting_for(actor: Member) -> int:
    """How many those are, for the sidebar: one query."""
    settling = Objection.objects.filter(settled_by(actor))
    today, one = today_in(actor.workspace), {"one": Value(1)}
    due = readback.due(actor, today).values(**one)
    mine = _mine(actor, today).order_by().values(**one)
    return mine.union(settling.order_by().values(**one), due, all=True).count()


def _mine(actor: Member, today: date) -> QuerySet[Decision]:
    """Open ones that the actor decides, must agree to or settles an agreement of; decided ones due for review."""
    asked = Consent.objects.filter(decision=OuterRef("pk"), settled_at=None)
    to_answer = Exists(asked.filter(answer="", member=actor))
    is_late = Q(answer="", due_on__lt=today) | Q(answer="") & ~Q(member__deactivated_at=None)
    to_settle = Q(right__escalates_to=actor) & Exists(asked.filter(is_late | Q(answer=Consent.Answer.DISAGREES)))
    decides = Q(decider=actor) | Q(right__escalates_to=actor) & ~Q(decider__deactivated_at=None)
    is_open = Q(node__state=State.OPEN) & (decides | Q(to_answer) | to_settle)
    to_review = Q(node__state=State.DECIDED, review_on__lte=today) & decides
    here = readable_one_by_one(actor, state__in=[State.OPEN, State.DECIDED], archived_at=None)
    found: QuerySet[Decision] = Decision.objects.filter(here, node__workspace=actor.workspace_id, node__kind="decision")
    return found.filter(is_open | to_review)


def _waiting(actor: Member, today: date) -> QuerySet[Decision]:
    asked = Prefetch("consents", Consent.objects.select_related("member").order_by("due_on", "pk"))
    found = _mine(actor, today).select_related("node", "decider", "right__escalates_to")
    return found.prefetch_related("positions", asked).order_by("review_on", "opened_at", "pk")


def _objections(actor: Member, decisions: Sequence[Decision]) -> tuple[dict[str, list[Objection]], list[Objection]]:
    """Those that stand on these decisions, by decision, and those that have come to the actor."""
    mine = Objection.objects.filter(settled_by(actor)).values("pk")
    standing = Objection.objects.filter(Q(pk__in=mine) | Q(node__in=[each.pk for each in decisions]), ending="")
    standing = standing.annotate(is_mine=Exists(mine.filter(pk=OuterRef("pk"))))
    found = list(standing.filter(readable_one_by_one(actor)).select_related("node").order_by("due_on", "pk"))
    on: dict[str, list[Objection]] = {}
    for one in found:
        on.setdefault(one.node_id, []).append(one)
    settled_here: list[Objection] = [one for one in found if one.is_mine]
    return on, settled_here[:SHOWN]


def _in_words(found: Decision, objected: Sequence[Objection], actor: Member, today: date) -> _Found:
    positions, consents = list(found.positions.all()), list(found.consents.all())
    is_contested = rules.is_contested(positions, objected)
    if found.node.state == State.DECIDED:
        why = _("You decided it, and meant to come back to it.")
        if found.decider_id != actor.pk:
            why = _("%(name)s decided it, and has left. By the charter you come back to it.", name=found.decider.name)
        words = (_("See whether it still holds"), why, _("Review it"))
        return _Found(found.node, words, found.review_on, is_contested)
    for one in consents:
        one.decision = found
        settler = rules.settler_of(one, today=today)
        if settler is not None and settler.pk == actor.pk:
            why = _("%(name)s did not agree in time. By the charter you settle it.", name=one.member.name)
            return _Found(found.node, (_("Settle it"), why, _("Settle it")), one.due_on, is_contested)
        if one.member_id == actor.pk and not one.answer and one.settled_at is None:
            why = _("The charter asks you to agree, or to say why not.")
            return _Found(found.node, (_("Agree or not"), why, _("Answer")), one.due_on, is_contested)
    ends = [one.due_on for one in objected] + [one.due_on for one in consents if not one.is_given]
    words = (_("Decide"), _why(found, objected, consents), _("Open it"))
    return _Found(found.node, words, min(ends, default=None), is_contested)


def _why(found: Decision, objected: Sequence[Objection], consents: Sequence[Consent]) -> str:
    if objected:
        first = objected[0]
        kind = first.get_kind_display()
        return _("%(kind)s stands. Way out: %(way_out)s", kind=kind, way_out=first.way_out)
    if waited := [one.member.name for one in consents if not one.is_given]:
        return _("You decide it. %(name)s has to agree first.", name=waited[0])
    return _("You decide it.")


def _to_settle(one: Objection) -> _Found:
    words = (_("Settle the %(kind)s", kind=one.get_kind_display().lower()), one.reason, _("Settle it"))
    return _Found(one.node, words, one.due_on, is_contested=True, objection=one)


def _to_read(one: Prediction) -> _Found:
    about = one.about.reference if one.about else _("what was erased")
    why = _("Predicted of %(about)s: %(range)s. Say what came.", about=about, range=readback.expected(one))
    if one.node.state == PredictionState.DISPUTED:
        why = _("The figure is disputed. Say what came, and why that holds.")
    return _Found(one.node, (_("Read back"), why, _("Read it back")), one.read_on, is_contested=False)


def _wait(found: _Found, days: dict[date, int], today: date) -> Wait:
    ends_on, (title, why, action) = found.ends_on, found.words
    left = time_left(days[ends_on], ends_on, today=today) if ends_on else ""
    is_late = ends_on is not None and ends_on < today
    return Wait(found.node, title, why, action, left, ends_on, found.is_contested, is_late, found.objection)
