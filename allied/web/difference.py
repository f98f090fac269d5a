"""What one text changes in another, line by line and within a line word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from markupsafe import Markup, escape

AROUND: Final = 2  # unchanged lines shown before and after a change
LONGEST_LINE: Final = 4_000  # compared by word; longer ones as a whole
_PARTS: Final = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Line:
    """One line: as it ``stays``, ``gone`` or ``new``; ``cut``: unchanged lines are left out here.

    ``html`` is escaped; in changed lines ``<del>`` and ``<ins>`` mark the words.
    """

    kind: Literal["stays", "gone", "new", "cut"]
    html: Markup


def difference(before: str, after: str) -> list[Line]:
    """The lines of both texts around every change; nothing where the two are the same."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if found:
            found.append(Line("cut", Markup("…")))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                found += [Line("stays", escape(line)) for line in old[i1:i2]]
            else:
                found += _changed(old[i1:i2], new[j1:j2])
    return found


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines that differ: pairs are compared by word, the rest went or came whole."""
    pairs = [_by_word(before, after) for before, after in zip(old, new, strict=False)]
    yield from (Line("gone", gone) for gone, _ in pairs)
    yield from (Line("gone", Markup("<del>{}</del>").format(line)) for line in old[len(pairs) :])
    yield from (Line("new", come) for _, come in pairs)
    yield from (Line("new", Markup("<ins>{}</ins>").format(line)) for line in new[len(pairs) :])


def _by_word(before: str, after: str) -> tuple[Markup, Markup]:
    if max(len(before), len(after)) > LONGEST_LINE:
        return Markup("<del>{}</del>").format(before), Markup("<ins>{}</ins>").format(after)
    old, new = _PARTS.findall(before), _PARTS.findall(after)
    gone, come = Markup(), Markup()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[i1:i2]), "".join(new[j1:j2])
        same = tag == "equal"
        gone += escape(left) if same or not left else Markup("<del>{}</del>").format(left)
        come += escape(right) if same or not right else Markup("<ins>{}</ins>").format(right)
    return gone, come
