"""What lies around an object, both ways: a few neighbors of each sort, and how many of that sort there are.

Unlike a plain walk it is not swallowed by a hub: of forty thousand comments that support a claim it takes the newest
few, counts the rest, and goes on to the claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.db import connection

from allied.kernel.errors import NotVisible
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.thread.catalogue import RELATIONS, Relation
from allied.kernel.thread.hops import Step
from allied.kernel.thread.reach import id_list

EACH: Final = 5  # neighbors of one sort that are shown before the rest is folded
UNFOLDED: Final = 100  # and after somebody unfolded them
MOST: Final = 200  # objects in one picture
DEEPEST: Final = 12  # links from the center


class Side(StrEnum):
    """Which way one goes from the center: to what it rests on, to what came of it, or across the thread."""

    UP = "up"
    DOWN = "down"
    ACROSS = "across"


class Stance(StrEnum):
    """Which evidence to follow: all of it, only what speaks for the claims, only what speaks against one."""

    ANY = ""
    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the surroundings to show. No ``kinds`` or ``relations``: all of them. ``unfolded``: ids of nodes.

    What matches is shown with all that leads to it.
    """

    kinds: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    stance: Stance = Stance.ANY
    unfolded: frozenset[str] = frozenset()


@dataclass(slots=True)
class Branch:
    """An object with what follows it. ``is_against``: a contradiction lies between it and the center."""

    node: Node
    distance: int
    bunches: list[Bunch] = field(default_factory=list)
    is_against: bool = False


@dataclass(slots=True)
class Bunch:
    """Neighbors of one sort: ``count`` of one kind by one relation, the newest of them as branches.

    ``elsewhere`` are those among the newest that stand in another place of the picture already.
    """

    side: Side
    step: Step
    kind: str
    count: int
    branches: list[Branch] = field(default_factory=list)
    elsewhere: list[Node] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.step.label

    @property
    def more(self) -> int:
        """How many are folded away."""
        return self.count - len(self.branches) - len(self.elsewhere)

    @property
    def is_against(self) -> bool:
        return self.step.relation == "contradicts"


@dataclass(frozen=True, slots=True)
class Around:
    """The picture: ``center`` and its bunches. ``is_cut``: objects further away are not in it."""

    center: Branch
    is_cut: bool

    def branches(self) -> Iterator[Branch]:
        """Every branch, the center first, each before what follows it."""
        waiting = [self.center]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting += [after for bunch in reversed(branch.bunches) for after in reversed(bunch.branches)]


def around(node: Node, *, actor: Member, asked: Asked | None = None) -> Around:
    """The objects around one, nearest first, ``MOST`` at most. Two queries a distance and three more.

    Raises:
        NotVisible: the node is not there for the actor.
    """
    if not Node.objects.visible_to(actor).filter(pk=node.pk).exists():
        raise NotVisible(NOT_HERE)
    growth = _Growth(node.pk, asked or Asked())
    growth.grow()
    nodes = Node.objects.filter(pk__in=growth.seen).in_bulk()
    nodes = {pk: one for pk, one in nodes.items() if one.workspace_id == actor.workspace_id}
    center = _branch(node, 0, growth, nodes)
    if growth.asked.kinds or growth.asked.stance:
        _pruned(center, growth.asked)
    return Around(center, growth.is_cut)


@dataclass(frozen=True, slots=True)
class _Spokes:
    """One sort of neighbor of one node, as the database answers: the newest ``ids`` of ``count``."""

    side: Side
    step: Step
    kind: str
    count: int
    ids: list[str]
    fresh: list[str]


class _Growth:
    """The surroundings while they grow, one distance after the other on each side."""

    def __init__(self, center: str, asked: Asked) -> None:
        self.asked = asked
        self.seen = {center}
        self.found: dict[str, list[_Spokes]] = defaultdict(list)
        self.is_cut = False
        self._edges = {side: [center] for side in Side}

    def grow(self) -> None:
        for distance in range(DEEPEST):
            for side in Side:
                if distance and side is Side.ACROSS:
                    continue  # across leads anywhere; one link is what people mean by "beside it"
                self._edges[side] = self._grow(side) if self._edges[side] else []
            if not any(self._edges[side] for side in (Side.UP, Side.DOWN)):
                return
        self.is_cut = True

    def _grow(self, side: Side) -> list[str]:
        edge: list[str] = []
        for (here, relation, forward, kind), (count, ids) in _fan(self._edges[side], side, self.asked).items():
            room = MOST - len(self.seen)
            fresh = [pk for pk in ids if pk not in self.seen]
            if len(fresh) > room:
                self.is_cut = True
                ids = [pk for pk in ids if pk in self.seen or pk in fresh[:room]]
                fresh = fresh[:room]
            self.seen.update(fresh)
            edge += fresh
            step = Step(here, "", relation, forward)
            self.found[here].append(_Spokes(side, step, kind, count, ids, fresh))
        return edge


