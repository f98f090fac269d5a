"""What the figures of a closed round come to: a score of each side for each candidate, and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allied.domains.prioritization import agreement
from allied.domains.prioritization.frameworks import Definition
from allied.domains.prioritization.models import Candidate, Vote
from allied.kernel.people.catalogue import Side
from allied.kernel.words import _


@dataclass(frozen=True)
class SideScore:
    """The middle of what the ballots of one side come to, how many they are, and its place; ties share theirs."""

    n: int
    score: float | None
    place: int | None
    words: str


@dataclass(frozen=True)
class Scored:
    """One candidate by the figures of each side."""

    candidate: Candidate
    ux: SideScore
    product: SideScore

    @property
    def apart(self) -> int | None:
        """How many places lie between the two sides."""
        if self.ux.place is None or self.product.place is None:
            return None
        return abs(self.ux.place - self.product.place)

    @property
    def apart_words(self) -> str:
        if self.apart is None:
            return _("One side only") if self.ux.n or self.product.n else _("No figures")
        return _("%(apart)s places", apart=self.apart) if self.apart != 1 else _("1 place")


@dataclass(frozen=True)
class Scores:
    """``rows`` with most places between the sides first; ``agreement`` are sentences, each with its n."""

    definition: Definition
    rows: tuple[Scored, ...]
    agreement: tuple[str, ...]


def scored(definition: Definition, asked: Sequence[Candidate], votes: Sequence[Vote]) -> Scores:
    """Each ballot is scored by itself; the middle is taken of the scores of one side, never of both."""
    given = agreement.by_side(
        (vote.side, vote.ballot, vote.candidate_id, definition.score(vote.figures)) for vote in votes if vote.figures
    )
    middles = agreement.middles(given, definition.middle)
    ux, product = (_side(definition, asked, given[side], middles[side]) for side in (Side.UX, Side.PRODUCT))
    rows = [Scored(one, ux[one.pk], product[one.pk]) for one in asked]
    rows.sort(key=lambda row: (-(row.apart if row.apart is not None else -1), row.candidate.position))
    return Scores(definition, tuple(rows), tuple(agreement.sentences(given, middles, asked)))


def _side(
    definition: Definition, asked: Sequence[Candidate], ballots: agreement.Ballots, middles: Mapping[int, float]
) -> dict[int, SideScore]:
    of_candidate, ordered = agreement.given_to(ballots), sorted(middles.values(), reverse=True)
    found = {}
    for one in asked:
        score = middles.get(one.pk)
        if score is None:
            found[one.pk] = SideScore(0, None, None, "")
        else:
            place = ordered.index(score) + 1
            found[one.pk] = SideScore(len(of_candidate[one.pk]), score, place, definition.words_of(score))
    return found
