"""Words as they are compared: folded, without accents, without English endings; and hashed, to be kept as numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Terms = NDArray[np.uint32]

_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_ENDINGS: Final = (("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ly", ""))
_SHORTEST_STEM: Final = 3
# Words that frame a sentence or a question and say nothing of its subject.
_FRAME: Final = (
    "a about after again all also am an and any are as at be because been before being between both but by can "
    "cannot could d did do does doing done don down during each else every few for from get gets getting give go "
    "goes going got had has have having he her here hers him his how i if in into is isn it its just let like ll "
    "m many may me might more most much must my no nor not now of off on once only or other our ours out over own "
    "quite re really s same say says she should so some such t than that the their theirs them then there these "
    "they thing things this those through to too under until up us use ve very want wants was wasn way we were "
    "what when where whether which while who whom whose why will with would you your yours "
)
FRAME: Final = frozenset(_FRAME.split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without a common English ending; words of other languages lose little by it."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: len(word) - len(ending)] + instead
    return word


def words(text: str) -> list[str]:
    """The words of a text in their order, folded, accents off."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)) if not folded.isascii() else folded)


def content_words(text: str) -> list[str]:
    """The different words that say what a text is about; all of them where it has no other."""
    found = list(dict.fromkeys(words(text)))
    return [word for word in found if word not in FRAME] or found


def sentences(text: str) -> list[str]:
    """The sentences of a text; the text itself where it has none."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()] or [text]


def term(word: str) -> int:
    return crc32(stem(word).encode())


def terms(text: str) -> Terms:
    """The stems of a text as numbers, one for each word."""
    return hashed(words(text))


def hashed(found: Iterable[str]) -> Terms:
    return np.fromiter((term(word) for word in found), dtype=np.uint32)
