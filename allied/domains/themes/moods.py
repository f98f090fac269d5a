"""How what was said is meant: told where it came in, else here."""

from __future__ import annotations

from allied.kernel.nodes.bindings import Particulars

UNTOLD = "untold"


def mood_of(one: Particulars) -> str:
    """negative, neutral, positive, unclear, or untold where it is not English. For jobs: it reads the words."""
    from allied.synthesis.sentiment import sentiment  # noqa: PLC0415  reads a lexicon

    if one.sentiment:
        return one.sentiment
    found = sentiment(one.text)
    return found.word if found else UNTOLD
