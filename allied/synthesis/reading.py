"""Texts made ready for comparing: without handles and links, with the names that people only address left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allied.synthesis.wording import handles, readable

OFTEN: Final = 0.005  # of the texts: a handle that so many address is the product's or the company's own
LONGEST: Final = 4_000  # characters of a text that count


@dataclass(frozen=True)
class Reading:
    """``texts`` as they are compared and named; ``addressed``: names, lower case, that were learnt to be left out."""

    texts: list[str]
    addressed: frozenset[str]


def reading(texts: Sequence[str], *, addressed: frozenset[str] | None = None) -> Reading:
    """Make texts ready. What is ``addressed`` is learnt from them, unless it is given from an earlier run."""
    cut = [text[:LONGEST] for text in texts]
    if addressed is None:
        counts = Counter(name for text in cut for name in handles(text))
        least = max(3, OFTEN * len(cut))
        addressed = frozenset(name for name, count in counts.items() if count >= least)
    without = _without(addressed)
    return Reading([without(readable(text)) for text in cut], addressed)


def _without(names: frozenset[str]):  # type: ignore[no-untyped-def]  # a function of text to text
    if not names:
        return lambda text: text
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names)))})\b", re.IGNORECASE)
    return lambda text: " ".join(pattern.sub(" ", text).split())
