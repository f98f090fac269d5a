"""How what happens to a release reads in a history."""

from __future__ import annotations

from typing import Any

from allied.kernel.activity.history import word
from allied.kernel.words import _, counted


def register() -> None:
    word("release.shipped", _shipped, icon="package", tone="good")
    word("release.unshipped", _("took back that it shipped"), icon="undo-2", tone="warn")
    word("release.ticked", _("did this step: {step}"), icon="circle-check")
    word("release.unticked", _("said that this step is not done: {step}"), icon="circle-dashed")


def _shipped(details: dict[str, Any]) -> str:
    if not (left := len(details["steps"])):
        return _("shipped it, on %(on)s", on=details["on"])
    steps = counted(left, "%(left)s step open", "%(left)s steps open") % {"left": left}
    return _("shipped it, on %(on)s, with %(steps)s", on=details["on"], steps=steps)
