"""How what people decide about themes is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allied.domains.themes import actions
from allied.domains.themes.models import Theme
from allied.domains.themes.queries import theme_by_reference
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import members
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

MOVED, MARKED, NAMED, SPLIT = "themes.moved", "theme.marked", "theme.renamed", "theme.split"


def of_move(was: Mapping[str, str | None]) -> Undo | None:
    """Puts each piece back where it was, theme by item; None where nothing moved."""
    return Undo(MOVED, {"was": dict(was)}) if was else None


def of_mark(theme: Theme, **mark: bool) -> Undo:
    """Pins or hides it no longer, or again: ``pinned`` or ``hidden`` is what it is now."""
    return Undo(MARKED, {"reference": theme.node.reference, **mark}, theme.node)


def of_name(theme: Theme, name: str, named_by: int | None) -> Undo | None:
    """Gives the name back that it had, with who gave it; None where nothing changed."""
    if theme.name == name and theme.named_by_id == named_by:
        return None
    given = {"reference": theme.node.reference, "to": name, "by": named_by, "seen": edition(actions.said(theme))}
    return Undo(NAMED, given, theme.node)


def of_split(parts: Sequence[Theme]) -> Undo:
    """Merges the parts into the first again, which kept the name."""
    whole, *others = [part.node.reference for part in parts]
    return Undo(SPLIT, {"reference": whole, "parts": others}, parts[0].node)


def _name_back(given: dict[str, Any], *, actor: Member) -> str:
    theme = theme_by_reference(given["reference"], actor=actor)
    named_by = next((one for one in members(actor=actor) if one.pk == given["by"]), None)
    actions.take_name_back(theme, given["to"], named_by, actor=actor, seen=given["seen"])
    return _("%(reference)s is named “%(name)s” again.", reference=given["reference"], name=theme.name)


def _join_again(given: dict[str, Any], *, actor: Member) -> str:
    whole = theme_by_reference(given["reference"], actor=actor)
    for reference in given["parts"]:
        actions.merge_themes(theme_by_reference(reference, actor=actor), whole, actor=actor)
    return _("%(reference)s is one theme again.", reference=given["reference"])


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
    register(NAMED, _name_back)
    register(SPLIT, _join_again)
