"""Read a pasted summary of a talk or meeting: its headings, points and quotes. Pure; nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

Kind = Literal["insight", "opinion"]
MOST: Final = 60  # pieces of one summary; an hour of talk gives about 20
CLAIM: Final = 200  # characters up to which a point is one claim, however many sentences it has

_HEAD = re.compile(r"^\s{0,3}#{1,6}\s+(?P<words>.+?)\s*#*$")
_BOLD = re.compile(r"^\s*(\*\*|__)(?P<words>[^*_]{1,80}?):?\1:?\s*$")
_BULLET = re.compile(r"^\s*(?:[-*•–‣▪]|\d{1,3}[.)])\s+")
_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_QUOTED = re.compile(r"^[“\"«„](?P<said>[^”»\"]+)[”\"»“](?P<by>.*)$", re.DOTALL)
_NAMED = re.compile(r"^(?P<who>[^\W\d_][^:“\"«]{0,78}?)\s*:\s*[“\"«„](?P<said>[^”»\"]+)[”\"»“]\W*$", re.DOTALL)
_BY = re.compile(r"^[\s,.]*(?:\((?P<within>[^()]{2,80})\)|(?:[—–-]+|said|says)\s*(?P<who>.{2,80}?))\s*\.?$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTES = re.compile(r"\b(quotes?|quotations?|verbatims?|own words)\b", re.IGNORECASE)
_INSIGHTS = re.compile(r"\b(insights?|findings?|take-?aways?|learnings?|lessons?|conclusions?|key points?)\b", re.I)
_OTHERS = re.compile(r"\b(summary|overview|abstract|notes|in short|tl;?dr)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """One part of a summary. ``about`` is the place, from 1, of the insight that an opinion speaks for; 0: none."""

    kind: Kind
    text: str
    speaker: str = ""
    about: int = 0


@dataclass(frozen=True)
class _Block:
    heading: str
    text: str
    is_point: bool
    is_quote: bool


def read(text: str) -> list[Piece]:
    """The pieces of a summary in their order, each with the kind that its heading and form suggest."""
    found: list[Piece] = []
    blocks = list(_blocks(text))
    has_headings = any(block.heading for block in blocks)
    claim, section = 0, ""
    for block in blocks:
        if block.heading != section:
            claim, section = 0, block.heading
        said, speaker = _said(block)
        if not said and speaker and found and found[-1].kind == "opinion" and not found[-1].speaker:
            found[-1] = replace(found[-1], speaker=speaker)
        elif said and speaker is not None:
            found.append(Piece("opinion", said, speaker, claim))
        elif _is_claim(block, has_headings):
            found.append(Piece("insight", _bare(block.text)))
            claim = len(found)
        else:
            found.append(Piece("opinion", _bare(block.text)))
    return found


def claim_and_rest(text: str) -> tuple[str, str]:
    """A point as a claim and its summary: all of it while it is short, else the first sentence and the others."""
    line = " ".join(text.split())
    if len(line) <= CLAIM:
        return line, ""
    first, *rest = _SENTENCE.split(line, maxsplit=1)
    return first, " ".join(rest)


def _is_claim(block: _Block, has_headings: bool) -> bool:
    if _QUOTES.search(block.heading):
        return False
    return bool(_INSIGHTS.search(block.heading)) or (block.is_point and not has_headings)


def _said(block: _Block) -> tuple[str, str | None]:
    """The words of a quote and who said them, "" where nobody is named; None for what is no quote."""
    text = _bare(block.text)
    if alone := re.match(r"^(?:—|–|--)\s*(?P<who>.{2,80})$", text):
        return "", alone["who"].strip()
    if named := _NAMED.match(text):
        return named["said"].strip(), named["who"].strip()
    if quoted := _QUOTED.match(text):
        by = _BY.match(quoted["by"])
        if by or not quoted["by"].strip(" .,"):
            return quoted["said"].strip(), (by["within"] or by["who"]).strip() if by else ""
    if block.is_quote:
        said, dash, who = text.rpartition("—")
        return (said.strip(), who.strip()) if dash and said.strip() and len(who) <= 80 else (text, "")
    return "", None


def _bare(text: str) -> str:
    return _MARKS.sub("", text).strip()


def _blocks(text: str) -> Iterator[_Block]:
    """Points, quotes and paragraphs, each under its heading."""
    heading, lines = "", list[str]()
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        head = _heading(line)
        is_blank = not any(letter.isalnum() for letter in line)
        if lines and (head or is_blank or _begins(line, lines)):
            yield _block(heading, lines)
            lines = []
        if head:
            heading = head
        elif not is_blank:
            lines.append(line)


def _begins(line: str, lines: list[str]) -> bool:
    """Whether a line is another piece than the lines before it."""
    bare = line.strip()
    if bare.startswith("—"):
        return not _is_quote(lines)
    is_said = bare.startswith(("“", '"', "«", "„")) or _NAMED.match(bare)
    return bool(_BULLET.match(line) or is_said) or bare.startswith(">") != _is_quote(lines)


def _heading(line: str) -> str:
    if found := _HEAD.match(line) or _BOLD.match(line):
        return _bare(found["words"]).rstrip(":")
    alone = line.strip()
    if not alone or len(alone) > 60 or _BULLET.match(line) or alone[0] in '>“"«„':
        return ""
    is_known = any(kind.search(alone) for kind in (_QUOTES, _INSIGHTS, _OTHERS)) and len(alone.split()) <= 4
    return alone.rstrip(":") if alone.endswith(":") or (is_known and alone[-1].isalnum()) else ""


def _is_quote(lines: list[str]) -> bool:
    return bool(lines) and lines[0].lstrip().startswith(">")


def _block(heading: str, lines: list[str]) -> _Block:
    first, is_quote = lines[0], _is_quote(lines)
    bare = [re.sub(r"^\s*>+\s?", "", line).strip() for line in lines]
    whole = _BULLET.sub("", " ".join(part for part in bare if part), count=1)
    return _Block(heading, whole, bool(_BULLET.match(first)), is_quote)
