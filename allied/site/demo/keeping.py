"""Who keeps the demo's claims current, which is parked, and what is due; the watch finds the rest itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from allied.domains.feedback.actions import add_feedback
from allied.domains.feedback.models import Feedback
from allied.domains.insights.keeping import assign_owners, park_insight, plan_review
from allied.domains.insights.models import Insight
from allied.kernel.activity.models import Activity
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product

OWNERS = {"unknown": ("imani", "priya"), "shelf": ("tomasz", "priya"), "fine": ("imani", "priya")}
PARKED = {"filters": "The search is replaced in spring; we look at filters again when the new one is in test."}
NEWS = (
    "I don’t mind when the wait is unknown, even when it is long. I never leave because of it, it is a nice surprise."
)
REVIEWS = {"unknown": 120, "fine": 0, "shelf": 60}  # days from today


def came_in_when_said(rows: QuerySet[Feedback]) -> None:
    """Feedback came in on the day on which it was said, so that only the last weeks of it are news to the claims."""
    said = Feedback.objects.filter(pk=OuterRef("pk")).values("received_at")[:1]
    Node.objects.filter(pk__in=rows.values("pk")).update(created_at=Subquery(said), updated_at=Subquery(said))
    told = Feedback.objects.filter(pk=OuterRef("node")).values("received_at")[:1]
    Activity.objects.filter(node__in=rows.values("pk")).update(at=Subquery(told))


def published_when_drafted(insight: Insight) -> None:
    """The record says the day of publication that its history says."""
    drafted_at = Node.objects.values_list("created_at", flat=True).get(pk=insight.pk)
    Insight.objects.filter(pk=insight.pk, published_at__isnull=False).update(published_at=drafted_at)


def bring_news(member: Member, product: Product) -> None:
    """Somebody writes what disagrees with a claim; the watch offers it."""
    add_feedback(text=NEWS, product=product, actor=member, person="borrower-0033", source="Support desk")


def keep_claims(members: Mapping[str, Member], claims: Mapping[str, Insight], *, today: date) -> None:
    """Name owners, set review days, park one."""
    imani = members["imani"]
    for insight in claims.values():
        published_when_drafted(insight)
    for key, (ux, product) in OWNERS.items():
        assign_owners(claims[key], ux_owner=members[ux], product_owner=members[product], actor=imani)
    for key, days in REVIEWS.items():
        plan_review(claims[key], today + timedelta(days=days), actor=imani)
    for key, because in PARKED.items():
        park_insight(claims[key], because=because, actor=imani)
