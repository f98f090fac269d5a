"""Put feedback under another product."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from allied.domains.feedback.actions.storing import evidence_of, remember_facets
from allied.domains.feedback.models import Duplicate, Feedback
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread import strength
from allied.kernel.thread.offers import offer
from allied.kernel.words import _


@transaction.atomic
def move_feedback(node: Node, product: Product, *, actor: Member) -> None:
    """Put one item under another product. Links stay; claims that rest on it follow. The caller writes the trail.

    Raises:
        Denied: the actor may not correct feedback.
        NotVisible: the product is in another workspace.
        InvalidState: it has duplicates or is one, or the product has an item of that source and id.
    """
    access.require(actor, Permission.FEEDBACK_EDIT, node)
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    strength.serialize(actor.workspace_id)
    item = Feedback.objects.select_related("node").get(node=node)
    _check(item, product)
    item.product = product
    item.save(update_fields=["product"])
    nodes.move_to(node, product)
    item.node = node
    remember_facets(actor, [item])
    offer(node, [evidence_of(item)])


def _check(item: Feedback, product: Product) -> None:
    name = item.node.reference
    if Duplicate.objects.filter(Q(item=item) | Q(of=item)).exists():
        raise InvalidState(_("%(name)s has duplicates, or is one. Take that back first. Nothing was moved.", name=name))
    known = Q(source_id=item.source_id) & ~Q(source_id="") | Q(digest=item.digest) & ~Q(digest="")
    if Feedback.objects.filter(known, product=product, source=item.source).exclude(pk=item.pk).exists():
        raise InvalidState(
            _(
                "%(name)s has the same item from %(source)s as %(name2)s. Nothing was moved.",
                name=product.name,
                source=item.source,
                name2=name,
            )
        )
