"""Ranges of whole weeks, as people write them."""

from __future__ import annotations

from allied.kernel.words import _


def in_words(low: int | None, high: int | None) -> str:
    """A range to be read: "6 to 10", "6", or nothing."""
    if low is None:
        return ""
    return str(low) if low == high else _("%(low)s to %(high)s", low=low, high=high)


def written(low: int | None, high: int | None) -> str:
    """A range as people type it into a form: "6 to 10", "6", or nothing."""
    if low is None:
        return ""
    return str(low) if low == high else f"{low} to {high}"
