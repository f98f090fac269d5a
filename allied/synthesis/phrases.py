"""The phrases of one to three words that each text holds, counted by stem."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.wording import JOINING, stem, tokens

LONGEST: Final = 3
FIRST_WORDS: Final = 60  # of a text: what it is about is said by then
Key = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """``holds`` is a sparse matrix of 0 and 1, texts by phrases; ``keys`` are stems, ``shown`` the usual wording.

    ``is_name`` says of each phrase whether it is mostly written with a capital inside sentences.
    """

    keys: list[Key]
    shown: list[str]
    is_name: NDArray[np.bool_]
    holds: Any


def phrases(texts: Sequence[str], *, ignored: Collection[str] = ()) -> Phrases:
    """Every phrase that at least two texts hold. It neither begins nor ends with a joining or ``ignored`` word."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy

    places: dict[Key, int] = {}
    wordings: dict[int, Counter[str]] = defaultdict(Counter)
    found: list[int] = []
    starts = [0]
    barred = JOINING | {word.lower() for word in ignored}
    for text in texts:
        here = {}
        for key, wording in _of_text(text, barred):
            place = places.setdefault(key, len(places))
            here[place] = wording
        for place, wording in here.items():
            wordings[place][wording] += 1
        found.extend(here)
        starts.append(len(found))
    ones = np.ones(len(found), dtype=np.float32)
    holds = csr_matrix((ones, np.array(found, np.int64), np.array(starts)), shape=(len(texts), len(places)))
    return _common(list(places), wordings, holds)


def _of_text(text: str, barred: Collection[str]) -> list[tuple[Key, str]]:
    words = tokens(text)[:FIRST_WORDS]
    stems = [stem(word) for word in words]
    fits = [_may_stand_alone(word, barred) for word in words]
    shown = words if any(word.islower() for word in words) else [word.lower() for word in words]
    found = []
    for first in range(len(words)):
        if not fits[first]:
            continue
        for last in range(first, min(first + LONGEST, len(words))):
            if fits[last]:
                wording = " ".join(shown[first : last + 1])
                found.append((tuple(stems[first : last + 1]), wording if first else _sentence_start(wording)))
    return found


def _may_stand_alone(word: str, barred: Collection[str]) -> bool:
    return len(word) > 1 and word.lower() not in barred and not word.replace(".", "").isdigit()


def _sentence_start(wording: str) -> str:
    """A capital there says nothing, unless the whole word has them."""
    return wording if wording[:2].isupper() else wording[:1].lower() + wording[1:]


def _common(keys: list[Key], wordings: dict[int, Counter[str]], holds: Any) -> Phrases:
    kept = np.flatnonzero(np.asarray(holds.sum(axis=0)).ravel() >= 2).tolist()
    shown = [wordings[place].most_common(1)[0][0] for place in kept]
    is_name = np.array([not wording.islower() for wording in shown], dtype=bool)
    return Phrases([keys[place] for place in kept], shown, is_name, holds[:, kept].tocsr())
