"""What is to become of each row, before anything is written: the preview shows it, the run does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from allied.kernel.importing import sameness
from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import LeftOut, Record, Row
from allied.kernel.importing.targets import Here, Target
from allied.kernel.words import _


class Verdict(StrEnum):
    """What a row is to this workspace."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REPEATED = "repeated"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with its verdict and the reason in words; ``here`` is what it stands for, where that is here."""

    row: Row | LeftOut
    verdict: Verdict
    key: str = ""
    sentence: str = ""
    here: Here | None = None

    @property
    def number(self) -> int:
        return self.row.number


def judge(imported: Import, target: Target, records: Sequence[Record]) -> list[Judged]:
    """The verdict on each of the next rows, in their order. As many queries as the target needs to find what is here.

    Raises:
        InvalidState: the file is no longer kept.
    """
    names = sameness.digests(imported, target, records)
    read = target.reader(imported)
    rows = [read(record) for record in records]
    keys = {row.number: sameness.key(row, names) for row in rows if not isinstance(row, LeftOut)}
    here = target.here(imported, set(keys.values()))
    met: dict[str, int] = {}
    return [_judged(imported, target, row, keys.get(row.number, ""), here, met) for row in rows]


def _judged(
    imported: Import, target: Target, row: Row | LeftOut, key: str, here: dict[str, Here], met: dict[str, int]
) -> Judged:
    if isinstance(row, LeftOut):
        return Judged(row, Verdict.LEFT_OUT, sentence=row.sentence)
    first = met.setdefault(key, row.number)
    if first != row.number:
        return Judged(row, Verdict.REPEATED, key, _repeats(target, first))
    if key not in here:
        return Judged(row, Verdict.NEW, key)
    return _of_known(imported, target, row, key, here[key])


def _of_known(imported: Import, target: Target, row: Row, key: str, here: Here) -> Judged:
    if here.row is not None:
        return Judged(row, Verdict.REPEATED, key, _repeats(target, here.row), here)
    what = target.known_by if row.source_id else "content"
    sentence = _("Same %(what)s as %(name)s, which was here before.", what=what, name=here.name)
    changes = target.changes(imported, row, here) if row.source_id else []
    if not changes:
        return Judged(row, Verdict.SAME, key, sentence, here)
    differs = f"{_listed(changes)} {'differs' if len(changes) == 1 else 'differ'}"
    if not imported.choices.update:
        kept = _(
            "%(sentence)s Its %(differs)s; %(name)s is left as it is.",
            sentence=sentence,
            differs=differs,
            name=here.name,
        )
        return Judged(row, Verdict.SAME, key, kept, here)
    return Judged(
        row,
        Verdict.CHANGED,
        key,
        _(
            "%(sentence)s Its %(differs)s and %(value)s brought up to date.",
            sentence=sentence,
            differs=differs,
            value=_is(changes),
        ),
        here,
    )


def _repeats(target: Target, row: int) -> str:
    return _("Same %(what)s as row %(row)s of this file.", what=target.known_by, row=row)


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return _("%(most)s and %(last)s", most=", ".join(map(str, most)), last=last) if most else last


def _is(words: Sequence[str]) -> str:
    return "is" if len(words) == 1 else "are"
