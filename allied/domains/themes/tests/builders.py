"""Feedback that falls into clear themes."""

from __future__ import annotations

from allied.domains.feedback import actions as feedback
from allied.domains.themes import actions
from allied.domains.themes.models import Run
from allied.kernel.people.models import Member, Product
from allied.kernel.testing import product_of

SAID = {
    "refund": [
        "Where is my refund for order {}?",
        "I still wait for refund {}",
        "The refund {} never arrived",
        "Refund {} is missing",
    ],
    "password": [
        "I forgot my password on phone {}",
        "Reset my password please, try {}",
        "My password {} is not accepted",
        "Password reset {} fails",
    ],
    "parking": [
        "No parking space near branch {}",
        "The parking lot at {} is full",
        "Parking at {} costs too much",
        "I could not park, parking {} was closed",
    ],
}


def add_comments(
    actor: Member,
    count: int = 8,
    *,
    start: int = 0,
    about: Product | None = None,
    segments: dict[str, str] | None = None,
) -> None:
    """``count`` comments on each of three subjects, no two alike."""
    for number in range(start, start + count):
        for lines in SAID.values():
            feedback.add_feedback(
                text=lines[number % len(lines)].format(number),
                product=about or product_of(actor),
                actor=actor,
                segments=segments,
            )


def sorted_themes(actor: Member, *, granularity: float | None = None) -> Run:
    """A run that is done."""
    return actions.run_to_end(actions.start_run(product_of(actor), actor=actor, granularity=granularity))
