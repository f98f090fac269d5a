"""Figures of a workspace that take long to count: kept until something happens in it, or the day ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from allied.kernel.people.models import Member, Product

KEPT_SECONDS: Final = 24 * 60 * 60
# Acts that commit late have lower numbers than acts that were recorded before. So many back they are looked for.
LATE_AMONG: Final = 500
# Written out, because every page asks it. An edit that goes on for a sitting is no new act, but its time is new.
MARK: Final = """
    SELECT newest.id, newest.at,
        (SELECT COUNT(*) FROM activity_activity AS late WHERE late.workspace_id = %s AND late.id > newest.id - %s),
        (SELECT SUM(last) FROM nodes_counter WHERE workspace_id = %s)
    FROM (SELECT 1 AS one) AS always LEFT JOIN (
        SELECT id, at FROM activity_activity WHERE workspace_id = %s ORDER BY at DESC, id DESC LIMIT 1
    ) AS newest ON 1 = 1
"""
Mark = tuple[Any, ...]
Figures = TypeVar("Figures")
_marks: ContextVar[dict[int, Mark] | None] = ContextVar("marks", default=None)


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Inside of it, where nothing may be written, one look tells for all figures whether something happened."""
    token = _marks.set({})
    try:
        yield
    finally:
        _marks.reset(token)


def kept(what: str, actor: Member, product: Product | None, count: Callable[[], Figures]) -> Figures:
    """What ``count`` finds for this person; asked anew only where something happened since. One query besides.

    Only for what acts change, and days: what a clock changes within a day is no figure to keep.
    """
    # By person, because of private drafts.
    place = f"{what}-{actor.workspace.slug}-{product.pk if product else 0}-{actor.pk}"
    mark = _mark(actor)
    found = cache.get(place)
    if found is None or found[0] != mark:
        found = mark, count()
        cache.set(place, found, KEPT_SECONDS)
    figures: Figures = found[1]
    return figures


def _mark(actor: Member) -> Mark:
    """What differs as soon as anything happened: the day, the role, the newest act, how many lately, the numbers given
    out."""
    known = _marks.get()
    if known is not None and actor.pk in known:
        return known[actor.pk]
    here = actor.workspace_id
    with connection.cursor() as cursor:
        cursor.execute(MARK, [here, LATE_AMONG, here, here])
        mark = timezone.localdate(timezone=actor.workspace.zone), actor.role, *cursor.fetchone()
    if known is not None:
        known[actor.pk] = mark
    return mark
