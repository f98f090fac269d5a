"""What an import would do with its rows, before it does: tallies, and the rows worth a check."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from allied.kernel.importing import files
from allied.kernel.importing.judging import Judged, Verdict, judge
from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import LeftOut, Reason
from allied.kernel.importing.targets import Target, target_named
from allied.kernel.words import _, said

CHECKED = 5_000  # rows that are read before an answer; more would keep the reader waiting
LISTED = 20

ICONS = {
    Reason.NO_TEXT: "text-cursor",
    Reason.NO_TITLE: "text-cursor",
    Reason.NO_ADDRESS: "mail",
    Reason.DATE: "calendar-x",
    Reason.SHAPE: "columns-3",
}
WORDS = {
    Reason.NO_TEXT: _("without text"),
    Reason.NO_TITLE: _("without a title"),
    Reason.NO_ADDRESS: _("without an address"),
    Reason.DATE: _("with an unreadable date"),
    Reason.SHAPE: _("broken"),
}
MILD = {Reason.NO_TEXT, Reason.NO_TITLE, Reason.NO_ADDRESS}


@dataclass(frozen=True)
class PreviewRow:
    """One row with what would happen to it, in words; ``facts`` are labels and values of what else it holds."""

    number: int
    text: str
    what: str
    why: str
    tone: str
    icon: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass
class Preview:
    """What would become of the first ``checked`` of ``total`` rows."""

    total: int
    checked: int = 0
    ready: int = 0
    changed: int = 0
    already_here: int = 0
    hidden: int = 0
    undated: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    worth: list[PreviewRow] = field(default_factory=list)
    first: list[PreviewRow] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.checked == self.total

    @property
    def to_store(self) -> int:
        return self.ready + self.changed

    @property
    def left_out(self) -> int:
        return sum(self.reasons.values())

    @property
    def tally(self) -> list[tuple[str, int, str]]:
        """What the macro of that name draws."""
        found = [
            (WORDS.get(reason) or said(reason.value), count, "warn" if reason in MILD else "bad")
            for reason, count in self.reasons.items()
        ]
        changed = [(_("to bring up to date"), self.changed, "note")] if self.changed else []
        return [(_("ready"), self.ready, "good"), *changed, (_("already here"), self.already_here, "note"), *found]


def preview(imported: Import) -> Preview:
    """Judge the first rows of a draft as its mapping says. As many queries as its target needs."""
    target = target_named(imported.target)
    records = list(islice(files.body(imported), CHECKED))
    found = Preview(total=imported.rows, checked=len(records))
    for judged in judge(imported, target, records):
        _count(judged, found)
        is_worth = judged.verdict != Verdict.NEW or _has_remark(judged)
        if is_worth and len(found.worth) < LISTED:
            found.worth.append(_row(judged, target))
        if len(found.first) < LISTED:
            found.first.append(_row(judged, target))
    return found


def _has_remark(judged: Judged) -> bool:
    return not isinstance(judged.row, LeftOut) and bool(judged.row.remarks or judged.row.hidden)


def _count(judged: Judged, found: Preview) -> None:
    row = judged.row
    if isinstance(row, LeftOut):
        found.reasons[row.reason] += 1
    elif judged.verdict in {Verdict.SAME, Verdict.REPEATED}:
        found.already_here += 1
    else:
        found.changed += judged.verdict == Verdict.CHANGED
        found.ready += judged.verdict == Verdict.NEW
        found.hidden += bool(row.hidden)
        found.undated += row.is_undated


def _row(judged: Judged, target: Target) -> PreviewRow:
    row = judged.row
    if isinstance(row, LeftOut):
        icon = ICONS.get(row.reason, "x")
        return PreviewRow(
            row.number, row.text, _("Left out: %(value)s", value=said(row.reason.value)), row.sentence, "bad", icon
        )
    what, tone, icon, why = _words(judged)
    return PreviewRow(row.number, row.text, what, why, tone, icon, tuple(target.facts(row)))


def _words(judged: Judged) -> tuple[str, str, str, str]:
    row = judged.row
    assert not isinstance(row, LeftOut)  # noqa: S101  the caller's question
    if judged.verdict == Verdict.CHANGED:
        return _("Will be brought up to date"), "note", "refresh-cw", judged.sentence
    if judged.verdict in {Verdict.SAME, Verdict.REPEATED}:
        return _("Left out: already here"), "note", "copy", judged.sentence
    if row.remarks:
        return _("Ready, with a remark"), "warn", "info", " ".join(map(str, row.remarks))
    if row.hidden:
        return _("Ready, details hidden"), "note", "eye-off", _("Personal details are hidden in the text.")
    return _("Ready"), "good", "circle-check", ""
