"""Questions about releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from allied.domains.roadmap.models import Item, Release, Tick
from allied.domains.roadmap.queries import problems_of
from allied.domains.roadmap.records.queries import records
from allied.kernel.activity.models import Activity
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.holds import Obstacle, obstacles
from allied.kernel.thread.models import Link
from allied.kernel.words import _

DELIVERS = "delivers"
MARKED_AT_MOST = 60


@dataclass(frozen=True)
class Row:
    """A release as a list shows it: how many items it delivers, and how far its checklist is."""

    release: Release
    items: int
    done: int

    @property
    def node(self) -> Node:
        return self.release.node

    @property
    def steps(self) -> int:
        return len(self.release.steps)


@dataclass(frozen=True)
class Step:
    """A step of the checklist; ``tick`` says who did it."""

    words: str
    tick: Tick | None


def releases(*, actor: Member, product: Product | None = None) -> QuerySet[Release]:
    """The releases that the actor may read, each with ``day``: when it shipped, or is planned to."""
    found = records(Release, actor=actor).annotate(day=Coalesce("shipped_on", "planned_on"))
    return found if product is None else found.filter(node__product=product)


def newest_first(found: QuerySet[Release]) -> QuerySet[Release]:
    return found.order_by(F("day").desc(nulls_first=True), "-pk")


def rows(found: Sequence[Release]) -> list[Row]:
    """Two queries, however many they are."""
    ids = [one.pk for one in found]
    links = Link.objects.filter(source__in=ids, relation=DELIVERS, target__kind="item", target__trashed_at=None)
    delivered = list(links.values_list("source_id", flat=True))
    ticks = list(Tick.objects.filter(release__in=ids).values_list("release_id", "step"))
    made = []
    for one in found:
        steps = set(one.steps)
        done = sum(1 for pk, step in ticks if pk == one.pk and step in steps)
        made.append(Row(one, delivered.count(one.pk), done))
    return made


def deliveries(release: Release, *, actor: Member) -> list[tuple[Link, Item]]:
    """The links to the items that it delivers, each with its item, in the order of the roadmap."""
    links = Link.objects.filter(source=release.pk, relation=DELIVERS, target__kind="item")
    visible = Item.objects.visible_to(actor).filter(pk__in=links.values("target")).order_by("-horizon", "position")
    by_item = {link.target_id: link for link in links}
    return [(by_item[item.pk], item) for item in visible.select_related("ux_owner", "product_owner")]


def shipped_with(release: Release, *, actor: Member) -> list[Item]:
    """The items that its last shipping shipped, and that have only shipped since."""
    told = Activity.objects.filter(node=release.pk, verb="release.shipped").order_by("-pk").first()
    ids = told.details.get("items", []) if told else []
    return list(Item.objects.visible_to(actor).filter(pk__in=ids, node__state="shipped").order_by("pk"))


def steps(release: Release) -> list[Step]:
    """The checklist with who did what. One query."""
    done = {tick.step: tick for tick in release.ticks.select_related("done_by")}
    return [Step(words, done.get(words)) for words in release.steps]


def held(items: Sequence[Item]) -> list[tuple[Item, Obstacle]]:
    """The items of a release that cannot ship now, each with the first thing that stands in its way."""
    return [(item, found[0]) for item in items if (found := obstacles(item.node, "ship"))]


def ticks_of(ids: Sequence[str]) -> QuerySet[Tick]:
    """The ticks of these releases, each with who did it, in the order in which they were done."""
    return Tick.objects.filter(release__in=ids).select_related("done_by").order_by("pk")


def releases_of(item: Item, *, actor: Member) -> list[Release]:
    """The releases that deliver an item, the newest first."""
    links = Link.objects.filter(target=item.pk, relation=DELIVERS, source__kind="release")
    return list(newest_first(releases(actor=actor).filter(pk__in=links.values("source"))))


def changelog(*, actor: Member, product: Product | None = None) -> QuerySet[Release]:
    """What has shipped."""
    return newest_first(releases(actor=actor, product=product).filter(node__state="shipped"))


def shipped_between(begin: date, end: date, *, actor: Member, product: Product | None = None) -> list[Release]:
    """What shipped from one day to another, both included, oldest first: the newest of them, where they are many."""
    found = releases(actor=actor).filter(shipped_on__gte=begin, shipped_on__lte=end)
    if product is not None:
        found = found.filter(Q(node__product=product) | Q(node__product=None))
    return list(found.order_by("-shipped_on", "-pk")[:MARKED_AT_MOST])[::-1]


def draft(release: Release, *, actor: Member) -> str:
    """Notes in Markdown from the items and what stands behind each: what is new, for whom, and how sure we are."""
    items = [item for __, item in deliveries(release, actor=actor)]
    problems = problems_of(items, actor=actor)
    parts = []
    for item in items:
        said = [f"## {item.node.title}", item.outcome, item.problem]
        if found := problems.get(item.pk):
            said.append(
                _(
                    "Why: #%(reference)s, %(level)s by %(people)s.",
                    reference=found.node.reference,
                    level=found.strength.level.label.lower(),
                    people=_people(found.strength.people_for),
                )
            )
        parts.append("\n\n".join(str(text) for text in said if text))
    return "\n\n".join(parts)


def _people(number: int) -> str:
    return _("1 person") if number == 1 else _("%(number)s people", number=number)
