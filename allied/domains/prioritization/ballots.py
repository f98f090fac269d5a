"""Ballots as text: what is sealed, and what it reads like when it is opened."""

from __future__ import annotations

import json
from collections.abc import Mapping

from allied.domains.prioritization.models import Round
from allied.domains.prioritization.rules import Mark


def written(marks: Mapping[str, Mark]) -> str:
    plain = {node: [mark.score, mark.reason, dict(mark.estimates), dict(mark.figures)] for node, mark in marks.items()}
    return json.dumps(plain, ensure_ascii=False)


def read(text: str) -> dict[str, Mark]:
    return {
        node: Mark(
            score,
            reason,
            {name: (low, likely, high) for name, (low, likely, high) in estimates.items()},
            figures[0] if figures else {},  # ballots of the first version hold none
        )
        for node, (score, reason, estimates, *figures) in json.loads(text).items()
    }


def bound_to(found: Round, member_id: int) -> str:
    """A ballot opens in its round and as its voter's, nowhere else."""
    return f"{found.pk}:{member_id}"
