"""What a method answers, when not to use it, its formula and its source: read from its docstring, ready for a page.

The docstring is the one place where this is written; a page built from here cannot disagree with the code.
"""

import re
from dataclasses import dataclass
from inspect import Parameter, getdoc, signature

from allied.stats.adapter import HOME, method

SECTIONS = ("Not for", "Formula", "Args", "Returns", "Raises", "Source", "Example")
_HEADING = re.compile(rf"^({'|'.join(SECTIONS)}):[ ]?", re.MULTILINE)
_ENTRY = re.compile(r"^(\S[^:]*): ", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One input: the names it documents together, what it takes, and its default as code (empty: required)."""

    names: tuple[str, ...]
    text: str
    default: str


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Everything a reference page says of one method; texts are plain, in one line each, the example is a doctest."""

    method: str
    family: str
    answers: str
    not_for: str
    formula: str
    arguments: tuple[Argument, ...]
    refusals: tuple[tuple[str, str], ...]
    source: str
    example: str


def reference(name: str) -> Reference:
    """The reference of one method.

    Raises:
        UnknownMethod: no family offers it.
    """
    compute = method(name)
    summary, parts = _split(getdoc(compute) or "")
    defaults = {each.name: each.default for each in signature(compute).parameters.values()}
    return Reference(
        method=name,
        family=HOME[name],
        answers=summary,
        not_for=_flat(parts["Not for"]),
        formula=_flat(parts["Formula"]),
        arguments=tuple(_argument(names, text, defaults) for names, text in _entries(parts["Args"])),
        refusals=tuple(_entries(parts["Raises"])),
        source=_flat(parts["Source"]),
        example=_dedented(parts["Example"]),
    )


def _split(doc: str) -> tuple[str, dict[str, str]]:
    """The text before the first heading, and each heading's own text."""
    pieces = _HEADING.split(doc)
    parts = dict.fromkeys(SECTIONS, "") | dict(zip(pieces[1::2], pieces[2::2], strict=True))
    return _flat(pieces[0]), parts


def _entries(section: str) -> list[tuple[str, str]]:
    pieces = _ENTRY.split(_dedented(section))
    return [(name, _flat(text)) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)]


def _argument(names: str, text: str, defaults: dict[str, object]) -> Argument:
    each = tuple(names.split(", "))
    default = defaults.get(each[0], Parameter.empty)
    return Argument(names=each, text=text, default="" if default is Parameter.empty else repr(default))


def _dedented(text: str) -> str:
    return re.sub(r"^ {4}", "", text.strip("\n").rstrip(), flags=re.MULTILINE)


def _flat(text: str) -> str:
    return " ".join(text.split())
