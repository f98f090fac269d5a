"""Where a sentence begins and ends in a stretch of HTML, and the same stretch in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import nodes

from allied.web.words.html import Attribute, Piece, Tag, Text, Value, has_words
from allied.web.words.messages import Message, call, dictionary, joined, verbatim

Spoken = Callable[[nodes.Expr], nodes.Expr]
Told = Callable[[str], None]


class Sentences:
    """Turns pieces into expressions. ``spoken`` says an expression's constants, ``told`` hears each message."""

    def __init__(self, spoken: Spoken, told: Told) -> None:
        self._spoken = spoken
        self._told = told

    def of(self, pieces: list[Piece]) -> list[nodes.Expr]:
        """Expressions that print the pieces, each sentence as one message."""
        out: list[nodes.Expr] = []
        run: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, Tag) and not piece.is_inline:
                out += [*self._run(run), *self._tag(piece)]
                run = []
            else:
                run.append(piece)
        return out + self._run(run)

    def _run(self, run: list[Piece]) -> list[nodes.Expr]:
        """What stands between two block tags: one sentence, or several elements with one each."""
        if not any(_speaks(piece) for piece in run):
            return [made for piece in run for made in self._plain(piece)]
        if (stray := _stray(run)) is not None:
            return [*self._run(run[:stray]), *self._plain(run[stray]), *self._run(run[stray + 1 :])]
        parts = _elements(run)
        if not any(_speaks(part[0]) for part in parts if len(part) == 1):
            return [made for part in parts for made in self._element(part)]
        first, last = _edges(parts)
        inner = [piece for part in parts[first:last] for piece in part]
        before, after = _flat(parts[:first]), _flat(parts[last:])
        return [*self._run(before), *self._sentence(inner), *self._run(after)]

    def _element(self, part: list[Piece]) -> list[nodes.Expr]:
        if len(part) == 1:
            return self._plain(part[0])
        return [*self._plain(part[0]), *self._run(part[1:-1]), *self._plain(part[-1])]

    def _sentence(self, pieces: list[Piece]) -> list[nodes.Expr]:
        message, head, tail = Message(), "", ""
        pieces = list(pieces)
        if isinstance(pieces[0], Text):
            head, pieces[0] = _split(pieces[0], left=True)
        if isinstance(pieces[-1], Text):
            tail, pieces[-1] = _split(pieces[-1], left=False)
        for piece in pieces:
            if isinstance(piece, Text):
                message.add(piece.data)
            elif isinstance(piece, Value):
                message.add(self._spoken(piece.node))
            elif piece.is_closing:
                message.text += f"<{piece.name}>"
            else:
                message.open(piece.name, joined(self._tag(piece)))
        self._told(message.source)
        said = call("markup", nodes.Const(message.source), dictionary(message.values), dictionary(message.tags))
        return [*([verbatim(head)] if head else []), said, *([verbatim(tail)] if tail else [])]

    def _plain(self, piece: Piece) -> list[nodes.Expr]:
        if isinstance(piece, Text):
            return [verbatim(piece.data)]
        if isinstance(piece, Value):
            return [piece.node if piece.is_silent else self._spoken(piece.node)]
        return self._tag(piece)

    def _tag(self, tag: Tag) -> list[nodes.Expr]:
        parts: list[nodes.Expr] = []
        text = ""
        for part in tag.parts:
            if isinstance(part, str):
                text += part
                continue
            parts += [verbatim(text), *(self._attribute(part) if isinstance(part, Attribute) else [part])]
            text = ""
        return [*parts, verbatim(text)] if text else parts

    def _attribute(self, attribute: Attribute) -> list[nodes.Expr]:
        if not any(isinstance(part, str) and has_words(part) for part in attribute.parts):
            return [verbatim(part) if isinstance(part, str) else self._spoken(part) for part in attribute.parts]
        message = Message()
        for part in attribute.parts:
            message.add(part if isinstance(part, str) else self._spoken(part))
        self._told(message.source)
        return [call("attribute", nodes.Const(message.source), dictionary(message.values))]


def _speaks(piece: Piece) -> bool:
    return isinstance(piece, Text) and not piece.is_silent and has_words(piece.data)


def _stray(run: list[Piece]) -> int | None:
    """The place of a tag whose partner is elsewhere."""
    opened: list[int] = []
    for at, piece in enumerate(run):
        if not isinstance(piece, Tag):
            continue
        if not piece.is_closing:
            opened.append(at)
        elif opened and _tag_at(run, opened[-1]).name == piece.name[1:]:
            opened.pop()
        else:
            return at
    return opened[0] if opened else None


def _tag_at(run: list[Piece], at: int) -> Tag:
    found = run[at]
    assert isinstance(found, Tag)  # noqa: S101  only tags are opened
    return found


def _elements(run: list[Piece]) -> list[list[Piece]]:
    """The run as its direct parts: a text, a value, or an element with all that it holds."""
    parts: list[list[Piece]] = []
    depth = 0
    for piece in run:
        if depth:
            parts[-1].append(piece)
        else:
            parts.append([piece])
        if isinstance(piece, Tag):
            depth += -1 if piece.is_closing else 1
    return parts


def _edges(parts: list[list[Piece]]) -> tuple[int, int]:
    """Where the sentence begins and ends: pictures, lone macros and silent elements stay outside."""
    held = [at for at, part in enumerate(parts) if _belongs(part)]
    return held[0], held[-1] + 1


def _belongs(part: list[Piece]) -> bool:
    piece = part[0]
    if len(part) == 1 and isinstance(piece, Value):
        return not isinstance(piece.node, nodes.Call | nodes.CondExpr)
    if len(part) == 1:
        return _speaks(piece) or (isinstance(piece, Text) and bool(piece.data.strip()))
    return any(_speaks(inside) for inside in part) or (
        isinstance(piece, Tag) and piece.name in {"b", "strong", "a", "em"}
    )


def _flat(parts: list[list[Piece]]) -> list[Piece]:
    return [piece for part in parts for piece in part]


def _split(text: Text, *, left: bool) -> tuple[str, Text]:
    """White space around a sentence is no part of the message."""
    kept = text.data.lstrip() if left else text.data.rstrip()
    space = text.data[: len(text.data) - len(kept)] if left else text.data[len(kept) :]
    return space, Text(kept, text.is_silent)
