"""How one field of a list is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allied.kernel.access import Permission
from allied.kernel.people.models import Member


@dataclass(frozen=True)
class Edit:
    """How one field is changed.

    ``said`` gives all that the action sets, as forms give it, and ``name`` is this field's part of it; ``save`` calls
    the action with all of it: ``save(row, words, actor=, seen=)``. ``options`` are the values offered to a member;
    without them one writes. ``permission`` says whom it is offered to; the action has the last word.
    """

    name: str
    said: Callable[[Any], dict[str, str]]
    save: Callable[..., object]
    permission: Permission
    options: Callable[[Member], Mapping[str, str]] | None = None
    is_long: bool = False
    tidied: Callable[[str, Member], str] | None = None  # how ``said`` gives what somebody types, where that differs

    def tidy(self, text: str, actor: Member) -> str:
        return self.tidied(text, actor) if self.tidied else text

    def choices(self, actor: Member) -> dict[str, str]:
        return dict(self.options(actor)) if self.options else {}
