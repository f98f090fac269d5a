"""How evidence reaches claims: the atoms for and against each of them, in one pass in the order of the links.

`supports` and `part of` carry both sides on as they are. Through a claim that contradicts another, only what stands
*for* it counts, against the other: refuting an objection is no support. A claim that is superseded, retired or
archived keeps its own evidence and passes nothing on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from graphlib import TopologicalSorter
from typing import NamedTuple


class Carrier(StrEnum):
    """The relations that carry evidence."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    PART_OF = "part_of"


class Carry(NamedTuple):
    """An evidential link: the evidence of ``source`` reaches ``target``."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The atoms that reach one claim, by id. An atom can be on both sides when two paths differ."""

    supporting: frozenset[str] = frozenset()
    contradicting: frozenset[str] = frozenset()


def propagate(
    carries: Collection[Carry],
    atoms_of: Mapping[str, Iterable[str]],
    *,
    ended: Set[str] = frozenset(),
) -> dict[str, Reach]:
    """The reach of every node that evidence flows into. All that reaches any other node are its own atoms.

    Args:
        carries: the evidential links; together they have no cycle.
        atoms_of: live atoms by the node they were taken at. They stand for that node.
        ended: nodes that pass nothing on (superseded, retired or archived).

    Raises:
        graphlib.CycleError: the links have a cycle.
    """
    into: dict[str, list[Carry]] = defaultdict(list)
    for carry in carries:
        into[carry.target].append(carry)
    order = TopologicalSorter({node: [carry.source for carry in into[node] if carry.source in into] for node in into})
    reaches: dict[str, Reach] = {}
    for node in order.static_order():
        supporting, contradicting = set(atoms_of.get(node, ())), set[str]()
        for source, relation, _ in into[node]:
            if source in ended:
                continue
            if source not in reaches:  # evidence itself, as most sources are
                (contradicting if relation == Carrier.CONTRADICTS else supporting).update(atoms_of.get(source, ()))
            elif relation == Carrier.CONTRADICTS:
                contradicting |= reaches[source].supporting
            else:
                supporting |= reaches[source].supporting
                contradicting |= reaches[source].contradicting
        reaches[node] = Reach(frozenset(supporting), frozenset(contradicting))
    return reaches


def downstream(carries: Iterable[Carry], changed: Iterable[str]) -> set[str]:
    """The nodes whose reach can differ after ``changed`` did: those and all that their evidence flows to."""
    out: dict[str, list[str]] = defaultdict(list)
    for carry in carries:
        out[carry.source].append(carry.target)
    found, waiting = set(changed), list(changed)
    while waiting:
        for target in out[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
