"""Questions about findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from allied.domains.roadmap.models import SEVERE, Finding, FindingState
from allied.domains.roadmap.records.queries import records
from allied.kernel.nodes.models import Node, readable_one_by_one
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.models import Link
from allied.kernel.words import _

FOUND_IN = "found_in"


@dataclass(frozen=True)
class Row:
    """A finding as a list shows it, with the items in which it was found."""

    finding: Finding
    items: tuple[Node, ...]

    @property
    def node(self) -> Node:
        return self.finding.node

    @property
    def met(self) -> str:
        return met_in_words(self.finding)


def findings(*, actor: Member, product: Product | None = None) -> QuerySet[Finding]:
    found = records(Finding, actor=actor)
    return found if product is None else found.filter(node__product=product)


def rows(found: Sequence[Finding], *, actor: Member) -> list[Row]:
    """One query, however many they are."""
    items = items_of(found, actor=actor)
    return [Row(one, tuple(items[one.pk])) for one in found]


def items_of(found: Sequence[Finding], *, actor: Member) -> dict[str, list[Node]]:
    """The items in which each was found, by the finding's id. One query."""
    here = readable_one_by_one(actor, "target", kind="item")
    ids = [one.pk for one in found]
    items: dict[str, list[Node]] = {pk: [] for pk in ids}
    for link in Link.objects.filter(here, source__in=ids, relation=FOUND_IN).select_related("target").order_by("pk"):
        items[link.source_id].append(link.target)
    return items


def findings_in(item: Node, *, actor: Member) -> list[Finding]:
    """What was found in an item: open ones first, the worst of them on top."""
    links = Link.objects.filter(target=item.pk, relation=FOUND_IN, source__kind="finding")
    found = findings(actor=actor).filter(pk__in=links.values("source"))
    return sorted(found, key=lambda one: (one.node.state != FindingState.OPEN, -int(one.severity), one.pk))


def severe_and_open(item: Node) -> list[Node]:
    """What holds an item from shipping, oldest first."""
    links = Link.objects.filter(target=item.pk, relation=FOUND_IN, source__state=FindingState.OPEN)
    severe = Finding.objects.filter(severity__in=SEVERE, pk__in=links.values("source")).select_related("node")
    return [one.node for one in severe.order_by("pk")]


def met_in_words(finding: Finding) -> str:
    """ "5 of 8 people (31% to 86%)", with the adjusted Wald interval of 95%; "" while nobody counted."""
    if finding.met is None or not finding.of_people:
        return ""
    from allied.stats.task_success import completion_rate_ci  # noqa: PLC0415  numbers load when they are needed

    rate = completion_rate_ci(finding.met, finding.of_people)
    return _(
        "%(met)s of %(people)s people (%(low)s%% to %(high)s%%)",
        met=finding.met,
        people=finding.of_people,
        low=round(100 * rate.lower),
        high=round(100 * rate.upper),
    )
