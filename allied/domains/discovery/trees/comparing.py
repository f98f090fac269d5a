"""Opportunities side by side: those under the same parent, so that a team chooses its target among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allied.domains.discovery.trees.queries import Branch

MOST = 12  # siblings in one table


@dataclass(frozen=True)
class Comparison:
    """The opportunities under ``parent``, and all ``parents`` that have several."""

    parent: Branch
    siblings: list[Branch]
    parents: list[Branch]

    @property
    def more(self) -> int:
        """How many stand under it beyond those that are compared."""
        return len(opportunities(self.parent)) - len(self.siblings)


def comparison(top: Branch, at: str = "") -> Comparison | None:
    """What is compared: the opportunities under the one that ``at`` names, else the first several from the top."""
    parents = [one for one in _by_level(top) if len(opportunities(one)) > 1]
    if not parents:
        return None
    parent = next((one for one in parents if one.node.reference == at), parents[0])
    return Comparison(parent, opportunities(parent)[:MOST], parents)


def opportunities(branch: Branch) -> list[Branch]:
    return [one for one in branch.branches if one.kind == "opportunity"]


def _by_level(top: Branch) -> Iterator[Branch]:
    level = [top]
    while level:
        yield from level
        level = [one for branch in level for one in opportunities(branch)]
