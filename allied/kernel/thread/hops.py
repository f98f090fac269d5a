"""One hop of a walk: every link at a set of nodes, in one query on either database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from itertools import starmap
from typing import Any, Final, NamedTuple

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
    edge: Iterable[str],
    direction: Direction,
    *,
    met: Collection[str] = (),
    only_live: bool = False,
    most: int | None = None,
) -> list[Step]:
    """The links at ``edge`` that the direction allows, but none to a node that was ``met``; ``most`` of them at most.

    With ``only_live`` none to what has ended or was archived either.
    """
    ids, parameter = id_list(edge)
    parts = {"ids": ids, "most": "", "other_target": "", "other_source": "", **_NAMES[direction]}
    asked: list[Any] = [parameter]
    if only_live:
        parts |= {f"other_{end}": _LIVE.format(end=end, ended=_ENDED) for end in _ENDS}
    if most is not None:  # the database leaves out what was met, so that each link that it counts leads on
        not_met, met_ids = id_list(met)
        parts |= {f"other_{end}": f"{parts[f'other_{end}']} AND link.{end}_id NOT IN ({not_met})" for end in _ENDS}
        parts["most"] = f"LIMIT {most:d}"
        asked.append(met_ids)
    with connection.cursor() as cursor:
        cursor.execute(_HOP.format(**parts), asked * 2)
        steps = starmap(Step, cursor.fetchall())
        return [step for step in steps if step.there not in met]  # most links of a wide edge lead back


def _names(names: Iterable[str]) -> str:
    """Names of our own catalogues as an SQL list. Nothing that a person typed comes here; ids are a parameter."""
    return ", ".join(f"'{name}'" for name in names)


def _lying(upstream: str) -> str:
    """The relations along the thread whose upstream end is ``upstream``."""
    return _names(relation.name for relation in RELATIONS.values() if relation.upstream == upstream)


_ENDS: Final = ("source", "target")
# IN, not a join: with statistics of its tables SQLite would build a filter over all links for every hop.
_HOP: Final = """
    SELECT link.source_id, link.target_id, link.relation, TRUE FROM thread_link AS link
    WHERE link.source_id IN ({ids}) AND link.relation IN ({forward}) {other_target}
    UNION ALL
    SELECT link.target_id, link.source_id, link.relation, FALSE FROM thread_link AS link
    WHERE link.target_id IN ({ids}) AND link.relation IN ({backward}) {other_source}
    {most}
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
