"""Who wins against whom: the Condorcet winner, and Schulze's order where no one wins every duel."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allied.stats.require import Ints
from allied.stats.results import Result
from allied.stats.voting.ballots import ALL_COUNTED, Ballots, read_ballots
from allied.stats.wording import plural

Duels = dict[Hashable, dict[Hashable, int]]


@dataclass(frozen=True, kw_only=True)
class CondorcetWinner(Result):
    """Who wins every duel.

    Attributes:
        winner: preferred by more people to each other candidate; None where nobody is.
        loser: the mirror: preferred by fewer to each other candidate; None where nobody is.
        smith_set: the smallest group of which each member wins against everybody outside it.
        preferences: candidate -> other -> how many people prefer the first.
    """

    winner: Hashable | None
    loser: Hashable | None
    smith_set: tuple[Hashable, ...]
    preferences: Duels

    def in_words(self) -> str:
        voters = plural(self.n or 0, "ballot")
        if self.winner is not None:
            return f"{self.winner} wins against each other candidate ({voters})."
        return f"Nobody wins every duel; the choice is among {', '.join(map(str, self.smith_set))} ({voters})."


@dataclass(frozen=True, kw_only=True)
class SchulzeOrder(Result):
    """A complete order of all candidates.

    Attributes:
        order: best first; where nothing decides between two, they stand in the order given.
        winner: who is beaten by nobody; None where several are.
        winners: all who are beaten by nobody.
        strongest_paths: candidate -> other -> strength of the best chain of duels from the first to the second.
    """

    order: tuple[Hashable, ...]
    winner: Hashable | None
    winners: tuple[Hashable, ...]
    strongest_paths: Duels

    def in_words(self) -> str:
        voters = plural(self.n or 0, "ballot")
        if self.winner is None:
            return f"{' and '.join(map(str, self.winners))} tie for first ({voters})."
        return f"{self.winner} comes first, then {', '.join(map(str, self.order[1:]))} ({voters})."


def condorcet_winner(ballots: Sequence[Mapping[str, Any]], candidates: Sequence[Hashable]) -> CondorcetWinner:
    """Whether one candidate would win against each other alone.

    Not for: a whole order, or a decision where nobody wins every duel (``schulze``).

    Formula: a wins against b when more people place a above b than b above a.

    Args:
        ballots: one mapping per kind of ballot: ranking, a list of candidates, best first (a list among them is a tie;
            whoever is left out counts below), and count, how many cast it, 1 where not given.
        candidates: every candidate, each once.

    Raises:
        EmptySample: there are no ballots, or one ranks nobody.
        NotEnough: fewer than 2 candidates.
        UnknownInput: a ballot has no ranking.
        Inconsistent: a candidate is unknown or doubled.
        WrongKind, OutOfRange: a count is not a whole number of 1 or more.

    Source: Condorcet (1785), Essai sur l'application de l'analyse; set: Smith, J. H. (1973), Econometrica 41(6).

    Example:
        >>> ballots = [{"ranking": ["a", "b", "c"]}, {"ranking": ["b", "c", "a"]}, {"ranking": ["c", "a", "b"]}]
        >>> condorcet_winner(ballots, ["a", "b", "c"]).winner is None
        True
    """
    read = read_ballots(ballots, candidates)
    duels = read.preferences()
    wins = duels > duels.T
    others = len(read.candidates) - 1
    return CondorcetWinner(
        method="condorcet_winner",
        n=read.voters,
        winner=_only(read, wins.sum(axis=1) == others),
        loser=_only(read, wins.sum(axis=0) == others),
        smith_set=tuple(read.candidates[place] for place in _smith_set(duels)),
        preferences=_by_name(read, duels),
        no_interval=ALL_COUNTED,
        warnings=read.truncated(),
        citation="Condorcet (1785), Essai sur l'application de l'analyse à la probabilité des décisions",
    )


def schulze(ballots: Sequence[Mapping[str, Any]], candidates: Sequence[Hashable]) -> SchulzeOrder:
    """A whole order of the candidates that follows the duels, also where they go round in a circle.

    Not for: telling how much better one candidate is; the order has no distances.

    Formula: strength of a won duel = people for it; strength of a chain = its weakest duel; a comes before b when the
    strongest chain from a to b is stronger than the one back.

    Args:
        ballots: one mapping per kind of ballot: ranking, a list of candidates, best first (a list among them is a tie;
            whoever is left out counts below), and count, how many cast it, 1 where not given.
        candidates: every candidate, each once.

    Raises:
        EmptySample: there are no ballots, or one ranks nobody.
        NotEnough: fewer than 2 candidates.
        UnknownInput: a ballot has no ranking.
        Inconsistent: a candidate is unknown or doubled.
        WrongKind, OutOfRange: a count is not a whole number of 1 or more.

    Source:
        Schulze, M. (2011). A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
        single-winner election method. Social Choice and Welfare 36 (strength by winning votes).

    Example:
        >>> ballots = [{"count": 3, "ranking": ["a", "b", "c"]}, {"count": 2, "ranking": ["b", "c", "a"]}]
        >>> schulze(ballots, ["a", "b", "c"]).order
        ('a', 'b', 'c')
    """
    read = read_ballots(ballots, candidates)
    paths = _strongest_paths(read.preferences())
    beats = paths > paths.T
    order = np.argsort(-beats.sum(axis=1), kind="stable")
    winners = tuple(read.candidates[place] for place in np.flatnonzero(~beats.any(axis=0)))
    undecided = int((~(beats | beats.T)).sum() - len(paths)) // 2
    return SchulzeOrder(
        method="schulze",
        n=read.voters,
        order=tuple(read.candidates[place] for place in order),
        winner=winners[0] if len(winners) == 1 else None,
        winners=winners,
        strongest_paths=_by_name(read, paths),
        no_interval=ALL_COUNTED,
        warnings=(*read.truncated(), *_ties(undecided)),
        citation="Schulze (2011), A new monotonic, clone-independent, ... single-winner election method",
    )


def _strongest_paths(duels: Ints) -> Ints:
    """Widest path between every two candidates, over won duels only (Floyd and Warshall)."""
    paths = np.where(duels > duels.T, duels, 0)
    for through in range(len(paths)):
        paths = np.maximum(paths, np.minimum(paths[:, through, None], paths[None, through, :]))
    np.fill_diagonal(paths, 0)
    return paths


def _smith_set(duels: Ints) -> list[int]:
    """Grow from a candidate with most wins: whoever is not beaten by the whole group joins it."""
    wins = duels > duels.T
    copeland = wins.sum(axis=1) - wins.sum(axis=0)
    inside = np.zeros(len(duels), dtype=np.bool_)
    inside[int(np.argmax(copeland))] = True
    while True:
        joining = ~wins[inside].all(axis=0) & ~inside
        if not joining.any():
            return [int(place) for place in np.flatnonzero(inside)]
        inside |= joining


def _only(read: Ballots, flags: np.ndarray[Any, np.dtype[np.bool_]]) -> Hashable | None:
    return read.candidates[int(np.argmax(flags))] if flags.any() else None


def _by_name(read: Ballots, table: Ints) -> Duels:
    names = read.candidates
    return {
        a: {b: int(table[row, column]) for column, b in enumerate(names) if column != row}
        for row, a in enumerate(names)
    }


def _ties(undecided: int) -> tuple[str, ...]:
    if not undecided:
        return ()
    return (f"{plural(undecided, 'pair')} of candidates tie and stand in the order in which they were given.",)
