"""How a text in English is meant: positive, neutral or negative, with the chance of it. Nothing of other languages.

A softmax over VADER's four figures (Hutto and Gilbert, 2014) and nine signs of the text, such as negations beside a
mood. ``bench.sentiment`` fits its 42 numbers, compares them with VADER alone, and writes ``sentiment.json``. Word
vectors were tried beside them: better where they were fitted, worse than VADER elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any, Final

from allied.synthesis.english import is_english
from allied.synthesis.remarks import analyser, moods

CLASSES: Final = ("negative", "neutral", "positive")
UNCLEAR: Final = "unclear"
LEAST: Final = 0.5  # the chance below which nothing is said
WEIGHTS: Final = Path(__file__).with_name("sentiment.json")
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|hardly|rarely|\w+n['’]t|cannot)\b", re.IGNORECASE
)
_IF: Final = re.compile(r"\b(?:if|would|could|should)\b", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sentiment:
    """``word`` is negative, neutral, positive, or unclear where the likeliest is below ``LEAST``."""

    word: str
    chance: float


def sentiment(text: str) -> Sentiment | None:
    """How it is meant; None where it is not English."""
    if not is_english(text, known=analyser().lexicon):
        return None
    chances = _chances(signs(text))
    best = max(range(len(CLASSES)), key=chances.__getitem__)
    return Sentiment(CLASSES[best] if chances[best] >= LEAST else UNCLEAR, round(chances[best], 2))


def signs(text: str) -> list[float]:
    """What the weights are of."""
    mood = moods(text)
    compound, negations = mood["compound"], len(_NEGATION.findall(text))
    return [
        compound,
        mood["pos"],
        mood["neg"],
        mood["neu"],
        abs(compound),
        float(negations),
        compound * bool(negations),
        float("?" in text),
        float("!" in text),
        float(" but " in text),
        float(bool(_IF.search(text))),
        float(bool(_DIGIT.search(text))),
        log(1 + len(text)),
    ]


def _chances(found: Sequence[float]) -> list[float]:
    totals = [bias + sum(w * x for w, x in zip(row, found, strict=True)) for bias, row in _weights()]
    powers = [exp(total - max(totals)) for total in totals]
    return [power / sum(powers) for power in powers]


def agreement() -> dict[str, float]:
    """Of what is called so, the share that people call so too; cross-validated where the weights were fitted."""
    return {name: kept["agreement"] for name, kept in _fitted().items()}


@cache
def _weights() -> list[tuple[float, list[float]]]:
    """Of each class its bias and its weights."""
    kept = _fitted()
    return [(kept[name]["bias"], kept[name]["weights"]) for name in CLASSES]


@cache
def _fitted() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found
