"""Evidence strength, formula v1: how far the evidence carries a claim, and why. Pure arithmetic, no database.

In one breath: people count once by class of method; who was observed weighs 1.0, who said it 0.6, opinion nothing;
weight halves with every half-life; S is what stands for the claim, C what stands against it; level and flag follow
from S, C and the number of people. The rules are written out for readers at ``/help/evidence-strength``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from allied.kernel.thread.ages import half_lives, next_half_life
from allied.kernel.thread.atoms import Atom, Unit, units
from allied.kernel.thread.balance import Balance
from allied.kernel.thread.decline import Aged, aged
from allied.kernel.thread.levels import Flag, Level, Side, flag_of, level_of

FORMULA_VERSION: Final = 1
HALF_LIFE_MONTHS: Final = 18


@dataclass(frozen=True, slots=True)
class Cited:
    """How one side came to be: (method, people) for evidence, (method, notes) for opinion; most first."""

    methods: tuple[tuple[str, int], ...] = ()
    opinions: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength of one claim on one day. ``s`` and ``c`` are integer thousandths.

    ``valid_until`` is the first day on which age may give another figure, None where nothing ages.
    """

    s: int
    c: int
    level: Level
    flag: Flag
    pro: Side
    con: Side
    cited_for: Cited
    cited_against: Cited
    newest_on: date | None
    valid_until: date | None
    aged: Aged | None
    formula_version: int = FORMULA_VERSION

    @property
    def people_for(self) -> int:
        return self.pro.people

    @property
    def people_against(self) -> int:
        return self.con.people

    @property
    def opinions(self) -> int:
        return sum(number for side in (self.cited_for, self.cited_against) for _, number in side.opinions)


def assess(
    supporting: Iterable[Atom],
    contradicting: Iterable[Atom],
    *,
    today: date,
    half_life_months: int | None = HALF_LIFE_MONTHS,
) -> Strength:
    """Weigh the evidence for and against one claim as of ``today``.

    Args:
        supporting: atoms that reach the claim in support, each once, in any order.
        contradicting: atoms that reach it in contradiction; an atom may be on both sides.
        today: the day in the workspace's time zone.
        half_life_months: at least 1; None for a claim that does not age.

    Raises:
        ValueError: the half-life is less than a month.
    """
    if half_life_months is not None and half_life_months < 1:
        raise ValueError("a half-life is at least one month")
    supporting, contradicting = list(supporting), list(contradicting)
    counted = units(supporting, contradicting)
    balance = _weigh(counted, today, half_life_months)
    pro, con = balance.side(stands_for=True), balance.side(stands_for=False)
    s, c = pro.thousandths, con.thousandths
    level = level_of(pro, c)
    return Strength(
        s=s,
        c=c,
        level=level,
        flag=flag_of(s, c),
        pro=pro,
        con=con,
        cited_for=_cited(supporting),
        cited_against=_cited(contradicting, results=(atom for atom in supporting if atom.n is not None)),
        newest_on=_newest(counted, stands_for=True) or _newest(counted, stands_for=False),
        valid_until=_valid_until(counted, today, half_life_months),
        aged=_aged(counted, pro, level, today, half_life_months),
    )


def _weigh(counted: Iterable[Unit], today: date, half_life_months: int | None) -> Balance:
    balance = Balance()
    for unit in counted:
        newest = unit.arrivals[-1]
        passed = half_lives(newest.day, today, half_life_months)
        balance.add(unit, shares=newest.shares >> passed, heads=newest.heads)
    return balance


def _newest(counted: Iterable[Unit], *, stands_for: bool) -> date | None:
    return max((unit.arrivals[-1].day for unit in counted if unit.stands_for is stands_for), default=None)


def _valid_until(counted: Iterable[Unit], today: date, half_life_months: int | None) -> date | None:
    if half_life_months is None:
        return None
    days = {unit.arrivals[-1].day for unit in counted}
    return min((next_half_life(day, today, half_life_months) for day in days), default=None)


def _aged(counted: Sequence[Unit], pro: Side, level: Level, today: date, half_life_months: int | None) -> Aged | None:
    """Ask the history only if the evidence, were it all new and undisputed, could carry more than it does."""
    if half_life_months is None or level_of(pro.in_full, 0) <= level:
        return None
    return aged(counted, today=today, half_life_months=half_life_months)


def _cited(atoms: Sequence[Atom], results: Iterable[Atom] = ()) -> Cited:
    """Count people and notes by method. ``results`` of the other side lend the share that did not agree."""
    persons = {(atom.method, atom.person) for atom in atoms if atom.person and not atom.is_opinion}
    methods = Counter(method for method, _ in persons)
    opinions: Counter[str] = Counter()
    for atom in atoms:
        if atom.is_opinion:
            opinions[atom.method] += 1
        elif atom.person is None:
            methods[atom.method] += 1 if atom.n is None else atom.agreeing
    for result in results:
        methods[result.method] += result.disagreeing
    return Cited(_most_first(methods), _most_first(opinions))


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((name, n) for name, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0])))
