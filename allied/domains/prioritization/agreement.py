"""How far two sides agree on an order: of their votes, and of the scores that come of their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from allied.domains.prioritization import tally
from allied.domains.prioritization.models import Candidate
from allied.domains.prioritization.rules import SIDES
from allied.domains.prioritization.tally import LEAST_OF_A_SIDE
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.stats.errors import StatsError

Ballots = Mapping[int, Mapping[int, float]]  # what each ballot gives each candidate


def by_side(rows: Iterable[tuple[str, int, int, float | None]]) -> dict[Side, Ballots]:
    """Rows of side, ballot, candidate and value as ballots of each side; rows without a value are left out."""
    found: dict[Side, dict[int, dict[int, float]]] = {side: defaultdict(dict) for side in Side}
    for side, ballot, candidate, value in rows:
        if value is not None:
            found[Side(side)][ballot][candidate] = value
    return {side: dict(ballots) for side, ballots in found.items()}


def given_to(ballots: Ballots) -> dict[int, list[float]]:
    """What the ballots of one side give each candidate."""
    found: dict[int, list[float]] = defaultdict(list)
    for values in ballots.values():
        for candidate, value in values.items():
            found[candidate].append(value)
    return dict(found)


def middles(given: Mapping[Side, Ballots], middle: Callable[[Iterable[float]], float]) -> dict[Side, dict[int, float]]:
    """One figure of each side for each candidate that it judged."""
    return {
        side: {candidate: middle(values) for candidate, values in given_to(ballots).items()}
        for side, ballots in given.items()
    }


def sentences(
    given: Mapping[Side, Ballots], middle: Mapping[Side, Mapping[int, float]], asked: Sequence[Candidate]
) -> list[str]:
    """Each figure of agreement with its n; below 2 ballots of each side none."""
    from allied.stats import rank_biased_overlap, rank_correlation, words  # noqa: PLC0415  brings scipy

    ux, product = (middle[side] for side in SIDES)
    if min(len(given[side]) for side in SIDES) < LEAST_OF_A_SIDE:
        return [
            _(
                "UX has %(ballots)s and Product %(ballots2)s ballots: below 2 of each side no figure "
                "tells whether they agree.",
                ballots=len(given[Side.UX]),
                ballots2=len(given[Side.PRODUCT]),
            )
        ]
    both = [one.pk for one in asked if one.pk in ux and one.pk in product]
    found = []
    try:
        told = rank_correlation([ux[pk] for pk in both], [product[pk] for pk in both])
        found.append(_("The two orders: %(words)s", words=words(told)))
        orders = ([one.pk for one in tally.order_of(asked, values)] for values in (ux, product))
        overlap = rank_biased_overlap(*orders)
        found.append(
            _(
                "With the top counting most: overlap of the orders %(rbo_ext)s of 1 (n = %(n)s items).",
                rbo_ext=f"{overlap.rbo_ext:.2f}",
                n=overlap.n,
            )
        )
    except StatsError as reason:
        found.append(_("The two orders cannot be compared by a figure: %(reason)s", reason=reason))
    return found + [said for side in SIDES if (said := _within(side, given[side], len(asked)))]


def _within(side: Side, ballots: Ballots, asked: int) -> str:
    """How alike the people of one side rank; only those who judged everything can be compared."""
    from allied.stats import kendall_w, words  # noqa: PLC0415  brings scipy

    whole = [[-values[key] for key in sorted(values)] for values in ballots.values() if len(values) == asked]
    try:
        return (
            _("Within %(label)s: %(words)s", label=side.label, words=words(kendall_w(whole)))
            if len(whole) >= LEAST_OF_A_SIDE
            else ""
        )
    except StatsError:
        return ""
