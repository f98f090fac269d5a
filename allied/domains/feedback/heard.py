"""Whose words are missing: every segment that is known, when it was last heard from, and what came of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform

from allied.domains.feedback import queries
from allied.domains.feedback.models import Facet, Feedback, FeedbackQuerySet
from allied.kernel.activity.figures import kept
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.gaps import LONG
from allied.kernel.thread.methods import METHODS, OPINION
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import today_in

MOST_NAMES: Final = 20  # of segments: each is one pass over the feedback
SECOND_HAND: Final = sorted(name for name, method in METHODS.items() if method.method_class == OPINION)


@dataclass(frozen=True, slots=True)
class Heard:
    """A value of a segment. ``items`` are first-hand feedback; ``in_insights`` those that bear on a live insight."""

    name: str
    value: str
    items: int
    in_insights: int
    last_on: date | None
    is_silent: bool

    @property
    def words(self) -> str:
        return f"{self.name.capitalize()}: {self.value}"


def heard(actor: Member, *, product: Product | None = None) -> list[Heard]:
    """Every segment value that the workspace knows, those longest not heard from first. Kept while nothing happens.

    A value is known as soon as any feedback had it; with a product, by feedback of all products. What was set aside as
    not useful, archived or passed on by a colleague is not being heard from.
    """
    return kept("heard", actor, product, lambda: sorted(_counted(actor, product), key=_longest_first))


def silent(found: Sequence[Heard]) -> list[Heard]:
    """Those that nobody heard from for ``LONG``, or ever."""
    return [one for one in found if one.is_silent]


def unused(found: Sequence[Heard]) -> list[Heard]:
    """Those whose words bear on no insight."""
    return [one for one in found if not one.in_insights]


def _longest_first(one: Heard) -> tuple[date, int, str, str]:
    return one.last_on or date.min, one.in_insights, one.name, one.value


def _counted(actor: Member, product: Product | None) -> Iterator[Heard]:
    live = _first_hand(actor, product)
    today = today_in(actor.workspace)
    known = groupby(queries.segments(actor=actor), lambda one: one.name)
    for name, facets in [(name, list(facets)) for name, facets in known][:MOST_NAMES]:
        rows = {row["said"]: row for row in _by_value(live, name)}
        for facet in facets:
            yield _heard(facet, rows.get(facet.value, {}), actor, today)


def _heard(facet: Facet, row: dict[str, Any], actor: Member, today: date) -> Heard:
    last = row["last"].astimezone(actor.workspace.zone).date() if row else None
    is_silent = last is None or today - last >= LONG
    return Heard(facet.name, facet.value, row.get("n", 0), row.get("used", 0), last, is_silent)


def _by_value(live: FeedbackQuerySet, name: str) -> Iterator[dict[str, Any]]:
    told = live.annotate(said=KeyTextTransform(name, "segments")).filter(said__isnull=False)
    counted = told.order_by().values("said").annotate(n=Count("pk"), last=Max("received_at"))
    bearing = told.filter(_bears_on_an_insight()).order_by().values("said").annotate(n=Count("pk"))
    used = dict(bearing.values_list("said", "n"))
    for row in counted:
        yield {**row, "used": used.get(row["said"], 0)}


def _first_hand(actor: Member, product: Product | None) -> FeedbackQuerySet:
    found: FeedbackQuerySet = Feedback.objects.visible_to(actor).exclude(method__in=SECOND_HAND)
    found = found.filter(node__archived_at=None, node__state=KINDS["feedback"].first_state)
    return found if product is None else found.filter(product=product)


def _bears_on_an_insight() -> Exists:
    live = Q(target__kind="insight", target__archived_at=None, target__trashed_at=None)
    ended = Q(target__state__in=sorted(KINDS["insight"].ended))
    bearing = Link.objects.filter(live, ~ended, source=OuterRef("pk"), relation__in=("supports", "contradicts"))
    return Exists(bearing)
