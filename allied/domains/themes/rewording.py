"""The names that a theme had, and how one is put back."""

from __future__ import annotations

from allied.domains.themes import actions, queries
from allied.domains.themes.models import Theme
from allied.kernel.access import Permission
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists.editing import Edit


def _save(theme: Theme, words: dict[str, str], *, actor: Member, seen: str) -> None:
    actions.rename_theme(theme, words["name"], actor=actor, seen=seen)


def register() -> None:
    edit = Edit("name", actions.said, _save, Permission.THEME_STEER)
    rewording.register("theme", queries.theme_by_reference, {"name": _("Name")}, {"name": edit})
