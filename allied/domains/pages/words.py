"""How what happens to a page reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.words import _, series

FIELDS = {"title": _("the title"), "text": _("the text"), "product": _("the product")}


def register() -> None:
    word("page.written", _("began this page"), icon="file-text")
    word("page.edited", _edited, icon="pen-line")
    word("page.put_back", _("put version {number} back"), icon="undo-2")


def _edited(details: dict[str, Any]) -> str:
    return _("changed %(fields)s", fields=series(FIELDS[name] for name in details["changed"]))
