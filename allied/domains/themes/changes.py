"""What a run changed against the one before it: counted in the database, and piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from allied.domains.themes.models import Place, Run, Theme
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member

SHOWN: Final = 50
# One row a pair of themes, however many pieces there are: 100,000 would take seconds to bring here.
_FLOWS: Final = """
    SELECT was.item_id IS NULL, was.theme_id, now.theme_id, COUNT(*)
    FROM themes_place now LEFT JOIN themes_place was ON was.item_id = now.item_id AND was.run_id = %s
    WHERE now.run_id = %s GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Since:
    """What a run changed against the one before it."""

    before: Run
    added: int
    moved: int
    new: list[Theme]
    gone: list[Theme]


@dataclass(frozen=True)
class Flow:
    """So many pieces went from one theme to another; None is in no theme."""

    before: Theme | None
    now: Theme | None
    count: int


def run_before(run: Run) -> Run | None:
    """The run before it whose places are still kept."""
    done = Run.objects.filter(product=run.product_id, state=Run.State.DONE, number__lt=run.number)
    last = done.order_by("-number").first()
    return last if last is not None and Place.objects.filter(run=last).exists() else None


def since(run: Run) -> Since | None:
    """What changed since the run before; None where there is none, or its places are no longer kept. Four queries."""
    last = run_before(run)
    if last is None:
        return None
    rows = _counted(last, run)
    then = _themes_of(last)
    now = {theme for _, _, theme, _ in rows if theme}
    known = {theme.pk: theme for theme in Theme.objects.filter(pk__in=then ^ now).select_related("node")}
    return Since(
        before=last,
        added=sum(count for is_new, _, _, count in rows if is_new),
        moved=sum(count for is_new, before, theme, count in rows if not is_new and before != theme),
        new=[known[pk] for pk in sorted(now - then) if pk in known],
        gone=[known[pk] for pk in sorted(then - now) if pk in known],
    )


def flows(last: Run, run: Run) -> list[Flow]:
    """Between which themes pieces moved, most first."""
    moved = [(before, now, count) for is_new, before, now, count in _counted(last, run) if not is_new and before != now]
    ids = {pk for before, now, _ in moved for pk in (before, now) if pk}
    known = {theme.pk: theme for theme in Theme.objects.filter(pk__in=ids).select_related("node")}
    found = [Flow(known.get(before or ""), known.get(now or ""), count) for before, now, count in moved]
    return sorted(found, key=lambda flow: -flow.count)


def moved_between(last: Run, run: Run, before: Theme | None, now: Theme | None, *, actor: Member) -> list[Place]:
    """The pieces that went from one theme to the other, as they stand now; the first ``SHOWN``."""
    were = Place.objects.filter(run=last, theme=before).values("item")
    readable = Node.objects.visible_to(actor)
    found = Place.objects.filter(run=run, theme=now, item__in=were).select_related("item")
    shown = list(found.order_by("-nearness", "item")[:SHOWN])
    allowed = set(readable.filter(pk__in=[place.item_id for place in shown]).values_list("pk", flat=True))
    return [place for place in shown if place.item_id in allowed]


def _counted(last: Run, run: Run) -> list[tuple[bool, str | None, str | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, [last.pk, run.pk])
        return [(bool(is_new), before, now, count) for is_new, before, now, count in cursor.fetchall()]


def _themes_of(run: Run) -> set[str]:
    found = Place.objects.filter(run=run).exclude(theme=None).order_by()
    return set(found.values_list("theme", flat=True).distinct())
