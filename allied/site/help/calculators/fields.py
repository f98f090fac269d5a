"""What people type into a calculator, read as the plain numbers that the statistics take. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from allied.kernel.words import _
from allied.web.forms import required

NUMBER = re.compile(r"[-−+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
GROUPED = re.compile(r"[0-9]{1,3}([, \u00a0\u202f][0-9]{3})+")
BETWEEN = re.compile(r"\s*(?:to|–|-|\.\.)\s*")  # noqa: RUF001  people write ranges with an en dash
LONGEST = 40  # characters of one number
MOST = 20_000  # characters of a list: what an address carries with ease


class Typed(forms.CharField):
    """Text that is read by ``read``; what cannot be read is said in a sentence."""

    def __init__(self, label: str, *, hint: str = "", rows: int = 0, decimal: bool = True, missing: str = "") -> None:
        keys = {"autocomplete": "off"} | ({} if rows else {"inputmode": "decimal" if decimal else "numeric"})
        widget = forms.Textarea({"rows": rows, **keys}) if rows else forms.TextInput(keys)
        say = missing or _("Give a number for “%(label)s”", label=label)
        super().__init__(
            label=label, help_text=hint, widget=widget, max_length=MOST, error_messages=required(f"{say}.")
        )

    def clean(self, value: Any) -> Any:
        return self.read(super().clean(value))

    def read(self, text: str) -> Any:
        raise NotImplementedError


class Whole(Typed):
    """A count, also with its thousands set apart: 1,246."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, hint=hint, decimal=False)

    def read(self, text: str) -> int:
        found = number(re.sub(r"\D", "", text) if GROUPED.fullmatch(text) else text)
        if not isinstance(found, int):
            raise ValidationError(_("“%(short)s” is not a whole number. Give one such as 12.", short=short(text)))
        return found


class Share(Typed):
    """A share as 0.25 or as 25%."""

    def read(self, text: str) -> float:
        plain = text.removesuffix("%").rstrip()
        found = number(plain)
        if found is None:
            raise ValidationError(_("“%(short)s” is not a share. Give one such as 25%% or 0.25.", short=short(text)))
        return found / 100 if text.endswith("%") else found


class Range(Typed):
    """Two values as "500 to 2000", or one when it is known; what ``rice_lognormal`` takes for a factor."""

    def read(self, text: str) -> dict[str, float]:
        found = [number(part.strip()) for part in BETWEEN.split(text, maxsplit=1)]
        low, high = found[0], found[-1]
        if low is None or high is None:
            raise ValidationError(_("“%(short)s” is not a range. Give one such as 500 to 2000.", short=short(text)))
        if low > high:
            raise ValidationError(_("Give the lower value first: %(high)s to %(low)s.", high=high, low=low))
        return {"p05": low, "p95": high}


class Numbers(Typed):
    """A list: numbers apart by commas, spaces or lines."""

    def __init__(self, label: str, *, hint: str = "", rows: int = 3) -> None:
        super().__init__(label, hint=hint, rows=rows, missing=_("Give the numbers for “%(label)s”", label=label))

    def read(self, text: str) -> list[float]:
        return row(text)


class Table(Numbers):
    """Rows of numbers, one row a line."""

    def read(self, text: str) -> list[list[float]]:  # type: ignore[override]  # a list of rows
        return [row(line) for line in text.splitlines() if line.strip()]


class Choice(forms.TypedChoiceField):
    """One of a few named options; ``default`` stands when an address does not name one."""

    def __init__(self, label: str, options: Mapping[Any, str], default: Any, *, hint: str = "") -> None:
        named = {str(value): value for value in options}
        say = _("Choose one of the options for “%(label)s”.", label=label)
        super().__init__(
            label=label, help_text=hint, choices=[(str(value), words) for value, words in options.items()],
            coerce=lambda text: named[text], initial=str(default), error_messages=required(say, invalid_choice=say),
        )  # fmt: skip


def row(text: str) -> list[float]:
    """Raises: ValidationError, naming the first piece that is not a number."""
    pieces = [piece for piece in re.split(r"[\s,;]+", text) if piece]
    found = [number(piece) for piece in pieces]
    if None in found:
        odd = short(pieces[found.index(None)])
        raise ValidationError(
            _("“%(odd)s” is not a number. Write numbers such as 7 or 7.5, apart by commas or spaces.", odd=odd)
        )
    return [each for each in found if each is not None]


def number(text: str) -> float | None:
    """The number that the text spells: an int where it is whole; None where it is no number."""
    if len(text) > LONGEST or not NUMBER.fullmatch(text):
        return None
    plain = text.replace("−", "-")
    return int(plain) if re.fullmatch(r"[-+]?[0-9]+", plain) else float(plain)


def short(text: str) -> str:
    """The start of what was typed, for a sentence."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
