"""Keep a meeting findable by what it says."""

from __future__ import annotations

from allied.domains.rituals.models import Meeting
from allied.kernel.search.actions import index


def index_meeting(found: Meeting) -> None:
    """By its title, purpose, place, and what its minutes say. To be called in the action that writes one of them."""
    texts = found.agenda.filter(removed_at=None).values_list("notes", "result")
    index(found.node, found.purpose, found.place, *(text for row in texts for text in row))
