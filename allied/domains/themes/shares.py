"""How much of all feedback a theme is, with its interval; and whether that share rises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from allied.kernel.words import _

RECENT: Final = 3  # months that are compared with all before
SHOWN: Final = 12
LEAST: Final = 5  # pieces of a theme below which nothing is said about a change
WORDS: Final = {
    "rising": _("Rising"),
    "falling": _("Falling"),
    "level": _("No clear change"),
    "few": _("Too few to tell"),
}


@dataclass(frozen=True)
class Share:
    """``x`` of ``n``, as a share 0..1 with its 95 % interval."""

    x: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Month:
    """``label`` reads "2026-03"."""

    label: str
    share: Share

    @property
    def begins(self) -> date:
        return date.fromisoformat(f"{self.label}-01")


def share(x: int, n: int) -> Share:
    """The share that ``x`` of ``n`` is; adjusted Wald."""
    from allied.stats.proportions import adjusted_wald  # noqa: PLC0415  heavy

    if n == 0:
        return Share(0, 0, 0.0, 0.0, 1.0)
    low, high = adjusted_wald(x, n, 0.95)
    return Share(x, n, x / n, low, high)


def by_month(theme: Mapping[str, int], total: Mapping[str, int]) -> list[Month]:
    """The theme's share of what came in each of the last months in which anything came, oldest first."""
    last = sorted(total)[-SHOWN:]
    return [Month(month, share(min(theme.get(month, 0), total[month]), total[month])) for month in last]


def direction(theme: Mapping[str, int], total: Mapping[str, int]) -> str:
    """rising, falling, level or few: the last ``RECENT`` months against the months before them that are shown.

    It rises only if the whole 95 % interval of the difference of the two shares lies above nothing.
    """
    from allied.stats import two_proportion_compare  # noqa: PLC0415  heavy

    shown = sorted(total)[-SHOWN:]
    before, recent = shown[:-RECENT], shown[-RECENT:]
    n_before, n_recent = _sum(total, before), _sum(total, recent)
    x_before, x_recent = _sum(theme, before), _sum(theme, recent)
    if not n_before or not n_recent or x_before + x_recent < LEAST:
        return "few"
    found = two_proportion_compare(min(x_recent, n_recent), n_recent, min(x_before, n_before), n_before)
    return "rising" if found.lower > 0 else "falling" if found.upper < 0 else "level"


def _sum(counts: Mapping[str, int], months: Iterable[str]) -> int:
    return sum(counts.get(month, 0) for month in months)
