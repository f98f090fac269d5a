"""The two sides of a claim as running sums: units are laid on, and grow lighter as they age."""

from collections import defaultdict

from allied.kernel.thread.atoms import Unit
from allied.kernel.thread.levels import Level, Side, level_of
from allied.kernel.thread.methods import ATTITUDINAL, BEHAVIOURAL


class Balance:
    """Shares and heads of both sides. Sums of integers, so the order in which units come does not matter."""

    def __init__(self) -> None:
        self._shares: defaultdict[tuple[bool, str], int] = defaultdict(int)
        self._heads: defaultdict[tuple[bool, str], int] = defaultdict(int)
        self._unnamed: defaultdict[bool, int] = defaultdict(int)
        self._persons: dict[bool, set[str]] = {True: set(), False: set()}

    def add(self, unit: Unit, *, shares: int, heads: int) -> None:
        """Lay ``shares`` (fewer, when negative) and ``heads`` of a unit on its side."""
        place = unit.stands_for, unit.method_class
        self._shares[place] += shares
        self._heads[place] += heads
        if unit.person is None:
            self._unnamed[unit.stands_for] += heads
        else:
            self._persons[unit.stands_for].add(unit.person)

    def side(self, *, stands_for: bool) -> Side:
        return Side(
            observed=self._shares[stands_for, BEHAVIOURAL],
            asked=self._shares[stands_for, ATTITUDINAL],
            people=len(self._persons[stands_for]) + self._unnamed[stands_for],
            people_observed=self._heads[stands_for, BEHAVIOURAL],
            people_asked=self._heads[stands_for, ATTITUDINAL],
        )

    @property
    def level(self) -> Level:
        return level_of(self.side(stands_for=True), self.side(stands_for=False).thousandths)
