"""Questions about feedback. Each starts from what the actor may read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from allied.domains.feedback.models import Duplicate, Facet, Feedback, FeedbackQuerySet, Likely
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread.models import Link
from allied.kernel.words import _

_REFERENCE = re.compile(r"FBK-[0-9]{1,9}")
SEARCHED = 2_000  # the newest matches of a search that a list narrows further
MOST_FACETS = 200
MOST_COUNTED = 1_000
MOST_OFFERED = 12
OF_RECORD = ("node__product", "node__created_by", "source_import", "assigned_to", "company__node")


@dataclass(frozen=True)
class Use:
    """One place where an item stands as evidence."""

    node: Node
    url: str
    relation: str
    note: str


def feedback(*, actor: Member) -> FeedbackQuerySet:
    """All feedback the actor may read, with ``uses`` on each: how many links lead on from it."""
    links = Link.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk")).values("n")
    found: FeedbackQuerySet = Feedback.objects.visible_to(actor).annotate(uses=Coalesce(Subquery(links), 0))
    return found


def matching(found: FeedbackQuerySet, text: str, *, actor: Member) -> FeedbackQuerySet:
    """Those that hold every word of ``text``; the newest ``SEARCHED`` of them where there are more."""
    wanted = words(text)[:12]
    if not wanted:
        return found
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=["feedback"], limit=SEARCHED))


def dismissed(*, actor: Member) -> QuerySet[Node, str]:
    """The ids of what was set aside. Few, so that a list asks for them once and not row by row."""
    return in_state("not_useful", actor=actor)


def out_of_the_inbox(*, actor: Member) -> QuerySet[Node, str]:
    """The ids of what waits for nobody: set aside, or a duplicate."""
    return in_state("not_useful", "duplicate", actor=actor)


def in_state(*states: str, actor: Member) -> QuerySet[Node, str]:
    """The ids of what is in one of these states."""
    found = Node.objects.filter(workspace_id=actor.workspace_id, kind="feedback", state__in=states)
    return found.values_list("pk", flat=True)


def duplicate_of(item: Feedback) -> Feedback | None:
    """The item that this one is a duplicate of."""
    mark = Duplicate.objects.filter(item=item).select_related("of__node").first()
    return mark.of if mark else None


def originals(items: Sequence[Feedback]) -> dict[str, str]:
    """The reference of the item that each duplicate among these is one of, by id: one query, however few are."""
    found = Duplicate.objects.filter(item__in=[item.pk for item in items]).select_related("of__node")
    return {mark.item_id: mark.of.node.reference for mark in found}


def likely_duplicates(item: Feedback) -> list[Likely]:
    """What this item may have come in before as, likeliest first; not what a person declined or is out of the inbox."""
    open_ones = Likely.objects.filter(item=item, declined_by=None, other__node__state="new")
    return list(open_ones.select_related("other__node").order_by("-chance"))


def is_likely_duplicate() -> Exists:
    """A condition: the item may have come in before, and nobody has decided that yet."""
    return Exists(Likely.objects.filter(item=OuterRef("pk"), declined_by=None, other__node__state="new"))


def duplicates_of(item: Feedback) -> list[Feedback]:
    """The items that came in as duplicates of this one."""
    found = Duplicate.objects.filter(of=item).select_related("item__node").order_by("item")
    return [mark.item for mark in found]


def duplicates_offered(items: Sequence[Feedback], text: str, *, actor: Member) -> list[Feedback]:
    """What these items may be duplicates of: what the words find, else what the first of them is most alike."""
    of_product = Feedback.objects.visible_to(actor).filter(product=items[0].product_id) if items else None
    if of_product is None:
        return []
    others = of_product.exclude(pk__in=[item.pk for item in items]).exclude(node__state="not_useful")
    if _REFERENCE.fullmatch(text.upper()):
        return list(others.filter(node__kind="feedback", node__number=int(text[4:]))[:1])
    wanted = words(text)[:12]
    if not wanted:
        return [likely.other for likely in likely_duplicates(items[0])]
    return list(
        others.filter(pk__in=matching_ids(actor, wanted, kinds=["feedback"], limit=MOST_OFFERED))[:MOST_OFFERED]
    )


def assigned_to(member: Member) -> int:
    """How many items of the inbox wait for a member, up to 1 000: one query."""
    found = Feedback.objects.filter(assigned_to=member, node__state="new", node__archived_at=None)
    return found.order_by()[:MOST_COUNTED].count()


def used() -> Exists:
    """A condition: some link leads on from the item."""
    return Exists(Link.objects.filter(source=OuterRef("pk")))


def feedback_by_reference(reference: str, *, actor: Member) -> Feedback:
    """One item, with its import.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    if _REFERENCE.fullmatch(reference.upper()):
        named = feedback(actor=actor).filter(node__workspace_id=actor.workspace_id, node__kind="feedback")
        found: Feedback | None = named.filter(node__number=int(reference[4:])).select_related(*OF_RECORD).first()
        if found is not None:
            return found
    raise NotVisible(NOT_HERE)


def feedback_by_references(references: Iterable[str], *, actor: Member) -> list[Feedback]:
    """Items in the order given, each once; one query.

    Raises:
        NotVisible: one of them is not in the actor's workspace.
    """
    wanted = list(dict.fromkeys(reference.strip().upper() for reference in references))
    numbers = [int(each[4:]) for each in wanted if _REFERENCE.fullmatch(each)]
    found = Feedback.objects.visible_to(actor).filter(
        node__workspace_id=actor.workspace_id, node__kind="feedback", node__number__in=numbers
    )
    by_reference = {item.node.reference: item for item in found}
    if missing := [reference for reference in wanted if reference not in by_reference]:
        raise NotVisible(_("There is no %(missing)s in this workspace. Nothing was changed.", missing=missing[0][:40]))
    return [by_reference[reference] for reference in wanted]


def uses_of(item: Feedback, *, actor: Member) -> list[Use]:
    """Where the item stands as evidence, newest first.

    Asked by the item alone: with the workspace too, SQLite would walk all its links, newest first.
    """
    links = Link.objects.filter(source=item.pk).select_related("target")
    slug = actor.workspace.slug
    return [
        Use(link.target, url_of(link.target, workspace_slug=slug), link.relation, link.note)
        for link in links.order_by("-pk")
        if link.workspace_id == actor.workspace_id and link.target.is_readable_by(actor.pk)
    ]


def segments(*, actor: Member) -> Sequence[Facet]:
    """The segments that filters offer, by name and value."""
    found = Facet.objects.filter(workspace_id=actor.workspace_id).exclude(name="")
    return list(found.order_by("name", "value")[:MOST_FACETS])


def sources(*, actor: Member) -> list[str]:
    """Where feedback of this workspace came from, by name."""
    found = Facet.objects.filter(workspace_id=actor.workspace_id, name="")
    return list(found.order_by("value").values_list("value", flat=True)[:MOST_FACETS])


def is_empty(*, actor: Member) -> bool:
    """Whether nothing has come in yet."""
    return not Feedback.objects.of_workspace(actor).exists()
