"""How moving feedback between themes is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allied.domains.themes import actions
from allied.domains.themes.models import Theme
from allied.domains.themes.queries import theme_by_reference
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

MOVED, MARKED = "themes.moved", "theme.marked"


def of_move(was: Mapping[str, str | None]) -> Undo | None:
    """Puts each piece back where it was, theme by item; None where nothing moved."""
    return Undo(MOVED, {"was": dict(was)}) if was else None


def of_mark(theme: Theme, **mark: bool) -> Undo:
    """Pins or hides it no longer, or again: ``pinned`` or ``hidden`` is what it is now."""
    return Undo(MARKED, {"reference": theme.node.reference, **mark}, theme.node)


def _mark_back(given: dict[str, Any], *, actor: Member) -> str:
    theme = theme_by_reference(given["reference"], actor=actor)
    if "pinned" in given:
        actions.pin_theme(theme, pinned=not given["pinned"], actor=actor)
    else:
        actions.hide_theme(theme, hidden=not given["hidden"], actor=actor)
    return _("%(reference)s is as before.", reference=given["reference"])


def _move_back(given: dict[str, dict[str, str | None]], *, actor: Member) -> str:
    count = actions.move_back(given["was"], actor=actor)
    return (
        _("1 item is back where it was.") if count == 1 else _("%(count)s items are back where they were.", count=count)
    )


def register_undo() -> None:
    register(MOVED, _move_back)
    register(MARKED, _mark_back)
