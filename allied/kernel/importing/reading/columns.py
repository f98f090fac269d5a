"""What the values of each column have in common."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allied.kernel.importing.reading.dates import has_order, looks_like_date, tells_order

SAMPLE = 2_000  # rows whose values are judged one by one by their form
KINDS = 200  # different values that are told apart; more is free text or an id
SHOWN = 3
ID_LENGTH = 64

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:\s?%|\s?(?:/|of)\s?\d+)?|[★☆]+")
_ID = re.compile(r"(?=.*\d)[\w#:./-]{1,64}")


@dataclass(frozen=True)
class Column:
    """One column of a file in figures. Shares and lengths are of the filled values in the sample, the rest of all."""

    index: int
    name: str
    rows: int
    filled: int
    longest: int
    mean_length: float
    counts: dict[str, int]  # each different value and how often, while there are at most KINDS
    samples: tuple[str, ...]
    repeats: int | None  # values that stood in an earlier row; None where most do, or they are no ids
    date_share: float
    email_share: float
    number_share: float
    id_share: float
    ordered: int  # dates over all rows whose day and month could change places …
    day_first: int  # … those that only fit day first …
    month_first: int  # … and those that only fit month first

    @property
    def is_unique(self) -> bool:
        return self.repeats == 0 and self.filled == self.rows > 1

    @property
    def has_few_values(self) -> bool:
        """Few enough to be groups of people, and each of them more than once on average."""
        return 1 < len(self.counts) <= min(100, max(12, self.rows // 20)) and self.longest <= 60


@dataclass
class _Tally:
    """What is counted of one column while rows pass by."""

    filled: int = 0
    judged: int = 0
    length: int = 0
    longest: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    samples: dict[str, None] = field(default_factory=dict)
    shapes: Counter[str] = field(default_factory=Counter)
    met: set[int] | None = field(default_factory=set)
    repeats: int = 0
    ordered: int = 0
    day_first: int = 0
    month_first: int = 0

    def judge(self, value: str) -> None:
        self.judged += 1
        self.length += len(value)
        self.longest = max(self.longest, len(value))
        if len(self.samples) < SHOWN:
            self.samples[value[:60] + ("…" if len(value) > 60 else "")] = None
        if len(value) <= ID_LENGTH:
            self.shapes.update(_shapes(value))

    def pass_by(self, value: str) -> None:
        """What one value of 100,000 can decide: the groups, whether all differ, the order of day and month."""
        self.filled += 1
        if len(self.counts) <= KINDS:
            self.counts[value[:100]] += 1
        if self.met is not None:
            self._meet(value)
        if self.shapes["date"] * 2 > self.judged and has_order(value):
            self.ordered += 1
            order = tells_order(value)
            self.day_first += order is True
            self.month_first += order is False

    def _meet(self, value: str) -> None:
        assert self.met is not None  # noqa: S101  asked by the caller
        size = len(self.met)
        self.met.add(hash(value))
        self.repeats += len(self.met) == size
        if len(value) > ID_LENGTH or (self.filled >= 20 and self.repeats * 5 > self.filled):
            self.met = None  # no id: text, or a group


def profile(names: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[list[Column], int]:
    """The columns called ``names`` over all ``rows``, and how many rows there are. Constant memory but for ids."""
    tallies = [_Tally() for _ in names]
    count = 0
    for cells in rows:
        for tally, cell in zip(tallies, cells, strict=False):
            if value := cell.strip():
                if count < SAMPLE:
                    tally.judge(value)
                tally.pass_by(value)
        count += 1
    return [
        _column(index, name, tally, count) for index, (name, tally) in enumerate(zip(names, tallies, strict=True))
    ], count


def _shapes(value: str) -> Iterable[str]:
    if looks_like_date(value):
        yield "date"
    if _EMAIL.fullmatch(value):
        yield "email"
    if _NUMBER.fullmatch(value):
        yield "number"
    if _ID.fullmatch(value):
        yield "id"


def _column(index: int, name: str, tally: _Tally, rows: int) -> Column:
    judged = tally.judged or 1
    return Column(
        index=index,
        name=name,
        rows=rows,
        filled=tally.filled,
        longest=tally.longest,
        mean_length=tally.length / judged,
        counts=dict(tally.counts.most_common()),
        samples=tuple(tally.samples),
        repeats=None if tally.met is None or tally.repeats * 5 > tally.filled else tally.repeats,
        date_share=tally.shapes["date"] / judged,
        email_share=tally.shapes["email"] / judged,
        number_share=tally.shapes["number"] / judged,
        id_share=tally.shapes["id"] / judged,
        ordered=tally.ordered,
        day_first=tally.day_first,
        month_first=tally.month_first,
    )
