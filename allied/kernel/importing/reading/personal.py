"""Hides what identifies a person in a text: e-mail addresses, card and phone numbers, each by choice.

Each is replaced in place by words that say what stood there, so the sentence
still reads. Wrongly hidden digits cost little; a stored card number costs much.
"""

import re
from collections.abc import Collection
from enum import StrEnum

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_DIGITS = re.compile(r"(?<![\w.,/-])\+?(?:\(\d{1,5}\)[ -]?)?\d(?:[ \-]?\d){7,18}(?![\w/]|[.,]\d)", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d\d-\d\d-(?:19|20)\d\d")


class Personal(StrEnum):
    """What can be hidden, with the words that stand in its place."""

    EMAIL = "e-mail address"
    PHONE = "phone number"
    CARD = "card number"


EVERYTHING = frozenset(Personal)


def hide_personal(text: str, kinds: Collection[Personal] = EVERYTHING) -> tuple[str, int]:
    """``text`` without personal details of these kinds, and how many were hidden."""
    emails = hidden = 0
    if Personal.EMAIL in kinds:
        text, emails = _EMAIL.subn(f"[{Personal.EMAIL} hidden]", text)

    def replace(found: "re.Match[str]") -> str:
        nonlocal hidden
        kind = _kind_of(found[0])
        is_hidden = kind is not None and kind in kinds
        hidden += is_hidden
        return f"[{kind} hidden]" if is_hidden else found[0]

    return _DIGITS.sub(replace, text), emails + hidden


def _kind_of(number: str) -> Personal | None:
    digits = [int(sign) for sign in number if sign.isdigit()]
    if 13 <= len(digits) <= 19 and _has_luhn_sum(digits):
        return Personal.CARD
    is_written_as_phone = number[0] in "+(0" or any(sign in number for sign in " -(")
    if 9 <= len(digits) <= 15 and is_written_as_phone and not _DATE.match(number):
        return Personal.PHONE
    return None


def _has_luhn_sum(digits: list[int]) -> bool:
    """The check sum that every payment card number has."""
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
