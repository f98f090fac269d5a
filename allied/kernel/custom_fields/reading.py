"""What people type into a field, read as what it holds, and back: as forms send it, and as people read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from allied.kernel.custom_fields.models import PLACES, TEXT_LENGTH, CustomField, FieldOption, FieldValue, Type
from allied.kernel.errors import BadInput
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.text import clean
from allied.kernel.words import _

KEPT: Final = _("Nothing was changed.")
BETWEEN: Final = ";"  # several choices in one text; no option holds it
YES: Final = frozenset({"yes", "y", "true", "1", "x"})
NO: Final = frozenset({"no", "n", "false", "0"})
LARGEST: Final = Decimal(10) ** 12
_is_link = URLValidator(schemes=["http", "https"])


class Unfit(BadInput):
    """A text that is none of what a field holds; ``problem`` says so without what follows from it."""

    def __init__(self, field: CustomField, problem: str) -> None:
        self.problem = problem
        super().__init__(**{field.key: _("%(problem)s %(kept)s", problem=problem, kept=KEPT)})


class People:
    """The members of the actor's workspace by number, name and address: one query, when first asked."""

    def __init__(self, actor: Member) -> None:
        self._actor = actor

    @cached_property
    def _all(self) -> list[Member]:
        return list(members(actor=self._actor).select_related("user"))

    def named(self, text: str) -> Member | None:
        """Who has this number, name or address; None for nobody, or for several of that name."""
        folded = text.casefold()
        by_number = [one for one in self._all if str(one.pk) == text]
        found = by_number or [one for one in self._all if folded in (one.name.casefold(), _address(one))]
        return found[0] if len(found) == 1 else None


def _address(member: Member) -> str:
    return member.user.email.casefold() if member.user else ""


def parsed(field: CustomField, text: str, people: People) -> list[FieldValue]:
    """The rows for what somebody typed, without their object; none for nothing.

    Raises:
        BadInput: it is none of what the field holds.
    """
    text = clean(text, field=field.key, limit=TEXT_LENGTH * 4, single_line=True)
    if not text:
        return []
    found = _READERS[Type(field.type)](field, text, people)
    values = found if isinstance(found, list) else [found]
    return [FieldValue(field=field, **{field.column: value}) for value in values]


def _refusal(field: CustomField, text: str, wanted: str) -> Unfit:
    return Unfit(field, _("“%(text)s” is not %(wanted)s.", text=text[:40], wanted=wanted))


def _text(field: CustomField, text: str, people: People) -> str:
    return clean(text, field=field.key, limit=TEXT_LENGTH, single_line=True)


def _number(field: CustomField, text: str, people: People) -> Decimal:
    plain = "".join(text.split())
    try:
        value = Decimal(plain.replace(",", ".") if "." not in plain else plain.replace(",", ""))
    except InvalidOperation:
        raise _refusal(field, text, _("a number. Write one such as 12 or 3.5")) from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise _refusal(field, text, _("a number that fits here. The largest has 12 digits"))
    return round(value, PLACES)


def _day(field: CustomField, text: str, people: People) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _refusal(field, text, _("a date. Write it as 2026-03-01")) from None
    if not 1900 <= day.year <= 2200:
        raise _refusal(field, text, _("a date between 1900 and 2200"))
    return day


def _yes_no(field: CustomField, text: str, people: People) -> bool:
    if text.casefold() not in YES | NO:
        raise _refusal(field, text, _("yes or no"))
    return text.casefold() in YES


def _option(field: CustomField, text: str, people: People) -> FieldOption:
    options = offered(field)
    found = next((one for one in options if str(one.pk) == text), None) or labelled(field, text)
    if found is None:
        raise no_option(field, text)
    return found


def no_option(field: CustomField, text: str) -> Unfit:
    """The refusal of a text that is no option, with those that are."""
    known = ", ".join(one.label for one in offered(field)[:10])
    return _refusal(field, text, f"an option of “{field.name}”. Choose from: {known}")


def _options(field: CustomField, text: str, people: People) -> list[FieldOption]:
    wanted = [part.strip() for part in text.split(BETWEEN) if part.strip()]
    found = {one.pk: one for one in (labelled(field, part) or _option(field, part, people) for part in wanted)}
    return sorted(found.values(), key=lambda one: one.position)


def _person(field: CustomField, text: str, people: People) -> Member:
    found = people.named(text)
    if found is None:
        raise nobody(field, text)
    return found


def nobody(field: CustomField, text: str) -> Unfit:
    """The refusal of a text that names no member, or several."""
    return _refusal(field, text, "the name or e-mail address of one member of this workspace")


def _link(field: CustomField, text: str, people: People) -> str:
    try:
        _is_link(text)
    except ValidationError:
        raise _refusal(field, text, "a web address. Begin it with https://") from None
    return clean(text, field=field.key, limit=TEXT_LENGTH, single_line=True)


_READERS: Final[dict[Type, Callable[[CustomField, str, People], Any]]] = {
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.DATE: _day,
    Type.YES_NO: _yes_no,
    Type.CHOICE: _option,
    Type.CHOICES: _options,
    Type.PERSON: _person,
    Type.LINK: _link,
}


def offered(field: CustomField, standing: Sequence[FieldValue] = ()) -> list[FieldOption]:
    """The options that can be chosen, in their order, with those that stand already. Reads those prefetched."""
    kept = {value.option_id for value in standing}
    return [one for one in ordered(field) if one.is_offered or one.pk in kept]


def labelled(field: CustomField, label: str) -> FieldOption | None:
    """The option with that label, if it can be chosen."""
    return next((one for one in offered(field) if one.label.casefold() == label.casefold()), None)


def ordered(field: CustomField) -> list[FieldOption]:
    """All options, in their order."""
    return sorted(field.options.all(), key=lambda one: (one.position, one.pk))


def typed(field: CustomField, values: Sequence[FieldValue]) -> str:
    """The values as a form sends them: of a choice and a person the number; "" for nothing."""
    if not values:
        return ""
    if field.type == Type.CHOICES:
        return f"{BETWEEN} ".join(plain(field, values))
    first = values[0]
    if field.type in (Type.CHOICE, Type.PERSON):
        return str(first.option_id or first.person_id)
    return said(field, values).lower() if field.type == Type.YES_NO else said(field, values)


def plain(field: CustomField, values: Sequence[FieldValue]) -> Any:
    """The value as programs read it: of a choice its label, of several a list; None for nothing."""
    if field.type == Type.CHOICES:
        rows = sorted(values, key=lambda one: (one.option.position, one.option_id) if one.option else (0, 0))
        return [row.option.label for row in rows if row.option]
    if not values:
        return None
    found = getattr(values[0], field.column)
    return found.label if isinstance(found, FieldOption) else _trimmed(found)


def _trimmed(value: Any) -> Any:
    """A number without the zeros that the column adds."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def said(field: CustomField, values: Sequence[FieldValue]) -> str:
    """The value in words; "" for nothing."""
    found = plain(field, values)
    if found is None:
        return ""
    if isinstance(found, bool):
        return _("Yes") if found else _("No")
    if isinstance(found, list):
        return ", ".join(found)
    if isinstance(found, Member):
        return found.name
    return f"{found:f}" if isinstance(found, Decimal) else str(found)
