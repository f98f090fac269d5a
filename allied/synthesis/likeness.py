"""How likely two short texts are the same words that came in twice.

Three ways to look, weighed by a logistic rule that was fitted on perturbed texts of the training split of banking77
(PolyAI, CC BY 4.0; ``bench/duplicates.py`` measures it on the test split): runs of 3 to 5 letters weighted by how rare
they are (TF-IDF), words matched in spite of slips of the finger (soft TF-IDF, Cohen, Ravikumar and Fienberg 2003) both
ways round, and the whole aligned (rapidfuzz). It proposes; people decide.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

LENGTHS: Final = (3, 4, 5)
LIKE: Final = 0.7  # of two words, above which one is taken for a slip of the other
UNKNOWN: Final = 20  # in how many texts a word that none has is taken to stand: a greeting is no rare word
CANDIDATES: Final = 8
LEAST: Final = 0.25  # cosine of letters, below which two texts are not looked at closer
LETTERS, LESSER, GREATER, PART, SORTED, SHARED = 11.03, 2.90, 6.72, 0.74, 7.66, 6.25  # fitted
BASE: Final = -27.15  # a chance of one half where telling same from other goes best
LONGEST: Final = 2_000  # characters that are compared
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Alike:
    """A text that may be the same, by its place, and how likely it is, 0..1."""

    place: int
    chance: float


class Corpus:
    """Texts to compare with, some thousands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = [_WORD.findall(text[:LONGEST].casefold()) for text in texts]
        self._whole = [" ".join(words) for words in self._words]
        grams = [_grams(whole) for whole in self._whole]
        self._in_words = Counter(word for words in self._words for word in set(words))
        in_texts = Counter(gram for counts in grams for gram in counts)
        self._weights = {gram: math.log((1 + len(texts)) / (1 + count)) + 1 for gram, count in in_texts.items()}
        self._postings: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for place, counts in enumerate(grams):
            for gram, weight in self._vector(counts).items():
                places, weights = self._postings[gram]
                places.append(place)
                weights.append(weight)

    def __len__(self) -> int:
        return len(self._words)

    def alike(self, text: str, *, among: NDArray[np.bool_] | None = None) -> list[Alike]:
        """The texts that are most likely the same, likeliest first; with ``among`` only where it is true."""
        words = _WORD.findall(text[:LONGEST].casefold())
        whole = " ".join(words)
        letters = self._letters(whole)
        if among is not None:
            letters[~among] = 0
        nearest = np.argsort(-letters)[:CANDIDATES]
        found = [
            Alike(int(place), self._chance(whole, words, int(place), float(letters[place])))
            for place in nearest
            if letters[place] >= LEAST
        ]
        return sorted(found, key=lambda each: -each.chance)

    def letters(self, text: str) -> NDArray[np.float64]:
        """The cosine of runs of letters alone, for comparing."""
        return self._letters(" ".join(_WORD.findall(text[:LONGEST].casefold())))

    def _letters(self, whole: str) -> NDArray[np.float64]:
        found = np.zeros(len(self))
        for gram, weight in self._vector(_grams(whole)).items():
            places, weights = self._postings[gram]
            found[places] += weight * np.array(weights)
        return found

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        """Unit weights of the runs that the corpus knows."""
        known = {
            gram: (1 + math.log(count)) * self._weights[gram] for gram, count in counts.items() if gram in self._weights
        }
        length = math.sqrt(sum(weight * weight for weight in known.values())) or 1.0
        return {gram: weight / length for gram, weight in known.items()}

    def _chance(self, whole: str, words: list[str], place: int, letters: float) -> float:
        ways = self._covered(words, self._words[place]), self._covered(self._words[place], words)
        other = self._whole[place]
        aligned = (
            PART * fuzz.partial_ratio(whole, other)
            + SORTED * fuzz.token_sort_ratio(whole, other)
            + SHARED * fuzz.token_set_ratio(whole, other)
        )
        score = LETTERS * letters + LESSER * min(ways) + GREATER * max(ways) + aligned / 100 + BASE
        return 1 / (1 + math.exp(-score))

    def _covered(self, words: list[str], others: list[str]) -> float:
        """How much of the words, rare ones counting more, the others have too."""
        whole = hit = 0.0
        for word in words:
            weight = math.log((1 + len(self)) / (1 + self._in_words.get(word, UNKNOWN))) + 0.3
            weight = max(weight, 0.0)  # a corpus smaller than UNKNOWN
            whole += weight
            hit += weight * max((_slip(word, other) for other in others), default=0.0)
        return hit / whole if whole else 0.0


def _grams(whole: str) -> Counter[str]:
    framed = f" {whole} "
    return Counter(framed[at : at + n] for n in LENGTHS for at in range(len(framed) - n + 1))


@lru_cache(maxsize=100_000)
def _slip(word: str, other: str) -> float:
    """1 for the same word, less for one that may be a slip of it, 0 for another word."""
    if word == other:
        return 1.0
    if abs(len(word) - len(other)) > 2 or min(len(word), len(other)) < 3:
        return 0.0
    found = OSA.normalized_similarity(word, other)
    return found if found >= LIKE else 0.0
