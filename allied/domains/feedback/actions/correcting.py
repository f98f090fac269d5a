"""Bring an item up to date with what its source says now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from allied.domains.feedback.actions.storing import TITLE, evidence_of, remember_facets, searched
from allied.domains.feedback.models import Feedback
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.search.actions import index
from allied.kernel.text import excerpt
from allied.kernel.thread import strength
from allied.kernel.thread.offers import offer

CORRECTABLE = (
    "text",
    "received_at",
    "is_dated",
    "author",
    "on_behalf_of",
    "person_key",
    "method",
    "company",
    "rating",
    "segments",
    "raw",
)
OF_EVIDENCE = {"received_at", "person_key", "method"}


@transaction.atomic
def correct_feedback(item: Feedback, values: Mapping[str, Any], *, actor: Member) -> list[str]:
    """Set fields of ``CORRECTABLE`` to what the source says; return the names of those that changed.

    Claims that rest on the item follow. The trail names the fields and holds no words of the person.

    Raises:
        Denied: the actor may not correct feedback.
    """
    access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    strength.serialize(actor.workspace_id)
    changed = apply_correction(item, values, actor=actor)
    if changed:
        activity.record("feedback.corrected", item.node, actor=actor, changed=changed)
    return changed


def apply_correction(item: Feedback, values: Mapping[str, Any], *, actor: Member) -> list[str]:
    """Set the fields that differ and what follows from them, in the transaction of the caller, who records it."""
    changed = [name for name in CORRECTABLE if name in values and getattr(item, name) != values[name]]
    if not changed:
        return []
    for name in changed:
        setattr(item, name, values[name])
    if "text" in changed:
        item.sentiment, item.sentiment_chance = "", None  # read anew, soon
        nodes.retitle(item.node, excerpt(item.text, TITLE))
    item.save(update_fields=[*changed, "sentiment", "sentiment_chance"])
    index(item.node, *searched(item))
    remember_facets(actor, [item])
    if OF_EVIDENCE & set(changed) and item.node.state != "duplicate":  # the item that it duplicates counts
        offer(item.node, [evidence_of(item)])
    nodes.touch(item.node)
    return changed
