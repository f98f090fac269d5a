"""Who is told of what: after each commit, and once more by a job, so that a killed process forgets nobody.

Telling is idempotent: one row for a member and an activity, however often it is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from allied.kernel import activity, jobs
from allied.kernel.activity.models import Activity
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.talk.following import follow_by_itself
from allied.kernel.talk.models import USUAL, Comment, Follow, Happening, Notification, Way, Wish

Whom = Callable[[dict[str, Any]], Iterable[int]]
NEWS: Final = timedelta(days=2)  # what is older was written into the past, as by a demo or an import
AT_BIRTH: Final = timedelta(minutes=1)
GRACE: Final = timedelta(minutes=1)  # before an e-mail: time for an undo, and for reading it in Allied
QUIET: Final = frozenset({"comment.deleted", "comment.restored", "comment.reopened"})
_responsible: dict[str, Whom] = {}
_touched: dict[str, Whom] = {}


def makes_owners(verb: str, whom: Whom) -> None:
    """Say of a verb whom it makes an owner, from its details: they follow the object and are told."""
    _responsible[verb] = whom


def concerns(verb: str, whom: Whom) -> None:
    """Say of a verb whom else it concerns, from its details: they are told as of a change, and follow nothing by it."""
    _touched[verb] = whom


@activity.subscribe
def tell_after_commit(entry: Activity) -> None:
    if entry.node_id is not None and entry.verb not in QUIET:
        tell(entry.pk)


@transaction.atomic
def tell(activity_id: int) -> int:
    """Tell everybody whom an activity concerns; return how many that are. Nobody is told of their own acts.

    A clock is no act: who is reminded of it may be the person of whom its activity speaks.
    """
    entry = Activity.objects.select_related("node", "actor").get(pk=activity_id)
    if entry.node is None or entry.verb in QUIET or entry.details.get("quiet") or entry.at < timezone.now() - NEWS:
        return 0
    concerned = _concerned(entry)
    _follow(entry, concerned)
    usual = Happening.COMMENT if entry.verb.startswith("comment.") else Happening.CHANGE
    wanted = dict.fromkeys(_followers(entry), usual) | concerned
    if entry.actor_id not in entry.details.get("reminded", []):
        wanted.pop(entry.actor_id, None)
    return _notify(entry, wanted) if wanted else 0


def _followers(entry: Activity) -> Iterable[int]:
    """Whom everything about the object is told; a reminder is for those alone whom it names."""
    if entry.verb == "comment.edited" or entry.details.get("is_reminder"):
        return ()
    following = Follow.objects.filter(node=entry.node, is_on=True, since__lte=entry.at)
    return following.values_list("member_id", flat=True)


def _concerned(entry: Activity) -> dict[int, Happening]:
    """Members whom it concerns by name, each with the most personal reason."""
    details = entry.details
    found = dict.fromkeys(_touched[entry.verb](details), Happening.CHANGE) if entry.verb in _touched else {}
    found |= dict.fromkeys(_discussing(entry), Happening.REPLY)
    found |= dict.fromkeys(details.get("mentioned", []), Happening.MENTION)
    found |= dict.fromkeys(details.get("reminded", []), Happening.CLOCK)
    if entry.verb in _responsible:
        found |= dict.fromkeys(_responsible[entry.verb](details), Happening.OWNER)
    return found


def _discussing(entry: Activity) -> set[int]:
    """Who takes part in the discussion that was answered or resolved."""
    root = entry.details.get("reply_to") or (entry.details["comment"] if entry.verb == "comment.resolved" else None)
    if entry.verb not in ("comment.added", "comment.resolved") or root is None:
        return set()
    first = Comment.objects.filter(pk=root)
    return set((first | Comment.objects.filter(reply_to=root)).values_list("author_id", flat=True))


def _follow(entry: Activity, concerned: dict[int, Happening]) -> None:
    node = entry.node
    assert node is not None  # noqa: S101  the caller asked
    reasons = {Happening.MENTION: Follow.Why.MENTION, Happening.OWNER: Follow.Why.OWNER}
    for happening, why in reasons.items():
        follow_by_itself(node, [member for member, kind in concerned.items() if kind == happening], why, since=entry.at)
    if entry.verb == "comment.added":
        follow_by_itself(node, [entry.actor_id], Follow.Why.COMMENT, since=entry.at)
    elif node.created_by_id == entry.actor_id and entry.at - node.created_at < AT_BIRTH:
        follow_by_itself(node, [entry.actor_id], Follow.Why.AUTHOR, since=entry.at)


def _notify(entry: Activity, wanted: dict[int, Happening]) -> int:
    reading = Member.objects.filter(pk__in=wanted, workspace_id=entry.workspace_id, deactivated_at=None)
    members = [one.pk for one in reading.exclude(role=Role.GUEST) if _may_read(one, entry)]
    wishes = Wish.objects.filter(member__in=members).values_list("member_id", "happening", "way")
    chosen = {(member, happening): Way(way) for member, happening, way in wishes}
    told = set(Notification.objects.filter(activity=entry, member__in=members).values_list("member_id", flat=True))
    made = [
        Notification(member_id=member, activity=entry, node=entry.node, happening=kind, way=way, at=entry.at)
        for member in members
        if member not in told and (way := chosen.get((member, kind := wanted[member]), USUAL[kind])) != Way.NEVER
    ]
    Notification.objects.bulk_create(made, ignore_conflicts=True)
    if settings.HAS_EMAIL and any(one.way == Way.INSTANT for one in made):
        job = jobs.enqueue("talk.mail", {"activity": entry.pk}, actor=entry.actor)
        job.not_before = timezone.now() + GRACE
        job.save(update_fields=["not_before"])
    return len(made)


def _may_read(member: Member, entry: Activity) -> bool:
    return entry.node is not None and entry.node.trashed_at is None and entry.node.is_readable_by(member.pk)
