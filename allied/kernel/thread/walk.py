"""Walk the thread: everything near an object, nearest first, and the shortest way between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.thread.hops import Direction, Step, hop
from allied.kernel.thread.reach import among
from allied.kernel.words import _

NEAREST = 500
# How many links a walk reads for each node that it still wants: few nodes are led to by more at the same distance.
LINKS_A_NODE = 2
# Two circles grow by slices of this many nodes, so that where they meet the rest of an edge is not read.
SLICE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A node on a walk, ``distance`` links from where it began; ``step`` is the link that led to it."""

    node: Node
    distance: int
    step: Step


@dataclass(frozen=True, slots=True)
class Trace:
    """What lies near ``start``, nearest first. ``more`` lie further; more than that unless ``is_counted``."""

    start: Node
    places: tuple[Place, ...]
    more: int
    is_counted: bool

    @property
    def more_words(self) -> str:
        """ "12 more", "more than 4,500 more", or nothing."""
        if not self.more:
            return ""
        more = f"{self.more:,}"
        return _("%(more)s more", more=more) if self.is_counted else _("more than %(more)s more", more=more)


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest way from ``start``: each place is one link from the one before."""

    start: Node
    places: tuple[Place, ...]

    @property
    def length(self) -> int:
        return len(self.places)

    @property
    def sentence(self) -> str:
        """ "FBK-3 supports INS-1, which supports OPP-2, which is addressed by ITM-4." """
        if not self.places:
            return _("%(reference)s is the same.", reference=self.start.reference)
        told = self.start.reference
        for at, place in enumerate(self.places):
            step = {"relation": place.step.label, "reference": place.node.reference}
            if at == 0:
                told = f"{told} {place.step.label} {place.node.reference}"
            else:
                told = _("%(path)s, which %(relation)s %(reference)s", path=told, **step)
        return f"{told}."


def trace(
    node: Node,
    *,
    actor: Member,
    direction: Direction | str = Direction.BOTH,
    limit: int = NEAREST,
    only_live: bool = False,
) -> Trace:
    """The nearest ``limit`` nodes around ``node``, breadth first, and how many more up to as many again.

    One query a distance, one more where many links lead to the same nodes, and two for the nodes themselves.

    Up and down follow the relations that lie along the thread; both ways follow every relation. With ``only_live``
    the walk goes round what has ended or was archived, as evidence does.

    Raises:
        NotVisible: the node is not there for the actor.
    """
    _require_visible(actor, node)
    reached = _reach(node, Direction(direction), limit, only_live)
    return reached.as_trace(node, _read(actor, reached.nearest))


def up_and_down(node: Node, *, actor: Member, limit: int = NEAREST) -> tuple[Trace, Trace]:
    """What the node rests on and what rests on it, round what has ended: the nodes of both in one query.

    Raises:
        NotVisible: the node is not there for the actor.
    """
    _require_visible(actor, node)
    up, down = (_reach(node, direction, limit, only_live=True) for direction in (Direction.UP, Direction.DOWN))
    nodes = _read(actor, up.nearest | down.nearest)
    return up.as_trace(node, nodes), down.as_trace(node, nodes)


@dataclass(frozen=True, slots=True)
class _Reached:
    """The nearest nodes by id, each with its distance and the step to it; how many more, and whether that is all."""

    nearest: dict[str, tuple[int, Step]]
    more: int
    is_counted: bool

    def as_trace(self, node: Node, nodes: Mapping[str, Node]) -> Trace:
        places = (Place(nodes[pk], distance, step) for pk, (distance, step) in self.nearest.items() if pk in nodes)
        return Trace(node, tuple(places), self.more, self.is_counted)


def _reach(node: Node, direction: Direction, limit: int, only_live: bool) -> _Reached:
    found: dict[str, tuple[int, Step]] = {}
    is_counted = True
    for distance, step in _outward(node.pk, direction, only_live, wanted=2 * limit + 1):
        if len(found) == 2 * limit:
            is_counted = False
            break
        found[step.there] = distance, step
    nearest = dict(islice(found.items(), limit))
    return _Reached(nearest, len(found) - len(nearest), is_counted)


def path(start: Node, end: Node, *, actor: Member) -> Path | None:
    """A shortest way between two nodes over links of any relation, None where there is none.

    Grows a circle around either end, always the smaller one, until they meet.

    Raises:
        NotVisible: one of them is not there for the actor.
    """
    _require_visible(actor, start, end)
    if start.pk == end.pk:
        return Path(start, ())
    here, there = _Circle(start.pk), _Circle(end.pk)
    while here.edge and there.edge:
        small, large = (here, there) if len(here.edge) <= len(there.edge) else (there, here)
        if meeting := small.grow_towards(large):
            way = [*here.way_to(meeting), *(step.back for step in reversed(there.way_to(meeting)))]
            nodes = _read(actor, [step.there for step in way])
            return Path(start, tuple(Place(nodes[step.there], n, step) for n, step in enumerate(way, start=1)))
    return None


class _Circle:
    """All that lies within some distance of one node, and the step that led to each."""

    def __init__(self, center: str) -> None:
        self.came: dict[str, Step | None] = {center: None}
        self.edge = [center]

    def grow_towards(self, other: _Circle) -> str | None:
        """Take in all that is one link further; stop at the first node that lies in ``other`` too, and name it.

        The circles did not touch before, so no way is shorter than their two radii and this link: any meeting will do.
        """
        fresh: dict[str, Step] = {}
        for part in _slices(self.edge):
            fresh |= {step.there: step for step in hop(part, Direction.BOTH, met=self.came)}
            self.came |= fresh
            if met := fresh.keys() & other.came.keys():
                return min(met)
        self.edge = sorted(fresh)
        return None

    def way_to(self, pk: str) -> list[Step]:
        """The steps from the center to ``pk``."""
        way: list[Step] = []
        while step := self.came[pk]:
            way.append(step)
            pk = step.here
        return way[::-1]


def _outward(start: str, direction: Direction, only_live: bool, *, wanted: int) -> Iterator[tuple[int, Step]]:
    """The step to each node not met before with its distance, nearest first, within one in the order of ids.

    A query asks for about as many links as lead to the ``wanted`` nodes that are still missing, so that the rest of a
    hub is not read; what is left of the edge is asked again.
    """
    met, edge = {start}, [start]
    for distance in count(1):
        fresh: list[str] = []
        is_all = False
        while not is_all:
            most = LINKS_A_NODE * max(wanted + 1 - len(met), 1)
            links = hop(edge, direction, met=met, only_live=only_live, most=most)
            is_all = len(links) < most
            steps = {step.there: step for step in links}
            met |= steps.keys()
            fresh += steps
            for pk in sorted(steps):
                yield distance, steps[pk]
        if not fresh:
            return
        edge = sorted(fresh)


def _slices(edge: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(edge), SLICE):
        yield edge[begin : begin + SLICE]


def _require_visible(actor: Member, *nodes: Node) -> None:
    ids = {node.pk for node in nodes}
    if Node.objects.visible_to(actor).filter(pk__in=ids).count() < len(ids):
        raise NotVisible(NOT_HERE)


def _read(actor: Member, ids: Iterable[str]) -> dict[str, Node]:
    """The nodes by id. Asked for by their keys alone, or SQLite would go through every node of the workspace."""
    wanted = list(ids)
    found = Node.objects.filter(pk__in=among(wanted)) if wanted else ()
    return {node.pk: node for node in found if node.workspace_id == actor.workspace_id}
