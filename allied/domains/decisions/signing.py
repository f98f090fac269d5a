"""Sign the united-front brief of a decision, withdraw that, and void what no longer says the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions import rules
from allied.domains.decisions.facts import facts
from allied.domains.decisions.models import BriefSignature, Decision, State
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _

SIGNED = frozenset({State.OPEN, State.DECIDED})


@transaction.atomic
def sign_brief(found: Decision, *, side: str, actor: Member) -> BriefSignature:
    """Stand behind the brief for one side, as it reads now.

    Raises:
        Denied: the actor speaks for another side, or may not take part.
        InvalidState: it is a draft, the side has signed, or the actor signed for the other side.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    node = nodes.lock(found.node)
    rules.check_speaks_for(actor, side, _("signs for this side"))
    if node.state not in SIGNED:
        raise InvalidState(_("A brief is signed once its question is open or decided. Nothing was changed."))
    content = facts([found], actor.workspace)[found.pk].digest
    standing = BriefSignature.objects.filter(decision=found, ending="")
    _outdate(standing.exclude(content=content).select_related("decision__node", "member"))
    holding = list(standing)
    if any(each.side == side or each.member_id == actor.pk for each in holding):
        raise InvalidState(_("This side has signed already, or you signed for the other. Nothing was changed."))
    made = BriefSignature.objects.create(
        decision=found, side=side, member=actor, signed_at=timezone.now(), content=content
    )
    activity.record("decision.brief_signed", node, actor=actor, side=side)
    return made


@transaction.atomic
def withdraw_signature(found: Decision, *, side: str, actor: Member) -> None:
    """Stand behind the brief no more. It stays in the trail that one did.

    Raises:
        Denied: the actor may not take part.
        InvalidState: the actor has not signed it for this side.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    node = nodes.lock(found.node)
    mine = BriefSignature.objects.filter(decision=found, side=side, member=actor, ending="")
    if not mine.update(ending=BriefSignature.Ending.WITHDRAWN, ended_at=timezone.now()):
        raise InvalidState(_("You have not signed this brief for this side. Nothing was changed."))
    activity.record("decision.brief_withdrawn", node, actor=actor, side=side)


def void_signatures(node: Node, *, actor: Member) -> None:
    """What the brief says has changed: who signed is told, and signs again or does not. In the caller's transaction."""
    holding = BriefSignature.objects.filter(decision=node.pk, ending="")
    signed = list(holding.values_list("member_id", flat=True))
    if signed:
        holding.update(ending=BriefSignature.Ending.VOIDED, ended_at=timezone.now())
        activity.record("decision.brief_voided", node, actor=actor, signed=signed)


@transaction.atomic
def void_outdated(workspace: Workspace) -> int:
    """Void the signatures under briefs that read otherwise now although nobody changed the decision: its evidence did.

    How many. A job does this so that who signed is told; the brief itself never shows such a signature as holding.
    """
    standing = BriefSignature.objects.filter(ending="", decision__node__workspace=workspace)
    signed = list(standing.select_related("decision__node", "member").order_by("pk"))
    said = facts(list({each.decision_id: each.decision for each in signed}.values()), workspace) if signed else {}
    return _outdate(each for each in signed if each.content != said[each.decision_id].digest)


def _outdate(outdated: Iterable[BriefSignature]) -> int:
    gone = list(outdated)
    for each in gone:
        each.ending, each.ended_at = BriefSignature.Ending.VOIDED, timezone.now()
        each.save(update_fields=["ending", "ended_at"])
        told = {"reminded": [each.member_id], "is_reminder": True}
        activity.record("decision.brief_outdated", each.decision.node, actor=each.member, **told)
    return len(gone)
