"""One hop of a walk: every link at a set of nodes, in one query on either database."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from django.db import connection

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.reach import id_list


class Direction(StrEnum):
    """``UP`` is towards what users said and did, ``DOWN`` towards what was made of it."""

    UP = "up"
    DOWN = "down"
    BOTH = "both"


class Step(NamedTuple):
    """One link walked from ``here`` to ``there``; ``forward``: from its source to its target."""

    here: str
    there: str
    relation: str
    forward: bool

    @property
    def label(self) -> str:
        """The relation as it reads in the walked direction: "supports", "is supported by"."""
        relation = RELATIONS[self.relation]
        return relation.forward if self.forward else relation.inverse

    @property
    def back(self) -> Step:
        return Step(self.there, self.here, self.relation, not self.forward)


def hop(
    edge: Iterable[str], direction: Direction, *, met: Container[str] = (), only_live: bool = False
) -> Iterator[Step]:
    """Every link at ``edge`` that the direction allows, but none to a node that was ``met``.

    With ``only_live`` none to what has ended or was archived either.
    """
    ids, parameter = id_list(edge)
    sql = _HOP.format(ids=ids, live_target="", live_source="", **_NAMES[direction])
    if only_live:
        live = {f"live_{end}": _LIVE.format(end=end, ended=_ENDED) for end in ("source", "target")}
        sql = _HOP.format(ids=ids, **live, **_NAMES[direction])
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter, parameter])
        for here, there, relation, forward in cursor.fetchall():
            if there not in met:  # most links of a wide edge lead back
                yield Step(here, there, relation, bool(forward))


def _names(names: Iterable[str]) -> str:
    """Names of our own catalogues as an SQL list. Nothing that a person typed comes here; ids are a parameter."""
    return ", ".join(f"'{name}'" for name in names)


def _lying(upstream: str) -> str:
    """The relations along the thread whose upstream end is ``upstream``."""
    return _names(relation.name for relation in RELATIONS.values() if relation.upstream == upstream)


# IN, not a join: with statistics of its tables SQLite would build a filter over all links for every hop.
_HOP: Final = """
    SELECT link.source_id, link.target_id, link.relation, 1 FROM thread_link AS link
    WHERE link.source_id IN ({ids}) AND link.relation IN ({forward}) {live_target}
    UNION ALL
    SELECT link.target_id, link.source_id, link.relation, 0 FROM thread_link AS link
    WHERE link.target_id IN ({ids}) AND link.relation IN ({backward}) {live_source}
"""
_ENDED: Final = " OR ".join(
    f"node.kind = '{kind.name}' AND node.state IN ({_names(sorted(kind.ended))})"
    for kind in KINDS.values()
    if kind.ended
)
_LIVE: Final = """AND EXISTS (
    SELECT 1 FROM nodes_node AS node
    WHERE node.id = link.{end}_id AND node.archived_at IS NULL AND NOT ({ended})
)"""
_NAMES: Final = {
    Direction.UP: {"forward": _lying("target"), "backward": _lying("source")},
    Direction.DOWN: {"forward": _lying("source"), "backward": _lying("target")},
    Direction.BOTH: {"forward": _names(RELATIONS), "backward": _names(RELATIONS)},
}
