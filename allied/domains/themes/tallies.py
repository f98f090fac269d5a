"""What a theme counts: pieces, independent people, by month, by kind, by segment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from allied.kernel.nodes.bindings import Particulars

ERASED: Final = Particulars("", "", "", date(1970, 1, 1), {})
MOST_SEGMENTS: Final = 40


def tallies(
    labels: Sequence[int], details: Sequence[Particulars], kinds: Sequence[str], moods: Sequence[str]
) -> list[dict[str, Any]]:
    """One tally a theme; ``labels`` run from 0, -1 is left out."""
    members: dict[int, list[int]] = defaultdict(list)
    for at, label in enumerate(labels):
        if label >= 0:
            members[label].append(at)
    return [
        tally([details[at] for at in own], [kinds[at] for at in own], [moods[at] for at in own])
        for _, own in sorted(members.items())
    ]


def tally(details: Sequence[Particulars], kinds: Sequence[str], moods: Sequence[str]) -> dict[str, Any]:
    """The counts of one theme. People are those who can be told apart; ``unnamed`` pieces have nobody."""
    segments = Counter(f"{name}: {value}" for each in details for name, value in each.segments.items())
    return {
        "size": len(details),
        "people": len({each.person for each in details if each.person}),
        "unnamed": sum(not each.person for each in details),
        "months": months(details),
        "kinds": dict(Counter(kinds)),
        "moods": dict(Counter(mood for mood in moods if mood)),
        "segments": dict(segments.most_common(MOST_SEGMENTS)),
        "segment_months": segment_months(details),
    }


def months(details: Sequence[Particulars]) -> dict[str, int]:
    """How many came in each month, by "2026-03"."""
    return dict(sorted(Counter(f"{each.dated_on:%Y-%m}" for each in details).items()))


def segment_months(details: Sequence[Particulars]) -> dict[str, dict[str, int]]:
    """The same of each of the most frequent segments, by "plan: pro"."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for each in details:
        for name, value in each.segments.items():
            found[f"{name}: {value}"][f"{each.dated_on:%Y-%m}"] += 1
    most = sorted(found, key=lambda name: (-found[name].total(), name))[:MOST_SEGMENTS]
    return {name: dict(sorted(found[name].items())) for name in most}


def added(before: dict[str, dict[str, int]], more: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Both counted together; of segments that were not among the most frequent ones nothing."""
    return {name: dict(Counter(months) + Counter(more.get(name, {}))) for name, months in before.items()}
