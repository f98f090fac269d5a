"""How what happens to an insight reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word

FIELDS = {
    "claim": "the claim",
    "summary": "the summary",
    "scope": "the scope",
    "what_would_change": "what would change our mind",
    "product": "the product",
}


def register() -> None:
    word("insight.drafted", "drafted this insight", icon="pen-line")
    word("insight.edited", _edited, icon="pen-line")
    word("insight.published", "published it", icon="badge-check", tone="good")
    word("insight.unpublished", "took the publication back", icon="undo-2")
    word("insight.retired", "retired it: {reason}", icon="archive", tone="warn")
    word("insight.reinstated", "brought it back; it was {was}", icon="archive-restore")


def _edited(details: dict[str, Any]) -> str:
    *most, last = [FIELDS[name] for name in details["changed"]]
    return f"changed {', '.join(most)} and {last}" if most else f"changed {last}"
