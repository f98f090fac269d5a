"""Every change of an insight. All faces call these."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from allied.domains.insights import rules
from allied.domains.insights.models import REASON_LENGTH, SCOPE_LENGTH, SUMMARY_LENGTH, Insight, State
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import actions as thread
from allied.kernel.thread import strength
from allied.kernel.thread.models import Link
from allied.kernel.words import _

TEXTS = ("summary", "scope", "what_would_change")


@dataclass(frozen=True)
class Wording:
    """What an insight says. The claim is required."""

    claim: str
    summary: str = ""
    scope: str = ""
    what_would_change: str = ""

    def cleaned(self) -> Wording:
        """The same, ready to be stored.

        Raises:
            BadInput: the claim is empty, or a text is too long or holds U+0000.
        """
        return Wording(
            claim=clean(self.claim, field="claim", limit=TITLE_LENGTH, required=True, single_line=True),
            summary=clean(self.summary, field="summary", limit=SUMMARY_LENGTH),
            scope=clean(self.scope, field="scope", limit=SCOPE_LENGTH),
            what_would_change=clean(self.what_would_change, field="what_would_change", limit=SCOPE_LENGTH),
        )


def said(insight: Insight) -> dict[str, str]:
    """Everything that ``edit_insight`` sets, as forms give it."""
    return {**_texts(insight), "product": str(insight.node.product_id or "")}


def said_of_age(insight: Insight) -> dict[str, str]:
    """What ``set_half_life`` sets, as its form gives it."""
    return {"months": str(insight.node.strength.half_life_months or "")}


@transaction.atomic
def draft_insight(wording: Wording, *, actor: Member, product: Product | None = None) -> Insight:
    """Write a claim down as a draft.

    Raises:
        Denied: the actor may not draft insights.
        BadInput: the claim is empty, or a text is too long or holds U+0000.
    """
    access.require(actor, Permission.INSIGHT_DRAFT)
    _require_own(product, actor)
    wording = wording.cleaned()
    strength.serialize(actor.workspace_id)
    node = nodes.create("insight", title=wording.claim, actor=actor, product=product)
    insight = Insight.objects.create(node=node, **{name: getattr(wording, name) for name in TEXTS})
    _index(insight)
    strength.refresh([node])
    activity.record("insight.drafted", node, actor=actor)
    return insight


@transaction.atomic
def edit_insight(
    insight: Insight, wording: Wording, *, actor: Member, product: Product | None = None, seen: str | None = None
) -> Insight:
    """Word an insight anew, or move it to another product. The trail names the fields that changed.

    Raises:
        Denied: it is not the actor's own draft, and they may not edit others' insights.
        InvalidState: it has ended.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        BadInput: the claim is empty, or a text is too long or holds U+0000.
    """
    lock(insight)
    access.require(actor, rules.permission_to_edit(insight, actor), insight.node)
    _require_own(product, actor)
    rules.check_can_edit(insight)
    require_unchanged(seen, said(insight), insight.node, actor=actor)
    before = _texts(insight)
    changed = _restate(insight, wording.cleaned(), product)
    if changed:
        nodes.touch(insight.node)
        _index(insight)
        record_edit("insight.edited", insight.node, changed, before, _texts(insight), actor=actor)
    return insight


@transaction.atomic
def publish_insight(insight: Insight, *, actor: Member) -> Insight:
    """Publish a draft so that everyone can rely on it.

    Raises:
        Denied: the actor may not publish insights.
        InvalidState: it is not a draft, or no live evidence supports it.
    """
    access.require(actor, Permission.INSIGHT_PUBLISH, insight.node)
    lock(insight)
    rules.check_can_publish(insight)
    nodes.enter_state(insight.node, State.PUBLISHED)
    insight.published_at, insight.published_by = timezone.now(), actor
    insight.save(update_fields=["published_at", "published_by"])
    activity.record("insight.published", insight.node, actor=actor)
    return insight


@transaction.atomic
def unpublish_insight(insight: Insight, *, actor: Member) -> Insight:
    """Take back a publication that the actor made a moment ago.

    Raises:
        Denied: the actor may not publish insights.
        InvalidState: it is not published, somebody else published it, or more than 10 minutes ago.
    """
    access.require(actor, Permission.INSIGHT_PUBLISH, insight.node)
    lock(insight)
    rules.check_can_take_back(insight, actor)
    nodes.enter_state(insight.node, State.DRAFT)
    insight.published_at = insight.published_by = None
    insight.save(update_fields=["published_at", "published_by"])
    activity.record("insight.unpublished", insight.node, actor=actor)
    return insight


@transaction.atomic
def retire_insight(insight: Insight, *, reason: str, actor: Member) -> Insight:
    """Say that a claim no longer stands, and why. It stays readable and passes no evidence on.

    Raises:
        Denied: the actor may not retire insights.
        InvalidState: it has ended already.
        BadInput: there is no reason, or it is too long.
    """
    access.require(actor, Permission.INSIGHT_PUBLISH, insight.node)
    strength.serialize(actor.workspace_id)
    lock(insight)
    rules.check_can_retire(insight)
    reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    nodes.enter_state(insight.node, State.RETIRED)
    _record_end(insight, reason, actor)
    strength.refresh([insight.node])
    activity.record("insight.retired", insight.node, actor=actor, reason=insight.end_reason)
    return insight


@transaction.atomic
def supersede_insight(insight: Insight, successor: Insight, *, actor: Member, reason: str = "") -> Insight:
    """Let another insight take this one's place. It is kept and struck through, with a link to its successor.

    Raises:
        Denied: the actor may not supersede insights.
        InvalidState: it is not published, or the two would supersede each other in a circle.
        BadInput: the successor is the insight itself or not published, or the reason is too long.
    """
    access.require(actor, Permission.INSIGHT_PUBLISH, insight.node)
    access.require(actor, Permission.INSIGHT_PUBLISH, successor.node)
    strength.serialize(actor.workspace_id)
    lock(insight)
    lock(successor)
    rules.check_can_supersede(insight, successor)
    reason = clean(reason, field="reason", limit=REASON_LENGTH)
    thread.supersede(insight.node, successor.node, actor=actor, reason=reason)
    insight.node.refresh_from_db()
    _record_end(insight, reason, actor)
    return insight


@transaction.atomic
def reinstate_insight(insight: Insight, *, actor: Member) -> Insight:
    """Bring back a retired or superseded insight in the state that it had; a successor is unlinked.

    Raises:
        Denied: the actor may not publish insights.
        InvalidState: it has not ended.
    """
    access.require(actor, Permission.INSIGHT_PUBLISH, insight.node)
    strength.serialize(actor.workspace_id)
    lock(insight)
    rules.check_can_reinstate(insight)
    successors = Link.objects.filter(target=insight.node, relation="supersedes").select_related("source", "target")
    thread.unlink_many(list(successors), actor=actor)
    before = nodes.enter_state(insight.node, State.PUBLISHED if insight.published_at else State.DRAFT)
    insight.ended_at, insight.ended_by, insight.end_reason = None, None, ""
    insight.save(update_fields=["ended_at", "ended_by", "end_reason"])
    strength.refresh([insight.node])
    activity.record("insight.reinstated", insight.node, actor=actor, was=before)
    return insight


@transaction.atomic
def set_half_life(insight: Insight, months: int | None, *, actor: Member, seen: str | None = None) -> None:
    """Say after how many months evidence for this claim counts half; None: it does not age.

    Raises:
        Denied: the actor may not edit this insight.
        InvalidState: it has ended.
        Conflict: its half-life is no longer the edition that the actor has ``seen``.
        BadInput: not between 1 and 600 months.
    """
    strength.serialize(actor.workspace_id)
    lock(insight)
    access.require(actor, rules.permission_to_edit(insight, actor), insight.node)
    rules.check_can_edit(insight)
    require_unchanged(seen, said_of_age(insight), insight.node, actor=actor)
    strength.set_half_life(insight.node, months, actor=actor)


def lock(insight: Insight) -> None:
    """Hold the node's row and read again what stands, so that rules judge that."""
    node = nodes.lock(insight.node)
    insight.refresh_from_db()
    insight.node = node


def _record_end(insight: Insight, reason: str, actor: Member) -> None:
    insight.ended_at, insight.ended_by, insight.end_reason = timezone.now(), actor, reason
    insight.save(update_fields=["ended_at", "ended_by", "end_reason"])


def _restate(insight: Insight, wording: Wording, product: Product | None) -> list[str]:
    """Write what differs and return the names of it."""
    changed = [name for name in TEXTS if getattr(insight, name) != getattr(wording, name)]
    for name in changed:
        setattr(insight, name, getattr(wording, name))
    insight.save(update_fields=changed)
    if insight.claim != wording.claim:
        nodes.retitle(insight.node, wording.claim)
        changed.insert(0, "claim")
    if insight.node.product_id != (product.pk if product else None):
        nodes.move_to(insight.node, product)
        changed.append("product")
    return changed


def _texts(insight: Insight) -> dict[str, str]:
    return {"claim": insight.claim, **{name: getattr(insight, name) for name in TEXTS}}


def _index(insight: Insight) -> None:
    index(insight.node, insight.summary, insight.scope, insight.what_would_change)


def _require_own(product: Product | None, actor: Member) -> None:
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
