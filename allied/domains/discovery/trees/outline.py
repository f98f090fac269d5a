"""What of a tree stands on one page: as much as fits, or what a search finds with what it stands under."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice

from allied.domains.discovery.trees.queries import Branch
from allied.kernel.text import words

ROWS, LEVELS = 60, 9


@dataclass(frozen=True)
class Outline:
    """``top`` with the branches that are shown, by id. ``hits`` are those that a search found."""

    top: Branch
    shown: frozenset[str]
    hits: frozenset[str]
    text: str

    def below(self, branch: Branch) -> list[Branch]:
        return [one for one in branch.branches if one.node.pk in self.shown]

    def hidden(self, branch: Branch) -> int:
        """How many under it are not shown here, however deep, where some of its own branches are not."""
        away = [one for one in branch.branches if one.node.pk not in self.shown]
        return sum(1 for one in away for _ in one.walk())


def outline(top: Branch, text: str = "") -> Outline:
    """The rows of one page, those nearest to the top first."""
    wanted = words(text)
    if not wanted:
        return Outline(top, frozenset(_nearest(top)), frozenset(), "")
    hits = list(islice((one for one in top.walk() if _fits(one, wanted)), ROWS))
    shown = {top.node.pk}
    for hit in hits:
        at: Branch | None = hit
        while at is not None and at.node.pk not in shown:
            shown.add(at.node.pk)
            at = at.parent
    return Outline(top, frozenset(shown), frozenset(one.node.pk for one in hits), text)


def whole(top: Branch) -> Outline:
    """All of it, for a file."""
    return Outline(top, frozenset(one.node.pk for one in top.walk()), frozenset(), "")


def _fits(branch: Branch, wanted: list[str]) -> bool:
    own = words(f"{branch.node.reference} {branch.node.title}")
    return all(any(one.startswith(word) for one in own) for word in wanted)


def _nearest(top: Branch) -> set[str]:
    found, waiting = {top.node.pk}, deque([(top, 1)])
    while waiting:
        branch, level = waiting.popleft()
        if level == LEVELS or len(found) + len(branch.branches) > ROWS:
            continue
        for one in branch.branches:
            found.add(one.node.pk)
            waiting.append((one, level + 1))
    return found
