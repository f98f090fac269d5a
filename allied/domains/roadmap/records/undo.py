"""How a rewording is taken back."""

from __future__ import annotations

from typing import Any

from allied.domains.roadmap.records import actions, queries
from allied.domains.roadmap.records.sorts import sort_of
from allied.kernel.activity.editions import edition
from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

WORDS = "record.edited"


def of_edit(record: Threaded, before: dict[str, str]) -> Undo | None:
    """Puts the words back that stood before, unless somebody has changed them since; None where nothing changed."""
    after = actions.said(record)
    if after == before:
        return None
    return Undo(WORDS, {"reference": record.node.reference, "to": before, "seen": edition(after)}, record.node)


def save(record: Threaded, words: dict[str, str], *, actor: Member, seen: str | None = None) -> None:
    """Write what ``actions.said`` gave."""
    actions.edit_record(
        record,
        title=words["title"],
        details={one.name: words[one.name] for one in sort_of(record).details},
        product=product_by_id(words["product"], actor=actor),
        actor=actor,
        seen=seen,
    )


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    record = queries.record_by_reference(given["reference"], actor=actor)
    save(record, given["to"], actor=actor, seen=given["seen"])
    return _("%(given)s reads as it did before.", given=given["reference"])


def register_undo() -> None:
    register(WORDS, _put_back)
