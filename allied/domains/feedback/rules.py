"""What the state of feedback allows. Who may act is ``kernel.access``'s question."""

from __future__ import annotations

from collections.abc import Sequence

from allied.domains.feedback.models import Feedback
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.thread.models import Link

MOST_AT_ONCE = 500


def check_can_dismiss(items: Sequence[Feedback]) -> None:
    """What stands as evidence is not set aside behind the claim's back."""
    check_not_too_many(len(items))
    used = Link.objects.filter(source__in=[item.pk for item in items]).select_related("source", "target").first()
    if used is not None:
        raise InvalidState(
            f"{used.source.reference} is used by {used.target.reference}. Take that link away first. "
            "Nothing was changed."
        )


def check_not_too_many(count: int) -> None:
    """One request changes a number of items that a person can answer for."""
    if not count:
        raise BadInput(node="Select at least one item first. Nothing was changed.")
    if count > MOST_AT_ONCE:
        raise BadInput(node=f"{count:,} items are selected; {MOST_AT_ONCE} fit in one go. Nothing was changed.")
