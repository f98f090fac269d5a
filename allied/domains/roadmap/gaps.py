"""What only the roadmap knows to be missing, for every list of gaps."""

from __future__ import annotations

from django.db.models import QuerySet

from allied.domains.roadmap.models import Item
from allied.kernel.nodes.models import Node
from allied.kernel.thread.gaps import Gap, register
from allied.kernel.words import _


def _without_both_owners(items: QuerySet[Node]) -> QuerySet[Node]:
    owned = Item.objects.filter(ux_owner__isnull=False, product_owner__isnull=False)
    return items.exclude(pk__in=owned.values("pk"))


def register_gaps() -> None:
    register(
        Gap(
            name="item_without_both_owners",
            kind="item",
            one=_("roadmap item without an owner of each side"),
            many=_("roadmap items without an owner of each side"),
            fill=_("Assign the owners"),
            find=_without_both_owners,
        )
    )
