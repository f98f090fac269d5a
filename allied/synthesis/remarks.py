"""What somebody wants with what they say: to tell of a problem, to request, to ask, to praise. English first.

By the words that carry it; where there are none, by VADER's sentiment (Hutto and Gilbert, 2014). Apart from topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

GLAD, SAD = 0.5, -0.3  # VADER's compound, -1..1


def _cues(*cues: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(cues)})\b", re.IGNORECASE)


_REQUEST: Final = _cues(
    "please (?:add|make|let|allow|bring|give|include|support|fix|change|consider)",
    "would (?:like|love|be (?:nice|great|good|helpful|useful))",
    "(?:could|can) you (?:add|make|please|let)",
    "should (?:have|be able|let|allow|show|offer)",
    "needs? (?:an?|to (?:be|have))",
    "i(?:'d| would) (?:like|love|prefer)",
    "wish|feature request|suggest(?:ion)?|it would help|let me|if only|hope (?:you|to|for)|i want|why not",
)
_PROBLEM: Final = _cues(
    "not working|does ?n[o']t|did ?n[o']t|do(?:es)? not work|can ?not|can'?t|won'?t|unable|fail(?:s|ed|ing|ure)?",
    "error|broken|crash\\w*|bug\\w*|wrong|missing|lost|stuck|stopped|declined|rejected|refused|blocked",
    "never (?:arrived|came|got|received)|still (?:not|waiting|have|no|pending)",
    "too (?:slow|long|many|small|hard|expensive)|slow|problem|issue|trouble|confus\\w+|delay\\w*|cancel+ed",
    "terrible|awful|worst|useless|disappoint\\w+|frustrat\\w+|annoy\\w+",
)
_QUESTION: Final = re.compile(
    r"\?\s*$|^\s*(?:how|what|when|where|who|which|why|can i|could i|is there|are there|do i|does|is it|may i)\b",
    re.IGNORECASE,
)


def remarks(texts: Sequence[str]) -> list[str]:
    """Of each text: problem, request, question, praise or other."""
    return [remark(text) for text in texts]


def remark(text: str) -> str:
    """One of problem, request, question, praise, other: the strongest sign that the text gives."""
    mood = feeling(text)
    if _PROBLEM.search(text) and mood < GLAD:
        return "problem"
    if _REQUEST.search(text):
        return "request"
    if _QUESTION.search(text):
        return "question"
    return "praise" if mood >= GLAD else "problem" if mood <= SAD else "other"


def feeling(text: str) -> float:
    """The mood of a text by VADER, -1..1."""
    return moods(text)["compound"]


def moods(text: str) -> dict[str, float]:
    """VADER's four figures of a text: compound, -1..1, and the shares pos, neg and neu of its words."""
    found: dict[str, float] = analyser().polarity_scores(text[:600])
    return found


@cache
def analyser() -> Any:
    """VADER with its lexicon, read once a process."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415  reads its lexicon

    return SentimentIntensityAnalyzer()
