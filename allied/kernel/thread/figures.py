"""Figures that the thread knows of an object: how many people a need meets. Slices offer what they keep, by name.

Whoever is asked for such a figure finds it filled in with where it comes from, and may change it. The kernel never
asks a slice; a slice registers with ``offer`` in its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member


@dataclass(frozen=True, slots=True)
class Figure:
    """A range that stands at ``node``, in words too: "1,480 people a month (1,310 to 1,650)".

    ``period``: "week", "month", "quarter", "year", "ever". A figure of one period is none of another: the people of
    four weeks are not four times those of one. ``source`` says how somebody knew, "" where nobody said.
    """

    node: Node
    low: float
    likely: float
    high: float
    period: str
    words: str
    source: str


Find = Callable[[Collection[str], Member], dict[str, Figure]]
_offered: dict[str, Find] = {}


def offer(name: str, find: Find) -> None:
    """Let ``find`` answer for this figure: by node id, of these nodes, what the member may read. One query.

    Raises:
        ImproperlyConfigured: another slice answers for it.
    """
    if _offered.setdefault(name, find) != find:
        raise ImproperlyConfigured(f"Two slices offer the figure “{name}”.")


def known(name: str, nodes: Collection[str], *, actor: Member) -> dict[str, Figure]:
    """What is known of that figure, by node id; nothing for nodes of which nobody said it."""
    find = _offered.get(name)
    return find(nodes, actor) if find and nodes else {}
