"""How moving feedback between themes is taken back."""

from __future__ import annotations

from collections.abc import Mapping

from allied.domains.themes import actions
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

MOVED = "themes.moved"


def of_move(was: Mapping[str, str | None]) -> Undo | None:
    """Puts each piece back where it was, theme by item; None where nothing moved."""
    return Undo(MOVED, {"was": dict(was)}) if was else None


def _move_back(given: dict[str, dict[str, str | None]], *, actor: Member) -> str:
    count = actions.move_back(given["was"], actor=actor)
    return (
        _("1 item is back where it was.") if count == 1 else _("%(count)s items are back where they were.", count=count)
    )


def register_undo() -> None:
    register(MOVED, _move_back)
