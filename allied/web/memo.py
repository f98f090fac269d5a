"""A memo that reads alike everywhere: as a page, Markdown, e-mail and PDF. Every line names what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

A_MINUTE: Final = 200  # words that an adult reads in a minute, rounded down from 238 (Brysbaert, 2019)


@dataclass(frozen=True)
class Cite:
    """What a line rests on: the words of the link, and its address inside this installation."""

    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """One sentence or quote. ``who`` stands under a quote; ``note`` is a word before it, such as "Disagrees"."""

    text: str
    cites: tuple[Cite, ...]
    who: str = ""
    note: str = ""
    is_quote: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of which each begins with what it is about; ``heads`` names that column too."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cite, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Section:
    """``table`` stands under the lines."""

    heading: str
    lines: tuple[Line, ...]
    table: Table | None = None


@dataclass(frozen=True)
class Memo:
    """``lede`` stands under the title; ``foot`` says who stands behind it and since when."""

    kind: str
    title: str
    lede: str
    sections: tuple[Section, ...]
    foot: str

    @property
    def words(self) -> int:
        """Everything that is read, citations aside."""
        texts = [self.title, self.lede, self.foot, *(section.heading for section in self.sections)]
        texts += [f"{line.note} {line.text} {line.who}" for section in self.sections for line in section.lines]
        texts += [
            " ".join((cite.label, *cells)) for one in self.sections if one.table for cite, cells in one.table.rows
        ]
        return sum(len(text.split()) for text in texts)

    @property
    def seconds(self) -> int:
        return round(self.words * 60 / A_MINUTE)


def markdown(memo: Memo, *, site: str) -> str:
    """The memo as Markdown, with whole addresses."""
    parts = [f"# {_plain(memo.title)}", f"{memo.kind}. {_plain(memo.lede)}"]
    for section in memo.sections:
        parts.append(f"## {section.heading}")
        parts += [_line(line, site) for line in section.lines]
        parts += [_table(section.table, site)] if section.table else []
    return "\n\n".join([*parts, f"_{_plain(memo.foot)}_"]) + "\n"


def _line(line: Line, site: str) -> str:
    cites = " ".join(f"[{cite.label}]({site}{cite.url})" for cite in line.cites)
    note = f"**{line.note}:** " if line.note else ""
    if line.is_quote:
        return f"> {note}“{_plain(line.text)}”  \n> {_plain(line.who)} {cites}"
    return f"{note}{_plain(line.text)} {cites}".strip()


def _table(table: Table, site: str) -> str:
    lines = [f"| {' | '.join(map(_plain, table.heads))} |", "| --- " * len(table.heads) + "|"]
    for cite, cells in table.rows:
        lines.append(f"| {' | '.join([f'[{_plain(cite.label)}]({site}{cite.url})', *map(_plain, cells)])} |")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """What people wrote stays text: no mark of Markdown in it means anything."""
    flat = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in flat)
