"""Ranges of whole weeks, as people write them."""

from __future__ import annotations


def written(low: int | None, high: int | None) -> str:
    """A range as people write it: "6 to 10", "6", or nothing."""
    if low is None:
        return ""
    return str(low) if low == high else f"{low} to {high}"
