"""Grow a tree: add, reword, place, end and bring back what stands in it. Every kind by the same acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from allied.domains.discovery import rules
from allied.domains.discovery.models import Grown, Opportunity, Outcome
from allied.domains.discovery.trees import planting, queries
from allied.domains.discovery.trees.sorts import (
    DESCRIPTION_LENGTH,
    REASON_LENGTH,
    RELATIONS,
    SORTS,
    Detail,
    sort_of,
    worded,
)
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition, require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import actions as thread
from allied.kernel.thread import strength
from allied.kernel.thread.models import Link
from allied.kernel.words import _

LAST = "last"
G = TypeVar("G", bound=Grown)


def said(grown: Grown) -> dict[str, str]:
    """Everything that ``edit_branch`` sets, as forms give it."""
    return _texts(grown) | {"product": str(grown.node.product_id or "")}


@transaction.atomic
def add_branch(
    model: type[G],
    *,
    title: str,
    actor: Member,
    description: str = "",
    details: Mapping[str, Any] | None = None,
    product: Product | None = None,
) -> G:
    """Add an outcome, an opportunity, a solution or an assumption; it stands by itself until it is placed.

    Raises:
        Denied: the actor may not add to trees.
        NotVisible: the product is in another workspace.
        BadInput: the title is empty, a text is too long, or a detail is none of its options.
    """
    access.require(actor, Permission.OPPORTUNITY_FRAME)
    require_own(product, actor)
    kind = sort_of(model).kind
    values = _cleaned(kind, description, details or {})
    strength.serialize(actor.workspace_id)
    node = nodes.create(kind, title=title, actor=actor, product=product)
    grown = model(node=node, **values)
    grown.save(force_insert=True)
    if node.spec.is_claim:
        strength.refresh([node])
    index(node, *_words(grown))
    activity.record("opportunity.framed" if kind == "opportunity" else f"{kind}.added", node, actor=actor)
    return grown


@transaction.atomic
def edit_branch(
    grown: G,
    *,
    title: str,
    actor: Member,
    description: str = "",
    details: Mapping[str, Any] | None = None,
    product: Product | None = None,
    seen: str | None = None,
) -> G:
    """Reword what is open, or move it to another product; the trail names the fields that changed.

    Raises:
        Denied: the actor neither added it nor may edit everything in trees.
        InvalidState: it has ended.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        NotVisible: the product is in another workspace.
        BadInput: as for ``add_branch``.
    """
    node = grown.node
    access.require(actor, rules.permission_to_edit(grown, actor), node)
    require_own(product, actor)
    lock(grown)
    rules.check_is_open(grown)
    require_unchanged(seen, said(grown), grown.node, actor=actor)
    before, values = _texts(grown), _cleaned(grown.node.kind, description, details or {})
    changed = [name for name, value in values.items() if getattr(grown, name) != value]
    for name in changed:
        setattr(grown, name, values[name])
    grown.save(update_fields=changed)
    if title.split() != grown.node.title.split():
        nodes.retitle(grown.node, title)
        changed.insert(0, "title")
    if grown.node.product_id != (product.pk if product else None):
        nodes.move_to(grown.node, product)
        changed.append("product")
    if changed:
        nodes.touch(grown.node)
        index(grown.node, *_words(grown))
        record_edit(f"{grown.node.kind}.edited", grown.node, changed, before, _texts(grown), actor=actor)
    return grown


@transaction.atomic
def rename_branch(grown: G, title: str, *, was: str, actor: Member) -> G:
    """Give it another title, if it still has the one that the actor saw.

    Raises:
        Conflict: it ``was`` called so, but somebody called it otherwise meanwhile.
        Denied, InvalidState, BadInput: as for ``edit_branch``.
    """
    words = said(grown)
    seen = edition({**words, "title": " ".join(was.split())})
    kept = worded(grown, words | {"title": title})
    return edit_branch(grown, **kept, product=grown.node.product, seen=seen, actor=actor)


@transaction.atomic
def place_under(
    grown: Grown, parent: Grown, *, actor: Member, after: str = LAST, seen: str | None = None
) -> list[Link]:
    """Put it under ``parent``, instead of where it stood; return the links that this took away.

    ``after`` is the reference of the sibling that it follows, "" for the first place. ``seen`` is the reference of
    what it stood under when the actor looked.

    Raises:
        Denied: the actor may not edit it, or may not link.
        InvalidState: either one has ended, such a kind does not stand under the other, somebody moved it since, or it
            would stand under itself; the circle is named.
    """
    access.require(actor, rules.permission_to_edit(grown, actor), grown.node)
    lock(grown)
    lock(parent)
    rules.check_is_open(grown)
    rules.check_is_open(parent)
    relation = SORTS[grown.node.kind].under.get(parent.node.kind)
    if relation is None:
        raise InvalidState(
            _(
                "%(child)s cannot stand under %(parent)s. Nothing was moved.",
                child=f"{grown.node.spec.label} {grown.node.reference}",
                parent=f"{parent.node.spec.label.lower()} {parent.node.reference}",
            )
        )
    standing = list(places(grown))
    _check_stands(grown, standing, seen)
    gone = [link for link in standing if (link.relation, link.target_id) != (relation, parent.pk)]
    rules.check_may_leave(grown, gone)
    if len(gone) == len(standing):
        thread.unlink_many(gone, actor=actor)
        thread.link(grown.node, relation, parent.node, actor=actor)
    else:
        thread.unlink_many(gone, actor=actor)
    _line_up(grown, parent, relation, after)
    return gone


@transaction.atomic
def take_out(grown: Grown, *, actor: Member) -> None:
    """Let it stand by itself again.

    Raises:
        Denied: the actor may not edit it, or may not link.
        InvalidState: it is an experiment that has a result.
    """
    access.require(actor, rules.permission_to_edit(grown, actor), grown.node)
    lock(grown)
    standing = list(places(grown))
    rules.check_may_leave(grown, standing)
    thread.unlink_many(standing, actor=actor)


@transaction.atomic
def grow(model: type[G], parent: Grown, *, title: str, actor: Member, after: str = LAST) -> G:
    """Add one under ``parent``, in its product.

    Raises: what ``add_branch`` and ``place_under`` raise.
    """
    grown = add_branch(model, title=title, product=parent.node.product, actor=actor)
    place_under(grown, parent, after=after, actor=actor)
    return grown


@transaction.atomic
def plant(outcome: Outcome, text: str, *, actor: Member) -> list[Grown]:
    """Add all lines of an indented text or a CSV file under the outcome, or none.

    Raises:
        BadInput: by line: it cannot stand there, or there are too many.
        Denied, InvalidState: as for ``grow``.
    """
    made: list[Grown] = []
    for line in planting.read(text):
        parent = outcome if line.under is None else made[line.under]
        made.append(grow(SORTS[line.kind].model, parent, title=line.title, actor=actor))
    return made


@transaction.atomic
def retire_branch(grown: G, *, reason: str, actor: Member) -> G:
    """Set it aside for good. It stays readable and passes no evidence on.

    Raises:
        Denied: the actor may not edit everything in trees.
        InvalidState: it has ended already.
        BadInput: the reason is empty.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, grown.node)
    lock(grown)
    rules.check_is_open(grown)
    end(grown, "retired", reason, actor)
    activity.record(f"{grown.node.kind}.retired", grown.node, actor=actor, reason=grown.ended_because)
    return grown


