"""Who is reminded of a meeting and of a follow-up, and when: in the mornings of the workspace's working days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from allied.domains.rituals import preread
from allied.domains.rituals.models import AgendaItem, Answer, Meeting, Outcome, State
from allied.kernel.people.calendar import is_working_day, working_days_from
from allied.kernel.people.models import Workspace
from allied.kernel.talk.reminding import remind

MORNING: Final = 8  # of the workspace's own day
BEFORE: Final = 1  # working days; whoever wants to read the pre-read has one for it


def remind_in(workspace: Workspace) -> int:
    """Give every reminder of a workspace whose time has come; how many were new."""
    now = timezone.now().astimezone(workspace.zone)
    if now.hour < MORNING or not is_working_day(now.date(), workspace=workspace):
        return 0
    given = [_of_meeting(one) for one in _coming(workspace, now)]
    given += [_of_follow_up(one) for one in _due(now, workspace)]
    return sum(given)


def _coming(workspace: Workspace, now: datetime) -> list[Meeting]:
    """Those that begin before the end of the next working day."""
    last = working_days_from(now.date(), BEFORE, workspace=workspace)
    over = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=workspace.zone)
    here = {
        "node__workspace": workspace,
        "node__state": State.PLANNED,
        "node__archived_at": None,
        "node__trashed_at": None,
    }
    found = Meeting.objects.filter(**here, starts_at__gt=now, starts_at__lt=over)
    return list(found.select_related("node__workspace", "node__created_by").order_by("pk"))


def _of_meeting(found: Meeting) -> bool:
    """Once for each time at which it is to begin; whoever declined is left alone."""
    people = found.attendees.exclude(answer=Answer.DECLINED).filter(member__deactivated_at=None)
    organizer = found.node.created_by
    news = preread.count_of_news(found, actor=organizer)
    starts = found.starts_at.astimezone(found.node.workspace.zone)
    return remind(
        found.node,
        "meeting.soon",
        people.values_list("member_id", flat=True),
        once=f"soon:{starts:%Y%m%d%H%M}",
        actor=organizer,
        to=f"{starts:%-d %b, %H:%M}",
        since=f"{news.since.astimezone(found.node.workspace.zone):%-d %b}",
        news=news.changed,
        many=news.of,
    )


def _due(now: datetime, workspace: Workspace) -> list[AgendaItem]:
    soon = working_days_from(now.date(), BEFORE, workspace=workspace)
    found = AgendaItem.objects.filter(
        outcome=Outcome.FOLLOW_UP,
        done_at=None,
        removed_at=None,
        due_on__lte=soon,
        owner__deactivated_at=None,
        meeting__node__workspace=workspace,
        meeting__node__archived_at=None,
        meeting__node__trashed_at=None,
    )
    return list(found.select_related("meeting__node", "owner").order_by("pk"))


def _of_follow_up(item: AgendaItem) -> bool:
    owner = item.owner
    if owner is None:
        return False
    told = {"other": item.node_id, "due_on": f"{item.due_on:%-d %b}"}
    once = f"follow-up:{item.pk}:{item.due_on:%Y%m%d}"
    return remind(item.meeting.node, "meeting.follow_up_due", [owner.pk], once=once, actor=owner, **told)
