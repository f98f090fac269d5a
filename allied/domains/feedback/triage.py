"""Put a label on many items at once, or take it off."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from allied.domains.feedback import rules
from allied.domains.feedback.models import Feedback
from allied.kernel.labels.actions import set_labels
from allied.kernel.labels.models import Label
from allied.kernel.labels.queries import labels_of
from allied.kernel.people.models import Member


@transaction.atomic
def toggle_label(items: Sequence[Feedback], label: Label, *, actor: Member) -> tuple[bool, list[Feedback]]:
    """Put the label on all of them, or take it off where it stands on all; return whether it is on, and what changed.

    Raises:
        Denied: the actor may not label.
        BadInput: too many items are named, or one of them has all the labels that it can take.
    """
    rules.check_not_too_many(len(items))
    standing = labels_of([item.node for item in items])
    bare = [item for item in items if label not in standing[item.pk]]
    changed = bare or list(items)
    set_label(changed, label, is_on=bool(bare), actor=actor)
    return bool(bare), changed


@transaction.atomic
def set_label(items: Sequence[Feedback], label: Label, *, is_on: bool, actor: Member) -> None:
    """Let the label stand on these items, or not."""
    standing = labels_of([item.node for item in items])
    for item in items:
        others = [one for one in standing[item.pk] if one != label]
        set_labels(item.node, [*others, label] if is_on else others, actor=actor)