@transaction.atomic
def reopen_branch(grown: G, *, actor: Member) -> G:
    """Bring it back, with its evidence. What took its place stays, but no longer supersedes it.

    Raises:
        Denied: the actor may not edit everything in trees.
        InvalidState: it is open.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, grown.node)
    lock(grown)
    rules.check_is_ended(grown)
    superseding = Link.objects.filter(target=grown.node, relation="supersedes")
    thread.unlink_many(list(superseding.select_related("source", "target")), actor=actor)
    grown.ended_at, grown.ended_by, grown.ended_because = None, None, ""
    grown.save(update_fields=["ended_at", "ended_by", "ended_because"])
    nodes.enter_state(grown.node, grown.live_state)
    _refresh(grown)
    activity.record(f"{grown.node.kind}.reopened", grown.node, actor=actor)
    return grown


@transaction.atomic
def focus_on(outcome: Outcome, opportunity: Opportunity | None, *, actor: Member) -> Outcome:
    """Name the opportunity that is worked on first, or none.

    Raises:
        Denied: the actor may not edit everything in trees.
        InvalidState: either one has ended, or the opportunity does not stand in the tree of the outcome.
    """
    access.require(actor, Permission.OPPORTUNITY_EDIT, outcome.node)
    lock(outcome)
    rules.check_is_open(outcome)
    if opportunity is not None:
        rules.check_is_open(opportunity)
        if outcome.pk not in queries.above(opportunity):
            raise InvalidState(
                _(
                    "%(reference)s does not stand in the tree of %(outcome)s. Place it there first. "
                    "Nothing was changed.",
                    reference=opportunity.node.reference,
                    outcome=outcome.node.reference,
                )
            )
    if outcome.focus_id != (opportunity.pk if opportunity else None):
        outcome.focus = opportunity
        outcome.save(update_fields=["focus"])
        reference = opportunity.node.reference if opportunity else ""
        activity.record("outcome.focused", outcome.node, actor=actor, on=reference)
    return outcome


def require_own(product: Product | None, actor: Member) -> None:
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))


def end(grown: Grown, state: str, reason: str, actor: Member) -> None:
    """Write that it ended, by whom and why; inside the caller's transaction."""
    grown.ended_because = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    grown.ended_at, grown.ended_by = timezone.now(), actor
    grown.save(update_fields=["ended_at", "ended_by", "ended_because"])
    nodes.enter_state(grown.node, state)
    _refresh(grown)


