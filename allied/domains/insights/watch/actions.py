"""Say what new evidence means for a claim. Only this links it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from allied.domains.insights.models import Suggestion
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk.models import Follow
from allied.kernel.thread import actions as thread
from allied.kernel.thread.models import Link
from allied.kernel.thread.reach import among, claims_downstream
from allied.kernel.thread.strength import serialize, strength_of, today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _

RELATIONS = ("supports", "contradicts")


@transaction.atomic
def confirm_suggestion(found: Suggestion, relation: str, *, actor: Member) -> Suggestion:
    """Say that the evidence supports or contradicts the claim: link it, and tell the owners of all that rests on it.

    Raises:
        Denied: the actor may not link.
        InvalidState: somebody decided on it already, the claim has ended, or the opposite is linked.
        BadInput: neither supports nor contradicts.
    """
    access.require(actor, Permission.THREAD_LINK, found.claim)
    if relation not in RELATIONS:
        raise BadInput(relation=_("Say that it supports the claim, or that it contradicts it. Nothing was linked."))
    serialize(actor.workspace_id)
    _lock(found)
    _check_waits(found)
    if found.claim.is_ended:
        state = found.claim.state_label.lower()
        raise InvalidState(
            _(
                "%(reference)s is %(state)s and takes no new evidence. Nothing was linked.",
                reference=found.claim.reference,
                state=state,
            )
        )
    before = _headline(found.claim, actor)
    thread.link(found.evidence, relation, found.claim, actor=actor, is_quiet=True)
    _decide(found, Suggestion.State.CONFIRMED, actor, relation)
    activity.record(
        "insight.evidence_confirmed",
        found.claim,
        actor=actor,
        relation=relation,
        evidence=found.evidence.reference,
        was=before,
        now=_headline(found.claim, actor),
        told=sorted(owners_downstream(found.claim) - {actor.pk}),
    )
    return found


@transaction.atomic
def dismiss_suggestion(found: Suggestion, *, actor: Member) -> Suggestion:
    """Say that the evidence is not about the claim. It is not offered to it again.

    Raises:
        Denied: the actor may not link.
        InvalidState: somebody decided on it already.
    """
    access.require(actor, Permission.THREAD_LINK, found.claim)
    _lock(found)
    _check_waits(found)
    _decide(found, Suggestion.State.DISMISSED, actor)
    evidence = found.evidence.reference
    activity.record("insight.evidence_dismissed", found.claim, actor=actor, evidence=evidence, quiet=True)
    return found


@transaction.atomic
def reopen_suggestion(found: Suggestion, *, actor: Member) -> Suggestion:
    """Let it wait again; a link that its confirmation made is taken away.

    Raises:
        Denied: the actor may not link.
        InvalidState: it waits already.
    """
    access.require(actor, Permission.THREAD_LINK, found.claim)
    serialize(actor.workspace_id)
    _lock(found)
    if found.is_waiting:
        raise InvalidState(_("It waits already. Nothing was changed."))
    links = Link.objects.filter(source=found.evidence, target=found.claim, relation=found.relation or "supports")
    if found.relation:
        thread.unlink_many(list(links.select_related("source", "target")), actor=actor)
    found.state, found.relation, found.decided_by, found.decided_at = Suggestion.State.WAITING, "", None, None
    found.save(update_fields=["state", "relation", "decided_by", "decided_at"])
    evidence = found.evidence.reference
    activity.record("insight.evidence_reopened", found.claim, actor=actor, evidence=evidence, quiet=True)
    return found


def owners_downstream(claim: Node) -> set[int]:
    """Who made or owns the claim, the claims that it reaches, and the items and decisions that rest on those."""
    claims = claims_downstream([claim])
    resting = Link.objects.filter(target__in=among(claims), relation__in=("addresses", "derived_from"))
    nodes = {*claims, *resting.values_list("source_id", flat=True)}
    follows = Follow.objects.filter(node__in=among(nodes), is_on=True, why__in=(Follow.Why.OWNER, Follow.Why.AUTHOR))
    return set(follows.values_list("member_id", flat=True))


def _lock(found: Suggestion) -> None:
    now = Suggestion.objects.select_for_update().get(pk=found.pk)
    found.state, found.relation = now.state, now.relation


def _check_waits(found: Suggestion) -> None:
    if not found.is_waiting:
        label = Suggestion.State(found.state).label.lower()
        raise InvalidState(
            _("Somebody has %(label)s this already. Open the page again. Nothing was changed.", label=label)
        )


def _decide(found: Suggestion, state: Suggestion.State, actor: Member, relation: str = "") -> None:
    found.state, found.relation, found.decided_by, found.decided_at = state, relation, actor, timezone.now()
    found.save(update_fields=["state", "relation", "decided_by", "decided_at"])


def _headline(claim: Node, actor: Member) -> str:
    found = strength_of([claim], today=today_in(actor.workspace))[claim.pk]
    return headline(found.level, found.flag)
