"""Feedback by hand: add it, set it aside, correct its segments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from allied.domains.feedback import rules
from allied.domains.feedback.actions.storing import remember_facets, searched, store
from allied.domains.feedback.companies.actions import company_of
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.people import person_key
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.importing.reading import is_segment_name
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _

BY_HAND = _("By hand")
TEXT_LIMIT = 20_000
NAME_LIMIT = 200
SOURCE_LIMIT = 60
SEGMENT_NAME, SEGMENT_VALUE = 40, 100
MOST_SEGMENTS = 50


@transaction.atomic
def add_feedback(
    *,
    text: str,
    product: Product,
    actor: Member,
    author: str = "",
    on_behalf_of: str = "",
    own_words: bool = False,
    person: str = "",
    company: str = "",
    source: str = BY_HAND,
    source_id: str = "",
    received_at: datetime | None = None,
    rating: float | None = None,
    segments: Mapping[str, str] | None = None,
    method: str = "feedback",
) -> Feedback:
    """Add one thing that a person said. ``person`` tells them apart and is not kept; without it the name does.

    ``on_behalf_of`` is who said it where a colleague passes it on, which counts as an opinion unless these are that
    person's ``own_words``. ``company`` is a name or e-mail domain of the company that they speak for. With a
    ``source_id`` that is here already the stored item is returned as it is.

    Raises:
        Denied: the actor may not add feedback.
        NotVisible: the product is in another workspace.
        BadInput: the text is missing or too long, or the date lies in the future.
    """
    access.require(actor, Permission.FEEDBACK_ADD)
    _require_product(product, actor)
    on_behalf_of = clean(on_behalf_of, field="on_behalf_of", limit=NAME_LIMIT, single_line=True)
    who = person or on_behalf_of or author
    draft = Feedback(
        workspace=actor.workspace,
        text=clean(text, field="text", limit=TEXT_LIMIT, required=True),
        author=clean(author, field="author", limit=NAME_LIMIT, single_line=True),
        on_behalf_of=on_behalf_of,
        source=clean(source, field="source", limit=SOURCE_LIMIT, single_line=True) or BY_HAND,
        source_id=clean(source_id, field="source_id", limit=NAME_LIMIT, single_line=True),
        person_key=person_key(actor.workspace_id, clean(who, field="person", limit=NAME_LIMIT)),
        received_at=not_ahead(received_at),
        is_dated=received_at is not None,
        rating=rating,
        segments=clean_segments(segments or {}),
        method=rules.method_of(known_method(method), on_behalf_of=on_behalf_of, own_words=own_words),
    )
    if draft.source_id and (here := _already_here(product, draft)):
        return here
    draft.company = company_of(company, actor=actor)
    (added,) = store([draft], product=product, actor=actor)
    activity.record("feedback.added", added.node, actor=actor, origin=added.source)
    return added


@transaction.atomic
def add_notes(
    *,
    text: str,
    product: Product,
    actor: Member,
    company: str = "",
    source: str = BY_HAND,
    method: str = "feedback",
) -> list[Feedback]:
    """Add several pieces of feedback from pasted text: one a paragraph, or one a line where there are no paragraphs.

    All of them come from the ``company`` of that name.

    Raises:
        Denied: the actor may not add feedback.
        NotVisible: the product is in another workspace.
        BadInput: there is no text, or it makes more than 500 items.
    """
    access.require(actor, Permission.FEEDBACK_ADD)
    _require_product(product, actor)
    method = known_method(method)
    text = clean(text, field="text", limit=500_000, required=True)
    notes = split_notes(text)
    if len(notes) > rules.MOST_AT_ONCE:
        raise BadInput(
            text=_(
                "This makes %(notes)s items; %(most_at_once)s fit in one go. Nothing was added.",
                notes=f"{len(notes):,}",
                most_at_once=rules.MOST_AT_ONCE,
            )
        )
    source = clean(source, field="source", limit=SOURCE_LIMIT, single_line=True) or BY_HAND
    now, home = timezone.now(), company_of(company, actor=actor)
    drafts = [
        Feedback(
            workspace=actor.workspace,
            text=clean(note, field="text", limit=TEXT_LIMIT),
            company=home,
            source=source,
            received_at=now,
            is_dated=False,
            method=method,
        )
        for note in notes
    ]
    added = store(drafts, product=product, actor=actor)
    activity.record("feedback.pasted", None, actor=actor, count=len(added), origin=source)
    return added


def known_method(method: str) -> str:
    if method not in METHODS:
        raise BadInput(method=_("Choose from the list how you learned this. Nothing was saved."))
    return method


def split_notes(text: str) -> list[str]:
    """Paragraphs if there is a blank line between any two, else lines; marks of lists come off."""
    parts = re.split(r"\n[ \t]*\n", text) if re.search(r"\n[ \t]*\n", text) else text.split("\n")
    bare = (re.sub(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+", "", part).strip() for part in parts)
    return [part for part in bare if part]


@transaction.atomic
def dismiss_feedback(items: Sequence[Feedback], *, actor: Member) -> int:
    """Set items aside as not useful: kept and findable, out of the inbox. Return how many changed.

    Raises:
        Denied: the actor may not correct feedback.
        InvalidState: one of them stands as evidence.
    """
    for item in items:
        access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    rules.check_can_dismiss(items)
    return _enter(items, "new", "not_useful", "feedback.dismissed", actor)


@transaction.atomic
def restore_feedback(items: Sequence[Feedback], *, actor: Member) -> int:
    """Take items back into the inbox. Return how many changed.

    Raises:
        Denied: the actor may not correct feedback.
    """
    for item in items:
        access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    rules.check_not_too_many(len(items))
    return _enter(items, "not_useful", "new", "feedback.restored", actor)


@transaction.atomic
def edit_segments(item: Feedback, segments: Mapping[str, str], *, actor: Member) -> Feedback:
    """Say which groups the person belongs to; replaces what was said before.

    Raises:
        Denied: the actor may not correct feedback.
        BadInput: a name or value is empty or too long.
    """
    access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    cleaned = clean_segments(segments)
    if cleaned == item.segments:
        return item
    before, item.segments = item.segments, cleaned
    item.save(update_fields=["segments"])
    remember_facets(actor, [item])
    index(item.node, *searched(item))
    nodes.touch(item.node)
    activity.record("feedback.segmented", item.node, actor=actor, old=before, new=cleaned)
    return item


def clean_segments(segments: Mapping[str, str]) -> dict[str, str]:
    """Segments as they are kept.

    Raises:
        BadInput: a name or value is empty or too long, or there are too many.
    """
    if len(segments) > MOST_SEGMENTS:
        raise BadInput(
            segments=_(
                "There are %(segments)s segments; %(most_segments)s fit. Nothing was changed.",
                segments=len(segments),
                most_segments=MOST_SEGMENTS,
            )
        )
    if unnamed := [name for name in segments if not is_segment_name(name)]:
        raise BadInput(
            segments=_(
                "“%(unnamed)s” has no letter. Name the segment with a word. Nothing was changed.",
                unnamed=unnamed[0][:40],
            )
        )
    return {
        clean(name, field="segments", limit=SEGMENT_NAME, required=True, single_line=True): clean(
            value, field="segments", limit=SEGMENT_VALUE, required=True, single_line=True
        )
        for name, value in segments.items()
    }


def _enter(items: Sequence[Feedback], before: str, state: str, verb: str, actor: Member) -> int:
    changed = [item for item in items if item.node.state == before]
    for item in changed:
        nodes.enter_state(item.node, state)
        activity.record(verb, item.node, actor=actor)
    return len(changed)


def _require_product(product: Product, actor: Member) -> None:
    if product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))


def not_ahead(moment: datetime | None) -> datetime:
    now = timezone.now()
    if moment is not None and moment > now + timedelta(days=1):
        raise BadInput(received_on=_("This day is in the future. Choose the day on which the feedback came."))
    return moment or now


def _already_here(product: Product, draft: Feedback) -> Feedback | None:
    found = Feedback.objects.filter(product=product, source=draft.source, source_id=draft.source_id)
    return found.select_related("node", "node__product").first()
