"""The words of the interface, in the language of whoever reads them.

English is the source: what stands in the code is the message. ``_("Published")`` may stand anywhere, at import too: it
is translated when it is drawn. Whatever does not draw (JSON, a database, a comparison) sees the English text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import reduce
from typing import Any

from django.utils import translation
from markupsafe import escape

SOURCE = "en"
_is_source: ContextVar[bool] = ContextVar("is_source", default=True)


def is_source() -> bool:
    """Whether the reader reads English, so that no catalog needs to be asked."""
    return _is_source.get()


def speak(language: str) -> None:
    """Speak this language until another one is spoken; middleware does it once a request."""
    if not (is_source() and language == SOURCE):
        _is_source.set(language == SOURCE)
        translation.activate(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language for a while, as for an e-mail to somebody who reads another one."""
    before = _is_source.set(language == SOURCE)
    try:
        with translation.override(language):
            yield
    finally:
        _is_source.reset(before)


def said(text: str) -> str:
    """``text`` in the language of the reader; itself where no catalog knows it."""
    return text if _is_source.get() else translation.gettext(text)


def counted(count: float, one: str, many: str) -> str:
    """The form of the message that fits ``count``."""
    if _is_source.get():
        return one if count == 1 else many
    return translation.ngettext(one, many, int(count) if count == int(count) else 2)


def numbered(count: int, one: str, many: str) -> str:
    """ "1 person", "12 people": a number with what it counts."""
    return counted(count, f"%(count)s {one}", f"%(count)s {many}") % {"count": count}


def listed(parts: Iterable[str]) -> str:
    """ "A", "A and B": what belongs together."""
    found = [str(part) for part in parts]
    return reduce(lambda some, last: str(_("%(some)s and %(last)s", some=some, last=last)), found) if found else ""


def either(parts: Iterable[str]) -> str:
    """ "A", "A or B": one of them."""
    found = [str(part) for part in parts]
    return reduce(lambda some, last: str(_("%(some)s or %(last)s", some=some, last=last)), found) if found else ""


def series(parts: Iterable[str]) -> str:
    """ "a, b and c": what stands in one row, with a word before the last."""
    *some, last = map(str, parts)
    return listed([", ".join(some), last]) if some else last


class Words(str):
    """A message that says itself in the reader's language when it is drawn or formatted into other text.

    A ``str`` and not a promise: it can stand wherever text is expected, and the worst that happens to it is English.
    """

    __slots__ = ()

    def _said(self) -> str:
        return said(str.__str__(self))

    def __str__(self) -> str:
        return self._said()

    def __html__(self) -> str:
        return escape(self._said())

    def __format__(self, how: str) -> str:
        return format(self._said(), how)

    def __mod__(self, values: Any) -> Words:
        return Filled(self, values)

    def __add__(self, other: str) -> str:
        return self._said() + str(other)

    def __radd__(self, other: str) -> str:
        return str(other) + self._said()

    def lower(self) -> Words:
        return Turned(self, str.lower)

    def format(self, *args: Any, **kwargs: Any) -> str:
        return self._said().format(*args, **kwargs)

    def capitalize(self) -> Words:
        return Turned(self, str.capitalize)


class Filled(Words):
    """A message with values in it."""

    __slots__ = ("_message", "_values")
    _message: str
    _values: Mapping[str, Any]

    def __new__(cls, message: str, values: Mapping[str, Any]) -> Filled:
        made = super().__new__(cls, str.__mod__(message, values))
        made._message, made._values = str.__str__(message), values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]  # what copies are made of
        return self._message, self._values

    def _said(self) -> str:
        return str.__mod__(said(self._message), self._values)


class Turned(Words):
    """A message in other letters. Turned when it is said: many are made while no reader is there yet."""

    __slots__ = ("_turn", "_words")
    _words: Words
    _turn: Callable[[str], str]

    def __new__(cls, words: Words, turn: Callable[[str], str]) -> Turned:
        made = super().__new__(cls, turn(str.__str__(words)))
        made._words, made._turn = words, turn
        return made

    def __getnewargs__(self) -> tuple[Words, Callable[[str], str]]:  # type: ignore[override]
        return self._words, self._turn

    def _said(self) -> str:
        return self._turn(self._words._said())


def kept(text: str) -> list[Any]:
    """A message as JSON keeps it, so that ``of_kept`` says it to each reader in their own language."""
    if isinstance(text, Filled):
        return [text._message, {name: str(value) for name, value in text._values.items()}]
    return [str.__str__(text), {}]


def of_kept(found: Any) -> str:
    """The message that ``kept`` made; text as it is."""
    return found if isinstance(found, str) else _(found[0], **found[1])


def _(text: str, /, **values: object) -> str:
    """Mark a message: ``_("Published")``, ``_("%(name)s decides", name=owner.name)``. See ``Words``.

    Its type is that of text, so that it stands in any list or dict of texts.
    """
    return Filled(text, values) if values else Words(text)
