"""Which way a text leans towards a claim, by single words: mood and negation. A cue for a person, never a verdict.

The default model counts words and knows no order, so nearness alone cannot tell “I can wait” from “I can't wait”.
English only; of every other language, and wherever the words do not say, the answer is "unclear".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from allied.synthesis.remarks import feeling

MOOD: Final = 0.25  # of VADER's compound, -1..1; weaker moods say nothing
_NEGATION: Final = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|without|hardly|rarely|\w+n['’]t|cannot)\b", re.IGNORECASE
)
_AGAINST: Final = re.compile(
    r"\b(?:do(?:es)?n['’]t mind|(?:do|does|did) not mind|no (?:problem|trouble|issue|difference)s?|not (?:a|an|any) "
    r"(?:problem|issue|bother)|doesn['’]t (?:matter|bother)|works? (?:fine|well|great)|happy to|easy|easily|disagree|"
    r"on the contrary|nice surprise)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Lean:
    """``stance`` is supports, contradicts or unclear; ``cue`` names the sign, "" where there is none."""

    stance: str
    cue: str


def lean(claim: str, sentence: str) -> Lean:
    """Which way ``sentence`` leans towards ``claim``."""
    before, now = feeling(claim), feeling(sentence)
    if _AGAINST.search(sentence) and not _AGAINST.search(claim) and before < MOOD:
        return Lean("contradicts", "ease")
    if min(abs(before), abs(now)) >= MOOD:
        return Lean("supports", "mood") if before * now > 0 else Lean("contradicts", "mood")
    if bool(_NEGATION.search(claim)) != bool(_NEGATION.search(sentence)):
        return Lean("unclear", "negation")
    return Lean("unclear", "")
