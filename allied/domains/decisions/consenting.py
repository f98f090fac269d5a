"""Whom the charter makes agree: their answers, and what happens where none comes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions import rules
from allied.domains.decisions.actions import lock
from allied.domains.decisions.models import REASON_LENGTH, Consent
from allied.domains.decisions.signing import void_signatures
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread.strength import today_in


@transaction.atomic
def answer_consent(consent: Consent, *, answer: str, reason: str = "", actor: Member) -> Consent:
    """Agree, or say why not, where the charter asks the actor. Answering again replaces it until it is settled.

    Raises:
        Denied: the charter asks somebody else.
        InvalidState: the decision is not open, or it was settled.
        BadInput: no such answer, or no reason to disagree.
    """
    found = consent.decision
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    consent.refresh_from_db()
    consent.decision = found
    rules.check_can_answer(consent, actor, answer)
    needed = answer == Consent.Answer.DISAGREES
    consent.reason = clean(reason, field="reason", limit=REASON_LENGTH, required=needed)
    consent.answer, consent.answered_at = answer, timezone.now()
    consent.save(update_fields=["answer", "reason", "answered_at"])
    settles = found.right.escalates_to_id if needed and found.right is not None else None
    void_signatures(found.node, actor=actor)
    verb = f"decision.{'disagreed' if needed else 'agreed'}"
    activity.record(verb, found.node, actor=actor, reason=consent.reason, settles=settles)
    return consent


@transaction.atomic
def settle_consent(consent: Consent, *, reason: str, actor: Member) -> Consent:
    """Let it be decided without somebody's agreement: the charter's person, late or against it, in writing.

    Raises:
        Denied: by the charter somebody else settles it.
        InvalidState: the decision is not open, or the answer may still come.
        BadInput: there is no reason.
    """
    found = consent.decision
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    lock(found)
    consent.refresh_from_db()
    consent.decision = found
    rules.check_can_settle(consent, actor, today=today_in(actor.workspace))
    consent.settlement = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    consent.settled_at, consent.settled_by = timezone.now(), actor
    consent.save(update_fields=["settlement", "settled_at", "settled_by"])
    void_signatures(found.node, actor=actor)
    details = {"who": consent.member.name, "reason": consent.settlement}
    activity.record("decision.consent_settled", found.node, actor=actor, **details)
    return consent
