"""How what happens to a page reads in a history, after the name of who did it."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.words import _

FIELDS = {"title": "the title", "text": "the text", "product": "the product"}


def register() -> None:
    word("page.written", _("began this page"), icon="file-text")
    word("page.edited", _edited, icon="pen-line")
    word("page.put_back", _("put version {number} back"), icon="undo-2")


def _edited(details: dict[str, Any]) -> str:
    *most, last = [FIELDS[name] for name in details["changed"]]
    return f"changed {', '.join(most)} and {last}" if most else f"changed {last}"
