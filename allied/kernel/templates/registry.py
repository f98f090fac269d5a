"""Which kinds may start from a template, and the starter set. Slices say so in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A field that a template may fill: its label, as the form of the kind has it, and how long it may be."""

    label: str
    limit: int
    is_long: bool = True


@dataclass(frozen=True)
class Starter:
    """A template that Allied brings along."""

    name: str
    fields: Mapping[str, str]
    is_default: bool = False


@dataclass(frozen=True)
class Startable:
    """A kind whose objects may start from a template, on the page named ``new``."""

    kind: str
    new: str
    fields: Mapping[str, Text]
    starters: Sequence[Starter] = ()


_startable: dict[str, Startable] = {}


def register(kind: str, new: str, fields: Mapping[str, Text], starters: Sequence[Starter] = ()) -> None:
    """Let new objects of a kind start from templates."""
    _startable[kind] = Startable(kind, new, fields, starters)


def startable() -> Mapping[str, Startable]:
    """Every kind that may start from a template, by name."""
    return _startable
