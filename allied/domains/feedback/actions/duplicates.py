"""Say that an item came in twice, and take that back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from allied.domains.feedback import rules
from allied.domains.feedback.actions.storing import evidence_of
from allied.domains.feedback.models import Duplicate, Feedback
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.disposal.actions import link_row, tie_again
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.thread import strength
from allied.kernel.thread.actions import link_many
from allied.kernel.thread.catalogue import EVIDENTIAL
from allied.kernel.thread.models import Link
from allied.kernel.thread.offers import offer

STATE = "duplicate"


@transaction.atomic
def mark_duplicates(items: Sequence[Feedback], of: Feedback, *, actor: Member) -> list[Feedback]:
    """Let ``of`` stand for these items too: each is kept, out of the inbox, and offers no evidence of its own.

    What they support or contradict, ``of`` does from then on. Where ``of`` is a duplicate itself, the item that it
    duplicates is meant. Return those that changed.

    Raises:
        Denied: the actor may not correct feedback.
        BadInput: it is the same item, of another product or person, or one of them has duplicates itself.
        InvalidState: ``of`` takes the opposite stance towards a claim of theirs.
    """
    for item in (*items, of):
        access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    rules.check_not_too_many(len(items))
    strength.serialize(actor.workspace_id)
    known = Duplicate.objects.filter(item=of).select_related("of__node", "of__product").first()
    of = known.of if known else of
    already = set(Duplicate.objects.filter(item__in=items).values_list("item", flat=True))
    changed = [item for item in items if item.pk not in already]
    for item in changed:
        rules.check_can_be_duplicate(item, of)
        _mark(item, of, actor)
    return changed


@transaction.atomic
def unmark_duplicates(items: Sequence[Feedback], *, actor: Member) -> list[Feedback]:
    """Let these items stand for themselves again, with the links that they had; return those that changed.

    Raises:
        Denied: the actor may not correct feedback.
    """
    for item in items:
        access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    rules.check_not_too_many(len(items))
    strength.serialize(actor.workspace_id)
    marks = {mark.item_id: mark for mark in Duplicate.objects.filter(item__in=items).select_related("of__node")}
    changed = [item for item in items if item.pk in marks]
    for item in changed:
        _unmark(item, marks[item.pk], actor)
    return changed


def _mark(item: Feedback, of: Feedback, actor: Member) -> None:
    links = list(Link.objects.filter(source=item.pk, relation__in=EVIDENTIAL).select_related("source", "target"))
    tied = [
        made.pk
        for link in links
        for made in link_many([of.node], link.relation, [link.target], actor=actor, note=link.note)
    ]
    Link.objects.filter(pk__in=[link.pk for link in links]).delete()
    strength.refresh([link.target for link in links])
    Duplicate.objects.create(item=item, of=of, marked_by=actor, moved=[link_row(link) for link in links], tied=tied)
    offer(item.node, [])
    nodes.enter_state(item.node, STATE)
    activity.record("feedback.duplicated", item.node, actor=actor, of=of.node.reference)


def _unmark(item: Feedback, mark: Duplicate, actor: Member) -> None:
    tied = list(Link.objects.filter(pk__in=mark.tied).select_related("target"))
    Link.objects.filter(pk__in=mark.tied).delete()
    back = tie_again(mark.moved, item.node)
    mark.delete()
    nodes.enter_state(item.node, "new")
    offer(item.node, [evidence_of(item)])
    strength.refresh(list({link.target for link in (*tied, *back)}))
    activity.record("feedback.unduplicated", item.node, actor=actor, of=mark.of.node.reference)
