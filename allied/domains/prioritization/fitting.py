"""What fits in a capacity: for UX, for Product, and for both together, each set proven to be worth the most."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from allied.domains.prioritization import agreement
from allied.domains.prioritization.frameworks import Definition, short
from allied.domains.prioritization.models import Candidate, Vote
from allied.domains.prioritization.rules import SIDES
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _
from allied.stats import portfolio_select
from allied.stats.errors import StatsError

SECONDS = 1.0  # a page is waiting; 40 candidates take a few hundredths
Needs = Mapping[int, Collection[int]]  # candidates that must be in before each


@dataclass(frozen=True)
class Figures:
    """What a candidate costs and is worth."""

    cost: float
    worth: float


@dataclass(frozen=True)
class Fit:
    """The set of one side, or of both where ``side`` is None; ``n`` ballots gave figures.

    ``left`` are those that cannot be placed: they, or something that they need, have no figures. ``refusal`` says why
    there is no set at all.
    """

    side: Side | None
    n: int
    chosen: tuple[Candidate, ...] = ()
    cost: float = 0
    worth: float = 0
    is_proven: bool = False
    left: tuple[Candidate, ...] = ()
    refusal: str = ""

    @property
    def label(self) -> str:
        return self.side.label if self.side else _("Both together")

    @property
    def words(self) -> str:
        if self.refusal:
            return self.refusal
        told = _("Uses %(cost)s, worth %(worth)s.", cost=short(self.cost), worth=short(self.worth))
        if self.is_proven:
            return _("%(told)s Nothing that fits is worth more.", told=told)
        return _("%(told)s The search ran out of time: something that fits may be worth more.", told=told)


@dataclass(frozen=True)
class Fits:
    """The sets beside each other. ``in_all`` stands in each of them, ``disputed`` in some only."""

    capacity: float
    sets: tuple[Fit, ...]
    in_all: tuple[Candidate, ...]
    disputed: tuple[Candidate, ...]


def fits(
    definition: Definition, asked: Sequence[Candidate], votes: Sequence[Vote], capacity: float, needs: Needs
) -> Fits:
    """Solve it for each side and for both. ``capacity`` is in the unit of the definition's cost, 0 or more."""
    given = {side: _figures(definition, votes, side) for side in SIDES}
    both = {
        pk: _middle([given[side][pk] for side in SIDES if pk in given[side]]) for pk in set().union(*given.values())
    }
    ballots = {side: len({vote.ballot for vote in votes if vote.side == side and _known(vote)}) for side in SIDES}
    sets = [_fit(side, ballots[side], given[side], asked, capacity, needs) for side in SIDES]
    sets.append(_fit(None, sum(ballots.values()), both, asked, capacity, needs))
    chosen = [set(each.chosen) for each in sets if not each.refusal]
    everywhere, anywhere = (set.intersection(*chosen), set.union(*chosen)) if chosen else (set(), set())
    return Fits(
        capacity,
        tuple(sets),
        tuple(one for one in asked if one in everywhere),
        tuple(one for one in asked if one in anywhere - everywhere),
    )


def _known(vote: Vote) -> Mapping[str, float]:
    """The likely values or figures of one vote."""
    return vote.figures or {name: likely for name, (_low, likely, _high) in vote.estimates.items()}


def _figures(definition: Definition, votes: Sequence[Vote], side: Side) -> dict[int, Figures]:
    """The middles of a side, by candidate: a score says worth by cost, so worth is score times cost."""
    factors = {factor.name for factor in definition.factors}
    whole = [(vote, known) for vote in votes if vote.side == side and set(known := _known(vote)) == factors]
    costs = agreement.given_to(
        {at: {vote.candidate_id: known[definition.cost]} for at, (vote, known) in enumerate(whole)}
    )
    worths = agreement.given_to(
        {
            at: {vote.candidate_id: definition.score(known) * known[definition.cost]}
            for at, (vote, known) in enumerate(whole)
        }
    )
    return {pk: Figures(float(median(costs[pk])), float(median(worths[pk]))) for pk in costs}


def _middle(given: Sequence[Figures]) -> Figures:
    """Of both sides, each counting once."""
    return Figures(fmean(each.cost for each in given), fmean(each.worth for each in given))


def _fit(
    side: Side | None,
    n: int,
    figures: Mapping[int, Figures],
    asked: Sequence[Candidate],
    capacity: float,
    needs: Needs,
) -> Fit:
    known = _placeable({one.pk for one in asked} & figures.keys(), needs)
    rows = [one for one in asked if one.pk in known]
    left = tuple(one for one in asked if one.pk not in known)
    if not rows:
        return Fit(side, n, left=left, refusal=_("No ballot has whole figures, so nothing can be placed."))
    place = {one.pk: at for at, one in enumerate(rows)}
    try:
        found = portfolio_select(
            [{"cost": figures[one.pk].cost, "value": figures[one.pk].worth} for one in rows],
            capacity,
            requires=[(place[one.pk], place[other]) for one in rows for other in sorted(needs.get(one.pk, ()))],
            seconds=SECONDS,
        )
    except StatsError:
        told = _("These need each other in a circle, so none can come first. Remove one “blocks” link of their items.")
        return Fit(side, n, left=left, refusal=told)
    chosen = tuple(rows[at] for at in found.selected)
    return Fit(side, n, chosen, found.cost, found.value, found.proven, left)


def _placeable(known: Collection[int], needs: Needs) -> set[int]:
    """Those with figures whose needs have figures too, all the way down."""
    found = set(known)
    while lacking := {pk for pk in found if not set(needs.get(pk, ())) <= found}:
        found -= lacking
    return found