Sort = tuple[str, str, bool, str]


def _fan(edge: Sequence[str], side: Side, asked: Asked) -> dict[Sort, tuple[int, list[str]]]:
    """By node, relation, direction and kind: how many neighbors, and the newest of them. One query."""
    forward, backward = _relations(side, asked)
    ids, parameter = id_list(edge)
    unfolded, wanted = id_list(asked.unfolded)
    sql = _FAN.format(ids=ids, unfolded=unfolded, forward=forward, backward=backward)
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter, parameter, EACH, wanted, UNFOLDED])
        rows = cursor.fetchall()
    order = {pk: place for place, pk in enumerate(edge)}
    rows.sort(key=lambda row: (order[row[0]], _RELATIONS[row[2]], not row[3], _KINDS[row[4]], row[6]))
    found: dict[Sort, tuple[int, list[str]]] = {}
    for here, there, relation, is_forward, kind, count, _ in rows:
        found.setdefault((here, relation, bool(is_forward), kind), (count, []))[1].append(there)
    return found


def _relations(side: Side, asked: Asked) -> tuple[str, str]:
    """The relations to follow from their source and from their target, as SQL lists of our own names."""
    chosen = asked.relations or RELATIONS.keys()
    forward, backward = (
        ", ".join(f"'{relation.name}'" for relation in RELATIONS.values() if lies(relation) and relation.name in chosen)
        for lies in _LIES[side]
    )
    return forward or "''", backward or "''"


def _branch(node: Node, distance: int, growth: _Growth, nodes: Mapping[str, Node], is_against: bool = False) -> Branch:
    """A node with all that was found behind it, in the order in which it was found."""
    branch = Branch(node, distance, is_against=is_against)
    for spokes in growth.found[node.pk]:
        bunch = Bunch(spokes.side, spokes.step, spokes.kind, spokes.count)
        fresh = set(spokes.fresh)
        against = is_against or bunch.is_against
        for there in [nodes[pk] for pk in spokes.ids if pk in nodes]:
            if there.pk in fresh:
                bunch.branches.append(_branch(there, distance + 1, growth, nodes, against))
            else:
                bunch.elsewhere.append(there)
        branch.bunches.append(bunch)
    return branch


def _pruned(branch: Branch, asked: Asked) -> bool:
    """Keep below the branch what matches and what leads to it; say whether the branch itself matches or leads on."""
    kept = []
    for bunch in branch.bunches:
        bunch.branches = [after for after in bunch.branches if _pruned(after, asked)]
        is_whole = _matches(bunch.kind, branch.is_against or bunch.is_against, asked)
        bunch.elsewhere = bunch.elsewhere if is_whole else []
        bunch.count = bunch.count if is_whole else len(bunch.branches)
        if bunch.branches or is_whole:
            kept.append(bunch)
    branch.bunches = kept
    return bool(kept) or _matches(branch.node.kind, branch.is_against, asked)


def _matches(kind: str, is_against: bool, asked: Asked) -> bool:
    stands = asked.stance is Stance.ANY or is_against == (asked.stance is Stance.AGAINST)
    return stands and (not asked.kinds or kind in asked.kinds)


_RELATIONS: Final = {name: place for place, name in enumerate(RELATIONS)}
_KINDS: Final = {name: place for place, name in enumerate(reversed(KINDS))}  # claims before what they rest on
# By side: which relations lead there from their source, and which from their target.
_LIES: Final[Mapping[Side, tuple[Callable[[Relation], bool], ...]]] = {
    Side.UP: (lambda one: one.upstream == "target", lambda one: one.upstream == "source"),
    Side.DOWN: (lambda one: one.upstream == "source", lambda one: one.upstream == "target"),
    Side.ACROSS: (lambda one: not one.upstream, lambda one: not one.upstream),
}
_FAN: Final = """
    SELECT here, there, relation, forward, kind, among, place FROM (
        SELECT way.here, way.there, way.relation, way.forward, node.kind,
            COUNT(*) OVER (PARTITION BY way.here, way.relation, way.forward, node.kind) AS among,
            ROW_NUMBER() OVER (
                PARTITION BY way.here, way.relation, way.forward, node.kind ORDER BY way.there DESC
            ) AS place
        FROM (
            SELECT link.source_id AS here, link.target_id AS there, link.relation AS relation, 1 AS forward
            FROM thread_link AS link WHERE link.source_id IN ({ids}) AND link.relation IN ({forward})
            UNION ALL
            SELECT link.target_id, link.source_id, link.relation, 0
            FROM thread_link AS link WHERE link.target_id IN ({ids}) AND link.relation IN ({backward})
        ) AS way CROSS JOIN nodes_node AS node WHERE node.id = way.there
    ) AS ranked
    WHERE place <= %s OR (here IN ({unfolded}) AND place <= %s)
"""
