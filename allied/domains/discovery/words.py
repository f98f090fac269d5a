"""How what happens to an opportunity reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.words import _, series

FIELDS = {
    "title": _("the title"),
    "description": _("the description"),
    "concerns": _("who it concerns"),
    "product": _("the product"),
}


def register() -> None:
    word("opportunity.framed", _("framed this opportunity"), icon="door-open")
    word("opportunity.sized", _("said how large it is"), icon="users")
    word("opportunity.edited", _edited, icon="pen-line")
    word("opportunity.retired", _("retired it: {reason}"), icon="archive", tone="warn")
    word("opportunity.superseded", _("superseded it by {other}: {reason}"), icon="layers", tone="warn")
    word("opportunity.reopened", _("reopened it"), icon="archive-restore", tone="good")


def _edited(details: dict[str, Any]) -> str:
    return _("changed %(fields)s", fields=series(FIELDS[name] for name in details["changed"]))
