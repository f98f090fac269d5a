"""Which character stands between the values of a file, and which one wraps them.

The standard library's sniffer takes any letter for a delimiter and trips over
line ends inside quotes, so each of four delimiters is tried on the file's
beginning: the right one gives every record as many values as the first.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allied.kernel.words import _

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
ONE_COLUMN = "\x1f"  # the unit separator: a delimiter that a file of one column cannot hold
RECORDS = 300
# A right guess may meet some broken records; a wrong one rarely repeats the first record's width.
ENOUGH = 0.5

_DECLARED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """The punctuation of a delimited file."""

    delimiter: str
    quote: str = '"'  # "" where values are never wrapped, as databases write tab-separated files
    escape: str = ""  # "\\" where the file writes \" instead of "" inside quotes
    marks_broken: bool = False  # rewritten by us: rows that could not be read begin with a mark, the reason follows

    @property
    def label(self) -> str:
        return (
            _("one column")
            if self.delimiter == ONE_COLUMN
            else _("%(DELIMITERS)s between values", DELIMITERS=DELIMITERS[self.delimiter])
        )

    def parse(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """A reader of records over ``lines``."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
        )


def sniff(text: str) -> Dialect:
    """Guess the punctuation from ``text``, the beginning of a file, its last line perhaps cut off."""
    if declared := _DECLARED.match(text):
        return _dressed(declared[1] if declared[1] in DELIMITERS else ONE_COLUMN, text)
    scored = [(_score(_dressed(delimiter, text), text), delimiter) for delimiter in DELIMITERS]
    share, width = max(score for score, _ in scored)
    if width < 2 or share < ENOUGH:
        return _dressed(ONE_COLUMN, text)
    return _dressed(next(delimiter for score, delimiter in scored if score == (share, width)), text)


def declares_itself(line: str) -> bool:
    """Whether this first line is Excel's ``sep=;`` and no record."""
    return _DECLARED.fullmatch(line) is not None


def _dressed(delimiter: str, text: str) -> Dialect:
    """The dialect with this delimiter whose quotes fit the text."""
    mark = re.escape(delimiter)
    wrapped = {
        quote: len(re.findall(rf"(?:^|{mark}){quote}[^{quote}\n]*{quote}(?={mark}|$)", text, re.MULTILINE))
        for quote in "\"'"
    }
    quote = "'" if wrapped["'"] > 2 and not wrapped['"'] else '"'
    opened = len(re.findall(rf"(?:^|{mark}){quote}", text, re.MULTILINE))
    if delimiter == "\t" and opened > 2 * wrapped[quote]:
        return Dialect(delimiter, quote="")
    is_escaped = f"\\{quote}" in text and not re.search(rf"[^{mark}\n\\]{quote}{quote}", text)
    return Dialect(delimiter, quote, "\\" if is_escaped else "")


def _score(dialect: Dialect, text: str) -> tuple[float, int]:
    """The share of records as wide as the first, in tenths so that a few broken ones do not decide, and that width."""
    widths = _widths(dialect, text)
    if not widths:
        return 0.0, 0
    return round(Counter(widths)[widths[0]] / len(widths), 1), widths[0]


def _widths(dialect: Dialect, text: str) -> list[int]:
    widths = []
    try:
        for record in dialect.parse(io.StringIO(text)):
            if record:
                widths.append(len(record))
            if len(widths) == RECORDS:
                return widths
    except csv.Error:
        pass
    # The last record may have been cut off with the text.
    return widths[:-1] if len(widths) > 1 and not text.endswith("\n") else widths
