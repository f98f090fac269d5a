"""Ranked ballots, checked and read once into arrays.

A ballot may tie candidates (a list in place of one candidate) and may stop early: whoever is not ranked counts below
all who are, and level with the others who are not.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allied.stats import require
from allied.stats.errors import EmptySample, Inconsistent, NotEnough, UnknownInput, WrongKind
from allied.stats.require import Ints

ALL_COUNTED = "Every ballot is counted; nothing is sampled."


@dataclass(frozen=True)
class Ballots:
    """Ballots as rows, candidates as columns.

    Attributes:
        candidates: names of the columns.
        places: place on the ballot, 0 = first; tied candidates share one, unranked ones the last (``unranked``).
        counts: how many people cast the ballot.
    """

    candidates: tuple[Hashable, ...]
    places: Ints
    counts: Ints

    @property
    def unranked(self) -> int:
        return len(self.candidates)

    @property
    def voters(self) -> int:
        return int(self.counts.sum())

    def preferences(self) -> Ints:
        """Candidates x candidates: how many people place the row above the column."""
        duels = np.zeros((len(self.candidates), len(self.candidates)), dtype=np.int64)
        for places, count in zip(self.places, self.counts, strict=True):
            duels += count * (places[:, None] < places[None, :])
        return duels

    def truncated(self) -> tuple[str, ...]:
        """A warning where ballots stop early."""
        short = int(self.counts[(self.places == self.unranked).any(axis=1)].sum())
        if not short:
            return ()
        return (f"{short} of {self.voters} ballots leave candidates unranked; those count below all who are ranked.",)


def read_ballots(ballots: Sequence[Mapping[str, Any]], candidates: Sequence[Hashable]) -> Ballots:
    """Check every ballot against the candidates.

    Raises:
        EmptySample: there are no ballots, or one ranks nobody.
        NotEnough: fewer than 2 candidates.
        UnknownInput: a ballot has no ranking.
        Inconsistent: a ballot names somebody unknown, or somebody twice; a candidate is listed twice.
        WrongKind: a ballot, a ranking or a count is of another kind.
        OutOfRange: a count is below 1.
    """
    column = {candidate: place for place, candidate in enumerate(require.names("candidates", candidates))}
    if len(column) < len(candidates):
        raise Inconsistent("candidates names a candidate twice; each is listed once.")
    if len(column) < 2:
        raise NotEnough(f"An election needs at least 2 candidates; there {'is 1' if column else 'are none'}.")
    if isinstance(ballots, (str, bytes, Mapping)) or not isinstance(ballots, Sequence):
        raise WrongKind("ballots must be a list of ballots, each with a ranking and a count.")
    if not ballots:
        raise EmptySample("ballots is empty; give at least one ballot.")
    rows = [_row(number, ballot, column) for number, ballot in enumerate(ballots, start=1)]
    counts = [
        require.whole(f"count of ballot {number}", ballot.get("count", 1), low=1)
        for number, ballot in _numbered(ballots)
    ]
    return Ballots(candidates=tuple(column), places=np.array(rows), counts=np.array(counts, dtype=np.int64))


def _numbered(ballots: Sequence[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(ballots, start=1))


def _row(number: int, ballot: Mapping[str, Any], column: Mapping[Hashable, int]) -> list[int]:
    if not isinstance(ballot, Mapping):
        raise WrongKind(f"Ballot {number} must have a ranking and a count.")
    if "ranking" not in ballot:
        raise UnknownInput(f"Ballot {number} has no ranking.")
    ranking = ballot["ranking"]
    if isinstance(ranking, (str, bytes)) or not isinstance(ranking, Sequence):
        raise WrongKind(f"Ballot {number}: the ranking must be a list of candidates, best first.")
    if not ranking:
        raise EmptySample(f"Ballot {number} ranks nobody; leave it out or rank at least one candidate.")
    places = [len(column)] * len(column)
    for place, level in enumerate(ranking):
        for candidate in level if isinstance(level, (list, tuple, set, frozenset)) else (level,):
            if candidate not in column:
                raise Inconsistent(f"Ballot {number} names {candidate!r}, who is not among the candidates.")
            if places[column[candidate]] != len(column):
                raise Inconsistent(f"Ballot {number} names {candidate!r} twice; each candidate has one place.")
            places[column[candidate]] = place
    return places
