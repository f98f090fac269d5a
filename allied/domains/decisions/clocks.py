"""The clocks of decisions: who is reminded before each runs out, and who is told once it has.

A veto or imperative waits for an answer, whoever must agree for theirs, and a decided question for its review. Each
reminds once, 2 working days before its last day in the morning of the workspace, and once more when that day is over.
A prediction asks on the morning of its day, or of the next working day, and once more 5 working days later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from allied.domains.decisions import rules
from allied.domains.decisions.charter.queries import settles_now
from allied.domains.decisions.models import Consent, Decision, Objection, Prediction, PredictionState, State
from allied.kernel.people.calendar import is_working_day, working_days_from
from allied.kernel.people.models import Member, Workspace
from allied.kernel.talk.models import Follow
from allied.kernel.talk.reminding import remind

BEFORE: Final = 2  # working days; one is for asking back, one for the answer
AFTER: Final = 5  # working days in which a prediction is read, before who said it hears that it was not
MORNING: Final = 8  # of the workspace's own day


@dataclass(frozen=True)
class Times:
    """What the calendar of a workspace says now; ``soon`` is None while nobody is to be reminded."""

    today: date
    soon: date | None
    zone: ZoneInfo

    @property
    def latest(self) -> date:
        return self.soon or self.today

    def is_soon(self, due_on: date, *, since: datetime | None) -> bool:
        """Whether to remind of a clock that began at a moment; never on its first day, when its people were told."""
        began = since.astimezone(self.zone).date() if since is not None else self.today
        return self.soon is not None and began < self.today <= due_on <= self.soon


def times(workspace: Workspace) -> Times:
    """Reminders are for the mornings and the rest of working days; that a day is over is so at midnight."""
    now = timezone.now().astimezone(workspace.zone)
    is_time = now.hour >= MORNING and is_working_day(now.date(), workspace=workspace)
    return Times(
        now.date(), working_days_from(now.date(), BEFORE, workspace=workspace) if is_time else None, workspace.zone
    )


def remind_in(workspace: Workspace) -> int:
    """Give every reminder of a workspace whose time has come; how many were new."""
    now = times(workspace)
    given = [_of_consent(one, now) for one in _consents(workspace, now)]
    given += [_of_review(one, now) for one in _reviews(workspace, now)]
    given += _of_objections(workspace, now)
    given += [_of_prediction(one, now) for one in _predictions(workspace, now)]
    return sum(given)


def told_of_end(found: Objection, settler: Member) -> list[int]:
    """Whom it concerns that the days of an objection are over, the person who settles it first."""
    return [settler.pk, found.placed_by_id, *_answering([found]).get(found.node_id, ())]


def _consents(workspace: Workspace, now: Times) -> QuerySet[Consent]:
    waiting = Consent.objects.filter(answer="", settled_at=None, decision__in=_here(workspace, State.OPEN))
    due = Q(due_on__lte=now.latest) | ~Q(member__deactivated_at=None)
    kept = ("member", "decision__node", "decision__decider", "decision__right__escalates_to")
    return waiting.filter(due).select_related(*kept).order_by("pk")


def _of_consent(one: Consent, now: Times) -> bool:
    found, then = one.decision, _then(one.decision)
    is_over = one.due_on < now.today or not one.member.is_active
    if not is_over and not now.is_soon(one.due_on, since=found.opened_at):
        return False
    whom = [one.member_id, then.pk] if is_over else [one.member_id]
    stage, told = "over" if is_over else "due", {"due_on": f"{one.due_on:%-d %b}", "to": then.name}
    return remind(
        found.node, f"decision.consent_{stage}", whom, once=f"consent:{one.pk}:{stage}", actor=one.member, **told
    )


def _reviews(workspace: Workspace, now: Times) -> QuerySet[Decision]:
    found = _here(workspace, State.DECIDED).filter(review_on__lte=now.latest)
    return found.select_related("node", "decider", "right__escalates_to").order_by("pk")


def _of_review(found: Decision, now: Times) -> bool:
    due_on, decider, then = found.review_on, rules.decides_now(found), _then(found)
    is_over = due_on is not None and due_on < now.today
    if due_on is None or not (is_over or now.is_soon(due_on, since=found.ended_at)):
        return False
    whom = [decider.pk, then.pk] if is_over else [decider.pk]
    stage, told = "over" if is_over else "due", {"due_on": f"{due_on:%-d %b}", "to": then.name}
    return remind(found.node, f"decision.review_{stage}", whom, once=f"review:{due_on}:{stage}", actor=decider, **told)


def _of_objections(workspace: Workspace, now: Times) -> list[bool]:
    """Those that run out soon. That one has run out is told where it escalates."""
    if now.soon is None:
        return []
    standing = Objection.objects.filter(ending="", escalated_at=None, due_on__range=(now.today, now.soon))
    here = standing.filter(node__workspace=workspace, node__trashed_at=None, node__archived_at=None)
    found = list(here.select_related("node", "placed_by", "escalates_to").order_by("pk"))
    answering = _answering(found)
    return [
        remind(
            one.node,
            f"{one.kind}.due",
            [one.placed_by_id, *answering.get(one.node_id, ())],
            once=f"objection:{one.pk}",
            actor=one.placed_by,
            due_on=f"{one.due_on:%-d %b}",
            to=settles_now(one).name,
        )
        for one in found
        if now.is_soon(one.due_on, since=one.placed_at)
    ]


def _predictions(workspace: Workspace, now: Times) -> QuerySet[Prediction]:
    """Those whose day has come and that nobody read, on working days."""
    here = Prediction.objects.filter(node__workspace=workspace, node__state=PredictionState.OPEN)
    due = here.filter(read_on__lte=now.today, node__trashed_at=None, node__archived_at=None)
    if now.soon is None:
        return due.none()
    return due.select_related("node__created_by", "node__workspace", "reads").order_by("pk")


def _of_prediction(one: Prediction, now: Times) -> bool:
    node, said_by = one.node, one.node.created_by
    day, reader = f"{one.read_on:%-d %b}", one.reads if one.reads.is_active else said_by
    is_over = working_days_from(one.read_on, AFTER, workspace=node.workspace) < now.today
    asked = remind(node, "prediction.due", [reader.pk], once=f"prediction:{one.read_on}", actor=reader, day=day)
    if not is_over:
        return asked
    whom = [reader.pk, said_by.pk]
    return asked or remind(node, "prediction.over", whom, once=f"prediction:{one.read_on}:over", actor=reader, day=day)


def _answering(found: Sequence[Objection]) -> dict[str, set[int]]:
    """Who can make true what lifts an objection, by its node: who decides, and who owns what it stands on."""
    nodes, told = {one.node_id for one in found}, dict[str, set[int]]()
    owners = Follow.objects.filter(node__in=nodes, is_on=True, why=Follow.Why.OWNER).values_list("node_id", "member_id")
    deciders = Decision.objects.filter(pk__in=nodes).values_list("pk", "decider_id")
    for node, member in [*owners, *deciders]:
        told.setdefault(node, set()).add(member)
    return told


def _then(found: Decision) -> Member:
    """Who settles what nobody answered: the person of the charter's row, else who decides."""
    right = found.right
    return right.escalates_to if right is not None and right.escalates_to is not None else rules.decides_now(found)


def _here(workspace: Workspace, state: State) -> QuerySet[Decision]:
    found: QuerySet[Decision] = Decision.objects.filter(node__workspace=workspace, node__state=state)
    return found.filter(node__trashed_at=None, node__archived_at=None)
