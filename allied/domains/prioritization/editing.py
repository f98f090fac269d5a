"""What of a round can be changed in a list: its custom fields. Its plan is edited whole, in its own form."""

from __future__ import annotations

from allied.domains.prioritization import queries
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.web.lists import editing
from allied.web.lists.editing import Editing


def register() -> None:
    hold("round", edit=Permission.ROUND_RUN)
    editing.register("rounds", Editing(queries.round_by_reference, queries.rounds, {}, kind="round"))