def _refresh(grown: Grown) -> None:
    """Its coming or going changes its own strength where it is a claim, and that of what rests on it."""
    if grown.node.spec.is_claim or grown.node.spec.is_evidence:
        strength.refresh([grown.node])


def lock(grown: Grown) -> None:
    """Hold the workspace's evidence, then the node: the order that links use, so that two acts cannot cross.

    What stands is read again under the lock, so that rules judge that.
    """
    strength.serialize(grown.node.workspace_id)
    node = nodes.lock(grown.node)
    grown.refresh_from_db()
    grown.node = node


def places(grown: Grown) -> QuerySet[Link]:
    """The links by which it stands under something."""
    standing = Link.objects.filter(source=grown.node, relation__in=RELATIONS, target__kind__in=SORTS)
    return standing.select_related("source", "target").order_by("pk")


def _check_stands(grown: Grown, standing: list[Link], seen: str | None) -> None:
    now = standing[0].target.reference if standing else ""
    if seen is not None and seen != now:
        raise InvalidState(
            _(
                "Somebody moved %(reference)s meanwhile: it stands %(now)s. Look at the tree again. Nothing was moved.",
                reference=grown.node.reference,
                now=_("under %(parent)s", parent=now) if now else _("by itself"),
            )
        )


def _line_up(grown: Grown, parent: Grown, relation: str, after: str) -> None:
    """Order those of its kind under ``parent``, with it behind the one that ``after`` names."""
    model = type(grown)
    under = {"node__links_out__relation": relation, "node__links_out__target": parent.pk}
    others = model.objects.filter(**under).exclude(pk=grown.pk).select_related("node").order_by("place", "pk")
    line = list(others)
    names = [other.node.reference for other in line]
    at = 0 if not after else names.index(after) + 1 if after in names else len(line)
    line.insert(at, grown)
    moved = [one for place, one in enumerate(line, start=1) if one.place != place]
    for place, one in enumerate(line, start=1):
        one.place = place
    model.objects.bulk_update(moved, ["place"])


def _texts(grown: Grown) -> dict[str, str]:
    names = [*(detail.name for detail in SORTS[grown.node.kind].details), "description"]
    values = {name: getattr(grown, name) for name in names}
    return {"title": grown.node.title, **{name: "" if value is None else str(value) for name, value in values.items()}}


def _words(grown: Grown) -> list[str]:
    """What search finds it by, beside its title."""
    details = SORTS[grown.node.kind].details
    texts = [getattr(grown, detail.name) for detail in details if not (detail.options or detail.is_day)]
    return [grown.description, *texts]


def _cleaned(kind: str, description: str, details: Mapping[str, Any]) -> dict[str, Any]:
    found = {detail.name: _detail(detail, details.get(detail.name)) for detail in SORTS[kind].details}
    return {"description": clean(description, field="description", limit=DESCRIPTION_LENGTH), **found}


def _detail(detail: Detail, value: Any) -> Any:
    text = "" if value is None else str(value)
    if detail.is_day:
        return _day(detail, text.strip())
    if detail.options and text and text not in detail.options:
        options = ", ".join(detail.options)
        raise BadInput(**{detail.name: _("Choose one of %(options)s. Nothing was changed.", options=options)})
    return clean(text, field=detail.name, limit=detail.limit, single_line=True)


def _day(detail: Detail, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = _("Write a day such as 2026-03-31. Nothing was changed.")
        raise BadInput(**{detail.name: sentence}) from None
