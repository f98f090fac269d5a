"""Questions about what is told of deliveries. Every answer begins with what the actor may read."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from allied.domains.roadmap.records.sorts import SORTS
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.catalogue import BY_LETTERS
from allied.kernel.nodes.models import Threaded, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words

FOUND_AT_MOST = 1_000
T = TypeVar("T", bound=Threaded)


def records(model: type[T], *, actor: Member) -> QuerySet[T]:
    """Those that the actor may read and nobody archived."""
    visible: QuerySet[T] = model.objects.visible_to(actor)
    return visible.filter(node__archived_at=None)


def by_reference(reference: str, *, actor: Member, model: type[T]) -> T:
    """The one that reads like ``REL-3``, with who made it.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    people = [field.name for field in model._meta.fields if field.related_model is Member]
    named: QuerySet[T] = model.objects.visible_to(actor).filter(referred(reference))
    found = named.select_related("node__created_by", *people).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def record_by_reference(reference: str, *, actor: Member) -> Any:
    """The same for any kind of ours, by the letters of its reference.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    kind = BY_LETTERS.get(reference.partition("-")[0])
    if kind is None or kind.name not in SORTS:
        raise NotVisible(NOT_HERE)
    return by_reference(reference, actor=actor, model=SORTS[kind.name].model)


def matching(found: QuerySet[T], text: str, *, actor: Member, kind: str) -> QuerySet[T]:
    """Those that hold every word of ``text``, or have it as their reference."""
    if (by_name := found.filter(referred(text))).exists():
        return by_name
    wanted = words(text)[:12]
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=[kind], limit=FOUND_AT_MOST) if wanted else [])
