"""How many people meet an opportunity, for whoever is asked for the reach of it."""

from __future__ import annotations

from collections.abc import Collection

from allied.domains.discovery.models import Opportunity
from allied.domains.discovery.trees.measures import people_words
from allied.kernel.people.models import Member
from allied.kernel.thread import figures
from allied.kernel.thread.figures import Figure


def register_figures() -> None:
    figures.offer("reach", _reach)


def _reach(nodes: Collection[str], actor: Member) -> dict[str, Figure]:
    sized = Opportunity.objects.visible_to(actor).filter(pk__in=nodes, people__isnull=False)
    return {one.pk: _figure(one) for one in sized}


def _figure(one: Opportunity) -> Figure:
    low, likely, high = (each or 0 for each in (one.people_low, one.people, one.people_high))
    return Figure(one.node, low, likely, high, one.period, people_words(one, None), one.sized_from)
