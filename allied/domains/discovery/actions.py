"""Frame opportunities, order them into a tree, and end them without losing them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from allied.domains.discovery import rules
from allied.domains.discovery.models import Opportunity
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import keep
from allied.kernel.errors import NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import actions as thread
from allied.kernel.thread import strength
from allied.kernel.thread.models import Link
from allied.kernel.words import _

DESCRIPTION_LENGTH = 10_000
CONCERNS_LENGTH = 300
REASON_LENGTH = 500


def said(opportunity: Opportunity) -> dict[str, str]:
    """Everything that ``edit_opportunity`` sets, as forms give it."""
    return _texts(opportunity) | {"product": str(opportunity.node.product_id or "")}


@transaction.atomic
def frame_opportunity(
    *, title: str, actor: Member, description: str = "", concerns: str = "", product: Product | None = None
) -> Opportunity:
    """Add an opportunity: what people need, in their terms.

    Raises:
        Denied: the actor may not add opportunities.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, or a text is too long.
    """
    access.require(actor, Permission.OPPORTUNITY_FRAME)
    _require_own(product, actor)
    texts = _cleaned(description, concerns)
    strength.serialize(actor.workspace_id)
    node = nodes.create("opportunity", title=title, actor=actor, product=product)
    opportunity = Opportunity.objects.create(node=node, **texts)
    strength.refresh([node])
    index(node, *texts.values())
    activity.record("opportunity.framed", node, actor=actor)
    return opportunity


@transaction.atomic
def edit_opportunity(
    opportunity: Opportunity,
    *,
    title: str,
    description: str,
    concerns: str,
    actor: Member,
    product: Product | None = None,
    seen: str | None = None,
) -> Opportunity:
    """Reword an open opportunity, or move it to another product; the trail names the fields that changed.

    Raises:
        Denied: the actor neither framed it nor may edit any opportunity.
        InvalidState: it was retired or superseded.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, or a text is too long.
    """
    access.require(actor, rules.permission_to_edit(opportunity, actor), opportunity.node)
    _require_own(product, actor)
    _lock(opportunity)
    rules.check_is_open(opportunity)
    require_unchanged(seen, said(opportunity), opportunity.node, actor=actor)
    before = _texts(opportunity)
    changed = _reword(opportunity, title, _cleaned(description, concerns), product)
    if changed:
        nodes.touch(opportunity.node)
        index(opportunity.node, opportunity.description, opportunity.concerns)
        entry = activity.record("opportunity.edited", opportunity.node, actor=actor, changed=changed)
        keep(entry, before, _texts(opportunity))
    return opportunity


@transaction.atomic
def place_under(opportunity: Opportunity, parent: Opportunity, *, actor: Member) -> None:
    """Make the opportunity part of a larger one, instead of the one that it was part of.

    Raises:
        Denied: the actor may not edit it, or may not link.
        InvalidState: either one has ended, or it would become part of itself; the circle is named.
    """
    access.require(actor, rules.permission_to_edit(opportunity, actor), opportunity.node)
    _lock(opportunity)
    _lock(parent)
    rules.check_is_open(opportunity)
    rules.check_is_open(parent)
    for made in _places(opportunity).exclude(target=parent.node):
        thread.unlink(made, actor=actor)
    thread.link(opportunity.node, "part_of", parent.node, actor=actor)


@transaction.atomic
def take_out(opportunity: Opportunity, *, actor: Member) -> None:
    """Let the opportunity stand by itself again."""
    access.require(actor, rules.permission_to_edit(opportunity, actor), opportunity.node)
    for made in _places(opportunity):
        thread.unlink(made, actor=actor)


@transaction.atomic
def retire_opportunity(opportunity: Opportunity, *, reason: str, actor: Member) -> Opportunity:
    """Set an opportunity aside for good. It stays readable and passes no evidence on.

    Raises:
        Denied: the actor may not edit any opportunity.
        InvalidState: it has ended already.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, opportunity.node)
    _lock(opportunity)
    rules.check_is_open(opportunity)
    _end(opportunity, "retired", reason, actor)
    activity.record("opportunity.retired", opportunity.node, actor=actor, reason=opportunity.ended_because)
    return opportunity


