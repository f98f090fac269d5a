"""The thread through one object, stage by stage, for its record page: what is there, who took part, what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from allied.kernel.activity.models import Activity
from allied.kernel.nodes.catalogue import KINDS, Kind
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import SIDES, Discipline, Side
from allied.kernel.people.models import Member
from allied.kernel.thread.catalogue import RELATIONS, Relation
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.walk import Place, up_and_down
from allied.kernel.words import _, listed

By = Literal["both", "ux", "product", "none"]
NEAREST = 200
SHOWN = 3


@dataclass(frozen=True, slots=True)
class StageSpec:
    """A stage of the thread: the kinds that stand there, what it is called, and what to say when it is empty."""

    name: str
    label: str
    icon: str
    kinds: tuple[str, ...]
    gap: str
    fill: str


@dataclass(frozen=True, slots=True)
class Fill:
    """What closes a gap: a link of ``relation`` between ``anchor`` and a node of one of ``kinds``.

    ``anchor`` is the nearest object on this thread that the missing one can be linked to.
    """

    label: str
    relation: str
    anchor: Node
    kinds: tuple[str, ...]
    anchor_is_source: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a stage, with its distance and, for a claim, its strength."""

    node: Node
    distance: int
    by: By
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its nearest objects, how many there are in reach, who took part, or the gap and what fills it.

    A stage with neither entries nor ``gap`` is not due: what it would be linked to is missing first, or the object
    itself is superseded, retired, dropped or archived.
    """

    spec: StageSpec
    entries: tuple[Entry, ...]
    count: int
    is_current: bool
    by: By
    gap: str
    fill: Fill | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The thread through ``node``. ``more`` objects lie further away than the panel reaches.

    ``pages`` are the newest of those that discuss it.
    """

    node: Node
    stages: tuple[Stage, ...]
    more: int
    more_words: str
    pages: tuple[Node, ...] = ()

    @property
    def gaps(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.gap)

    @property
    def linked(self) -> int:
        """How many stages have something in them."""
        return sum(1 for stage in self.stages if stage.count)


def _own_stage(kind: Kind, gap: str, fill: str) -> StageSpec:
    return StageSpec(kind.name, kind.label, kind.icon, (kind.name,), gap, fill)


STAGES: tuple[StageSpec, ...] = (
    StageSpec(
        "evidence",
        _("Evidence"),
        "quote",
        tuple(kind.name for kind in KINDS.values() if kind.is_evidence),
        _("no first-hand evidence"),
        _("Add evidence"),
    ),
    _own_stage(KINDS["insight"], _("no insight"), _("Link an insight")),
    _own_stage(KINDS["opportunity"], _("no opportunity"), _("Link an opportunity")),
    _own_stage(KINDS["item"], _("nothing on the roadmap"), _("Add a roadmap item")),
)


_STAGE_OF = {kind: place for place, spec in enumerate(STAGES) for kind in spec.kinds}
# The relations that make a thread; others say where something came from or what stands in its way.
SPINE = (RELATIONS["supports"], RELATIONS["addresses"])


def panel(node: Node, *, actor: Member) -> Panel:
    """The thread through one object, up to what people said and down to what is planned.

    Takes one query a link of distance in either direction and six more, however many objects there are.

    Raises:
        NotVisible: the node is not there for the actor.
    """
    up, down = up_and_down(node, actor=actor, limit=NEAREST)
    nearest = sorted((*up.places, *down.places), key=lambda place: place.distance)
    sides = sides_of([node, *(place.node for place in nearest)])
    strengths = strength_of([node, *(place.node for place in nearest)], today=today_in(actor.workspace))
    drawn = [_stage(spec, node, nearest, sides, strengths) for spec in STAGES]
    walks = [walk for walk in (up, down) if walk.more]
    said = listed(walk.more_words for walk in walks)
    pages = Node.objects.filter(links_out__target=node, links_out__relation="concerns", archived_at=None)
    newest = tuple(pages.order_by("-pk")[:SHOWN])
    return Panel(node, tuple(drawn), sum(walk.more for walk in walks), said, newest)


def _stage(
    spec: StageSpec,
    node: Node,
    nearest: Sequence[Place],
    sides: Mapping[str, set[Side]],
    strengths: Mapping[str, Strength],
) -> Stage:
    here = [place for place in nearest if place.node.kind in spec.kinds]
    is_current = node.kind in spec.kinds
    among_them = {node.pk: 0} if is_current else {}
    among_them |= {place.node.pk: place.distance for place in here}
    fill = None if among_them or node.is_ended else _fill(spec, [node, *(place.node for place in nearest)])
    entries = [
        Entry(place.node, place.distance, by_of([sides[place.node.pk]]), strengths.get(place.node.pk))
        for place in here[:SHOWN]
    ]
    if is_current:
        entries.insert(0, Entry(node, 0, by_of([sides[node.pk]]), strengths.get(node.pk)))
    return Stage(
        spec=spec,
        entries=tuple(entries),
        count=len(among_them),
        is_current=is_current,
        by=by_of(sides[pk] for pk in among_them),
        gap=spec.gap if fill else "",
        fill=fill,
    )


def _fill(spec: StageSpec, candidates: Iterable[Node]) -> Fill | None:
    """How a node of the stage can be linked to an object of the nearest stage; within one, to the nearest object."""
    place = STAGES.index(spec)
    for anchor in sorted(candidates, key=lambda node: abs(place - _STAGE_OF.get(node.kind, len(STAGES)))):
        for relation in SPINE:
            for anchor_is_source in (True, False):
                kinds = tuple(kind for kind in spec.kinds if _joins(relation, anchor, kind, anchor_is_source))
                if kinds:
                    return Fill(spec.fill, relation.name, anchor, kinds, anchor_is_source)
    return None


def _joins(relation: Relation, anchor: Node, kind: str, anchor_is_source: bool) -> bool:
    return relation.joins(anchor.kind, kind) if anchor_is_source else relation.joins(kind, anchor.kind)


def sides_of(nodes: Sequence[Node]) -> dict[str, set[Side]]:
    """Which sides made each node or worked on it since. Two queries."""
    found: dict[str, set[Side]] = defaultdict(set)
    ids = [node.pk for node in nodes]
    made = Node.objects.filter(pk__in=ids).values_list("pk", "created_by__discipline")
    worked = Activity.objects.filter(node__in=ids).values_list("node_id", "actor__discipline").distinct()
    for pk, discipline in (*made, *worked):
        found[str(pk)].add(SIDES.get(Discipline(discipline), Side.OTHER))
    return found


def by_of(sides: Iterable[set[Side]]) -> By:
    taken = set().union(*sides)
    if {Side.UX, Side.PRODUCT} <= taken:
        return "both"
    if Side.UX in taken:
        return "ux"
    return "product" if Side.PRODUCT in taken else "none"
