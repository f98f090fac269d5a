"""Draft the decision that records what a meeting settled, and record it in one act."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from allied.domains.decisions.actions import Draft, draft_decision
from allied.domains.decisions.models import Decision
from allied.domains.rituals.models import AgendaItem, Outcome
from allied.domains.rituals.outcomes import Result, record_outcome
from allied.kernel.people.models import Member
from allied.kernel.words import _


@transaction.atomic
def decision_from_meeting(item: AgendaItem, draft: Draft, *, actor: Member) -> Decision:
    """Draft a decision and say that the thing on the agenda is decided in it; both or neither.

    Raises:
        Denied: the actor may not draft decisions, or not plan meetings.
        InvalidState: the meeting is not being held, something came of it already, or a side is missing.
        BadInput: the draft is not whole.
    """
    made = draft_decision(draft, actor=actor, product=item.node.product)
    record_outcome(item, Result(Outcome.DECIDED, decision=made.node, notes=item.notes), actor=actor)
    return made


def words_from(item: AgendaItem) -> dict[str, Any]:
    """What the form begins with: where it was spoken about, and what was said."""
    said = [f"{one.get_voice_display()}, {one.author.name}: {one.text}" for one in item.statements.all()]
    place = _(
        "Settled in #%(meeting)s, on #%(reference)s.",
        meeting=item.meeting.node.reference,
        reference=item.node.reference,
    )
    return {"question": item.node.title, "context": "\n\n".join([str(place), *said, item.notes]).strip()}
