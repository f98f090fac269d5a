"""What a claim leads to, and which claims wait on their owners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from allied.domains.insights.keeping_rules import USE_WITHIN, use_due_on
from allied.domains.insights.models import Insight, State
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.gaps import is_live
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _

LEADS_TO: Final = ("opportunity", "item", "decision")


@dataclass(frozen=True)
class Use:
    """An opportunity, item or decision that a claim leads to, and how."""

    node: Node
    url: str
    words: str


def uses(insight: Insight, *, actor: Member) -> list[Use]:
    """What the claim leads to that stands: two queries."""
    out = Link.objects.filter(source=insight.pk, relation__in=("supports", "contradicts"), target__kind__in=LEADS_TO)
    back = Link.objects.at_target(insight.pk, actor=actor).filter(relation="derived_from", source__kind__in=LEADS_TO)
    found = [(link.target, link.relation) for link in out.select_related("target").order_by("pk")]
    found += [(link.source, _("led to")) for link in back.select_related("source").order_by("pk")]
    slug = actor.workspace.slug
    return [
        Use(node, url_of(node, workspace_slug=slug), words)
        for node, words in found
        if not node.is_ended and node.archived_at is None
    ]


@dataclass(frozen=True)
class Kept:
    """How current a published claim is. ``use_due_on`` is None where nothing is asked of it."""

    uses: list[Use]
    use_due_on: date | None
    is_overdue: bool
    is_review_due: bool


def kept(insight: Insight, *, actor: Member) -> Kept:
    """What a record says of one claim."""
    today, led_to = today_in(actor.workspace), uses(insight, actor=actor)
    asks = insight.is_published and not insight.is_parked and not led_to
    due = use_due_on(insight, actor.workspace) if asks else None
    return Kept(
        uses=led_to,
        use_due_on=due,
        is_overdue=due is not None and due <= today,
        is_review_due=insight.is_published and insight.review_on is not None and insight.review_on <= today,
    )


def owned_by(member: Member) -> Q:
    """Claims that a member answers for: as an owner, or as the author while nobody owns them."""
    author = Q(ux_owner=None, product_owner=None, node__created_by=member)
    return Q(ux_owner=member) | Q(product_owner=member) | author


def leads_nowhere() -> Q:
    """Claims that name no live opportunity, item or decision and are not parked."""
    out = Link.objects.filter(
        is_live("target"), source=OuterRef("pk"), relation__in=("supports", "contradicts"), target__kind__in=LEADS_TO
    )
    back = Link.objects.filter(
        is_live("source"), target=OuterRef("pk"), relation="derived_from", source__kind__in=LEADS_TO
    )
    return Q(~Exists(out), ~Exists(back), parked_at=None)


def not_parked(nodes: QuerySet[Node]) -> QuerySet[Node]:
    """Those insights of which nobody said why they lead to nothing."""
    parked = Insight.objects.filter(pk=OuterRef("pk"), parked_at__isnull=False)
    return nodes.filter(~Exists(parked))


def overdue(found: QuerySet[Insight]) -> QuerySet[Insight]:
    """Those that should have named what they lead to by now."""
    published = Q(node__state=State.PUBLISHED, node__archived_at=None, published_at__lte=timezone.now() - USE_WITHIN)
    return found.filter(published & leads_nowhere())


@dataclass(frozen=True)
class OnHome:
    """Claims of one member that wait for them."""

    overdue: Sequence[Insight]
    to_review: Sequence[Insight]


def on_home(member: Member, *, limit: int) -> OnHome:
    """Claims of a member that lead nowhere too long, and those to be read again. Two queries."""
    mine = Insight.objects.visible_to(member).filter(owned_by(member), node__archived_at=None)
    due = mine.filter(node__state=State.PUBLISHED, review_on__lte=today_in(member.workspace))
    return OnHome(
        overdue=list(overdue(mine).order_by("published_at", "pk")[:limit]),
        to_review=list(due.order_by("review_on", "pk")[:limit]),
    )
