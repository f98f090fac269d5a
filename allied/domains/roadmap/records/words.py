"""How what happens to a record reads in a history, after the name of who did it."""

from __future__ import annotations

from functools import partial
from typing import Any

from allied.domains.roadmap.records.sorts import SORTS
from allied.kernel.activity.history import word
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.words import _, series


def register() -> None:
    for kind in SORTS:
        word(f"{kind}.added", _("added it"), icon=KINDS[kind].icon)
        word(f"{kind}.edited", partial(_edited, kind), icon="pen-line")


def _edited(kind: str, details: dict[str, Any]) -> str:
    labels = SORTS[kind].labels
    return _("changed %(fields)s", fields=series(labels[name].lower() for name in details["changed"]))
