"""What opened ballots say of each candidate: two sides on one axis, never one average of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from statistics import fmean, median

from allied.domains.prioritization.models import Candidate, Vote
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _

FAR, CLOSE = 2.0, 0.5  # points on the scale of 1 to 5 between the medians of the sides
LEAST_OF_A_SIDE = 2  # below that many votes of each side nobody speaks of agreement
TIMES_APART = 1.5


@dataclass(frozen=True)
class Said:
    """A reason with its vote; ``who`` in named rounds."""

    score: int
    reason: str
    who: str


@dataclass(frozen=True)
class SideVotes:
    """The votes of one side for one candidate, lowest first; ``voters`` are score and name, in named rounds."""

    side: Side
    scores: tuple[int, ...]
    said: tuple[Said, ...]
    voters: tuple[tuple[int, str], ...] = ()

    @property
    def n(self) -> int:
        return len(self.scores)

    @property
    def middle(self) -> float | None:
        return float(median(self.scores)) if self.scores else None


@dataclass(frozen=True)
class Line:
    """One candidate: the votes of each side, how far apart their medians are, and the estimate that sets them apart."""

    candidate: Candidate
    ux: SideVotes
    product: SideVotes
    other: SideVotes
    cause: str

    @property
    def apart(self) -> float | None:
        if self.ux.middle is None or self.product.middle is None:
            return None
        return abs(self.ux.middle - self.product.middle)

    @property
    def can_compare(self) -> bool:
        return min(self.ux.n, self.product.n) >= LEAST_OF_A_SIDE

    @property
    def verdict(self) -> tuple[str, str, str]:
        """A word, its tone and its icon: "Far, 4 apart". No word of agreement below 2 votes of each side."""
        if self.apart is None:
            return _("One side only"), "", "circle-help"
        points = _("%(apart)s apart", apart=f"{self.apart:g}")
        if self.apart >= FAR:
            return _("Far, %(points)s", points=points), "bad", "split"
        if not self.can_compare:
            told = _("%(apart)s apart, too few votes", apart=f"{self.apart:g}")
            return told, "", "circle-help"
        return (
            (_("Agree"), "good", "badge-check")
            if self.apart <= CLOSE
            else (_("Close, %(points)s", points=points), "note", "minus")
        )


def lines(asked: Sequence[Candidate], votes: Sequence[Vote], labels: Mapping[str, str]) -> list[Line]:
    """One line for each candidate, furthest apart first, then in the order of the ballot. ``labels`` of factors."""
    by_candidate: dict[int, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_candidate[vote.candidate_id].append(vote)
    found = [_line(candidate, by_candidate[candidate.pk], labels) for candidate in asked]
    return sorted(found, key=lambda line: (-(line.apart if line.apart is not None else -1), line.candidate.position))


def order_of(asked: Sequence[Candidate], values: Mapping[int, float]) -> list[Candidate]:
    """The candidates as one side puts them, best first; those without its figure are left out."""
    return sorted((one for one in asked if one.pk in values), key=lambda one: (-values[one.pk], one.position))


def joint_estimates(votes: Sequence[Vote], factors: Collection[str]) -> dict[int, dict[str, dict[str, float]]]:
    """Low, likely and high of each factor by candidate: the middle of the sides, each side counting once.

    Candidates that lack a factor are left out.
    """
    found: dict[int, dict[str, dict[str, float]]] = {}
    for candidate, of_factor in _estimates(votes).items():
        if set(of_factor) == set(factors):
            found[candidate] = {name: _joined(of_factor[name]) for name in factors}
    return found


def _line(candidate: Candidate, votes: Sequence[Vote], labels: Mapping[str, str]) -> Line:
    ux, product, other = (_side(side, votes) for side in (Side.UX, Side.PRODUCT, Side.OTHER))
    return Line(candidate, ux, product, other, _cause(votes, labels))


def _side(side: Side, votes: Sequence[Vote]) -> SideVotes:
    own = [vote for vote in votes if vote.side == side and vote.score is not None]
    said = [Said(vote.score or 0, vote.reason, vote.member.name if vote.member else "") for vote in own if vote.reason]
    scores = sorted(vote.score or 0 for vote in own)
    voters = sorted((vote.score or 0, vote.member.name) for vote in own if vote.member)
    return SideVotes(side, tuple(scores), tuple(sorted(said, key=lambda each: each.score)), tuple(voters))


Logs = dict[str, dict[str, list[tuple[float, float, float]]]]


def _estimates(votes: Sequence[Vote]) -> dict[int, Logs]:
    """By candidate, factor and side: logarithms of low, likely and high."""
    found: dict[int, Logs] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for vote in votes:
        for name, (low, likely, high) in vote.estimates.items():
            found[vote.candidate_id][name][vote.side].append((log(low), log(likely), log(high)))
        for name, figure in vote.figures.items():
            if figure > 0:  # how many times a nought lies apart nobody can say
                found[vote.candidate_id][name][vote.side].append((log(figure),) * 3)
    return found


def _joined(of_side: Mapping[str, Sequence[tuple[float, float, float]]]) -> dict[str, float]:
    points = []
    for place in range(3):
        middles = [fmean(guess[place] for guess in guesses) for guesses in of_side.values()]
        points.append(exp(fmean(middles)))
    return dict(zip(("low", "likely", "high"), points, strict=True))


def _cause(votes: Sequence[Vote], labels: Mapping[str, str]) -> str:
    """ "Reach: 4 × apart": the estimate on which the likely values of the sides differ most, from 1.5 times on."""
    apart: list[tuple[float, str]] = []
    for of_factor in _estimates(votes).values():
        for name, of_side in of_factor.items():
            if {Side.UX, Side.PRODUCT} <= of_side.keys():
                ux, product = (fmean(guess[1] for guess in of_side[side]) for side in (Side.UX, Side.PRODUCT))
                apart.append((exp(abs(ux - product)), name))
    times, name = max(apart, default=(1.0, ""))
    return (
        _("%(name)s: %(times)s × apart", name=labels.get(name, name), times=f"{times:.2g}")
        if times >= TIMES_APART
        else ""
    )
