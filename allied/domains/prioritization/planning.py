"""The plan of a round as forms give it, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from allied.domains.prioritization.models import Candidate, Round
from allied.domains.prioritization.rules import Criterion

MOMENT = "%Y-%m-%dT%H:%M"
PLAIN = ("purpose", "framework", "quorum_ux", "quorum_product", "is_named")


def planned(found: Round, asked: Sequence[Candidate]) -> dict[str, Any]:
    """Everything that ``edit_round`` sets, as forms give it."""
    return {
        "question": found.question,
        "candidates": [candidate.node_id for candidate in asked],
        "criteria": "\n".join(f"{each['name']}: {each['weight']:g}" for each in found.criteria),
        "closes_at": timezone.localtime(found.closes_at).strftime(MOMENT) if found.closes_at else "",
        **{name: getattr(found, name) for name in PLAIN},
    }


def kept(found: Round) -> dict[str, Any]:
    """What a form does not say exactly: the moment of the deadline and the weights."""
    return {"closes_at": found.closes_at.isoformat() if found.closes_at else None, "criteria": found.criteria}


def restored(words: Mapping[str, Any], exactly: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a plan from both, without its candidates."""
    closes_at = datetime.fromisoformat(exactly["closes_at"]) if exactly["closes_at"] else None
    criteria = [Criterion(**each) for each in exactly["criteria"]]
    return {name: words[name] for name in ("question", *PLAIN)} | {"closes_at": closes_at, "criteria": criteria}
