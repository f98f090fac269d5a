"""The text of a template as pieces of HTML: words, expressions among them, and tags with theirs.

A template is read from its top to its end. A tag may begin in one piece and end in another (``<a{% if x %} class="y"
{% endif %}>``), so the reader keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from jinja2 import nodes

SPOKEN = frozenset({"aria-label", "aria-description", "alt", "title", "placeholder", "data-h"})
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    ]
)
SILENT = frozenset({"script", "style", "svg", "code", "kbd", "pre", "samp", "textarea"})  # their insides are no words
EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "path", "circle"})
_NAME = re.compile(r"/?[a-zA-Z][\w:-]*")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ENTITY = re.compile(r"&#?\w+;")
Part = str | nodes.Expr


def has_words(text: str) -> bool:
    """Whether somebody would have to translate it: two letters in a row, entities aside."""
    return bool(_LETTERS.search(_ENTITY.sub(" ", text)))


@dataclass
class Text:
    """Characters between tags. ``is_silent``: they are no words (code, keys, what ``translate="no"`` holds)."""

    data: str
    is_silent: bool = False


@dataclass
class Value:
    """An expression between tags."""

    node: nodes.Expr
    is_silent: bool = False


@dataclass
class Attribute:
    """What stands between the quotes of an attribute that is read out."""

    parts: list[Part] = field(default_factory=list)


@dataclass
class Tag:
    """A tag, or as much of it as this piece of the template holds (``is_whole``)."""

    name: str
    parts: list[Part | Attribute]
    is_whole: bool = True

    @property
    def is_closing(self) -> bool:
        return self.name.startswith("/")

    @property
    def is_inline(self) -> bool:
        return self.is_whole and self.name.lstrip("/") in INLINE


Piece = Text | Value | Tag


class Reader:
    """Reads what a template prints, in its order."""

    def __init__(self) -> None:
        self.mode = "text"  # text, tag, value, comment
        self.tag = ""
        self.quote = ""
        self.attribute = ""
        self.silent: list[str] = []
        self.is_kept = False  # the tag being read says translate="no"

    def place(self) -> tuple[str, str, str, str, list[str]]:
        """Where the reader is, to come back to for the other branch of an ``if``."""
        return self.mode, self.tag, self.quote, self.attribute, list(self.silent)

    def go_to(self, place: tuple[str, str, str, str, list[str]]) -> None:
        self.mode, self.tag, self.quote, self.attribute = place[:4]
        self.silent = list(place[4])

    def read(self, parts: Iterable[nodes.Expr]) -> list[Piece]:
        """The pieces of one stretch of a template that no statement interrupts."""
        pieces: list[Piece] = []
        if self.mode != "text":
            pieces.append(Tag(self.tag, [], is_whole=False))
            self._continue_value(pieces)
        for part in parts:
            if isinstance(part, nodes.TemplateData):
                self._read_text(part.data, pieces)
            elif self.mode == "text":
                pieces.append(Value(part, bool(self.silent)))
            else:
                self._hold(pieces, part)
        if self.mode != "text" and pieces and isinstance(pieces[-1], Tag):
            pieces[-1].is_whole = False
        return pieces

    def _continue_value(self, pieces: list[Piece]) -> None:
        if self.mode == "value" and self.attribute in SPOKEN and isinstance(pieces[-1], Tag):
            pieces[-1].parts.append(Attribute())

    def _hold(self, pieces: list[Piece], part: Part) -> None:
        """Add to the tag that is being read, inside its attribute when one is open."""
        tag = pieces[-1]
        assert isinstance(tag, Tag)  # noqa: S101  a tag or a comment is open
        held = tag.parts[-1] if self.mode == "value" and tag.parts else None
        (held.parts if isinstance(held, Attribute) else tag.parts).append(part)

    def _read_text(self, data: str, pieces: list[Piece]) -> None:
        at = 0
        while at < len(data):
            at = {"text": self._text, "tag": self._tag, "value": self._value, "comment": self._comment}[self.mode](
                data, at, pieces
            )

    def _text(self, data: str, at: int, pieces: list[Piece]) -> int:
        end = at
        while True:
            end = data.find("<", end)
            if end < 0:
                end = len(data)
            elif data.startswith("<!--", end) or data.startswith("<!", end):
                self.mode = "comment"
            elif not (found := _NAME.match(data, end + 1)):
                end += 1
                continue
            else:
                self.mode, self.tag = "tag", found.group().lower()
            break
        if end > at:
            pieces.append(Text(data[at:end], bool(self.silent)))
        if self.mode == "tag":
            pieces.append(Tag(self.tag, [f"<{data[end + 1 : end + 1 + len(self.tag)]}"]))
            return end + 1 + len(self.tag)
        if self.mode == "comment":
            pieces.append(Tag("!", []))
        return end

    def _comment(self, data: str, at: int, pieces: list[Piece]) -> int:
        end = data.find(">", at)
        self._hold(pieces, data[at:] if end < 0 else data[at : end + 1])
        if end < 0:
            return len(data)
        self.mode = "text"
        return end + 1

    def _tag(self, data: str, at: int, pieces: list[Piece]) -> int:
        if data[at] == ">":
            self._hold(pieces, ">")
            self._close()
            return at + 1
        if data[at] in "\"'":
            self._hold(pieces, data[at])
            self.mode, self.quote = "value", data[at]
            self._continue_value(pieces)
            return at + 1
        if found := _ATTRIBUTE.match(data, at):
            self.attribute = found.group().lower()
            self._hold(pieces, found.group())
            self.is_kept = self.is_kept or data.startswith('translate="no"', at)
            return found.end()
        self._hold(pieces, data[at])
        return at + 1

    def _value(self, data: str, at: int, pieces: list[Piece]) -> int:
        end = data.find(self.quote, at)
        if (text := data[at:] if end < 0 else data[at:end]) != "":
            self._hold(pieces, text)
        if end < 0:
            return len(data)
        self.mode = "tag"
        self._hold(pieces, self.quote)
        return end + 1

    def _close(self) -> None:
        """A tag has ended: what it opens may hold no words."""
        self.mode, name, is_kept = "text", self.tag, self.is_kept
        self.is_kept = False
        if name.startswith("/"):
            if self.silent and self.silent[-1] == name[1:]:
                self.silent.pop()
        elif name not in EMPTY and (is_kept or name in SILENT or self.silent[-1:] == [name]):
            self.silent.append(name)