@transaction.atomic
def supersede_opportunity(old: Opportunity, *, by: Opportunity, reason: str, actor: Member) -> Opportunity:
    """Let a better framed opportunity take the place of ``old``, which is kept and struck through.

    Raises:
        Denied: the actor may not edit any opportunity.
        InvalidState: either one has ended, or they are the same.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, old.node)
    access.require(actor, Permission.OPPORTUNITY_EDIT, by.node)
    _lock(old)
    _lock(by)
    rules.check_can_supersede(old, by)
    thread.link(by.node, "supersedes", old.node, actor=actor)
    _end(old, "superseded", reason, actor)
    activity.record("opportunity.superseded", old.node, actor=actor, other=by.pk, reason=old.ended_because)
    return old


@transaction.atomic
def reopen_opportunity(opportunity: Opportunity, *, actor: Member) -> Opportunity:
    """Bring an ended opportunity back, with its evidence. What took its place stays, but no longer supersedes it.

    Raises:
        Denied: the actor may not edit any opportunity.
        InvalidState: it is open.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, opportunity.node)
    _lock(opportunity)
    rules.check_is_ended(opportunity)
    for made in Link.objects.filter(target=opportunity.node, relation="supersedes").select_related("source", "target"):
        thread.unlink(made, actor=actor)
    opportunity.ended_at, opportunity.ended_by, opportunity.ended_because = None, None, ""
    opportunity.save(update_fields=["ended_at", "ended_by", "ended_because"])
    nodes.enter_state(opportunity.node, "open")
    strength.refresh([opportunity.node])
    activity.record("opportunity.reopened", opportunity.node, actor=actor)
    return opportunity


def _texts(opportunity: Opportunity) -> dict[str, str]:
    texts = {name: getattr(opportunity, name) for name in ("concerns", "description")}
    return {"title": opportunity.node.title, **texts}


def _cleaned(description: str, concerns: str) -> dict[str, str]:
    return {
        "description": clean(description, field="description", limit=DESCRIPTION_LENGTH),
        "concerns": clean(concerns, field="concerns", limit=CONCERNS_LENGTH, single_line=True),
    }


def _reword(opportunity: Opportunity, title: str, texts: dict[str, str], product: Product | None) -> list[str]:
    """Write what is new and return the names of those fields."""
    changed = [name for name, text in texts.items() if getattr(opportunity, name) != text]
    for name in changed:
        setattr(opportunity, name, texts[name])
    opportunity.save(update_fields=changed)
    if title.split() != opportunity.node.title.split():
        nodes.retitle(opportunity.node, title)
        changed.insert(0, "title")
    if opportunity.node.product_id != (product.pk if product else None):
        nodes.move_to(opportunity.node, product)
        changed.append("product")
    return changed


def _require_own(product: Product | None, actor: Member) -> None:
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))


def _end(opportunity: Opportunity, state: str, reason: str, actor: Member) -> None:
    opportunity.ended_because = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    opportunity.ended_at, opportunity.ended_by = timezone.now(), actor
    opportunity.save(update_fields=["ended_at", "ended_by", "ended_because"])
    nodes.enter_state(opportunity.node, state)
    strength.refresh([opportunity.node])


def _lock(opportunity: Opportunity) -> None:
    """Hold the workspace's evidence, then the node: the order that links use, so that two acts cannot cross.

    What stands is read again under the lock, so that rules judge that.
    """
    strength.serialize(opportunity.node.workspace_id)
    node = nodes.lock(opportunity.node)
    opportunity.refresh_from_db()
    opportunity.node = node


def _places(opportunity: Opportunity) -> QuerySet[Link]:
    return Link.objects.filter(source=opportunity.node, relation="part_of").select_related("source", "target")
