"""Where an item stands among the others of its horizon. Positions are numbers with room between them."""

from __future__ import annotations

from django.db.models import QuerySet

from allied.domains.roadmap.models import Item

STEP = 1 << 20


def between(low: int | None, high: int | None) -> int | None:
    """A position after ``low`` and before ``high`` (None: no neighbor on that side); None if no number is left."""
    if high is None:
        return STEP if low is None else low + STEP
    if low is None:
        return high - STEP
    return (low + high) // 2 if high - low > 1 else None


def last(workspace_id: int, horizon: str) -> int:
    """The position behind every item of the horizon."""
    found = _peers(workspace_id, horizon).order_by("-position").values_list("position", flat=True).first()
    return between(found, None) or STEP


def beside(item: Item, horizon: str, *, before: Item | None = None, after: Item | None = None) -> int:
    """The position for ``item`` in that horizon: before or after a neighbor, else behind all.

    The caller has locked the order. Where no number is left between two neighbors, the horizon is numbered anew.
    """
    workspace_id = item.node.workspace_id
    neighbor = before or after
    if neighbor is None:
        return last(workspace_id, horizon)
    peers = _peers(workspace_id, horizon).exclude(pk=item.pk)
    place = between(*_bounds(peers, neighbor, comes_first=before is not None))
    if place is not None:
        return place
    _space_out(peers)
    neighbor.refresh_from_db(fields=["position"])
    place = between(*_bounds(peers, neighbor, comes_first=before is not None))
    assert place is not None  # noqa: S101  every neighbor is STEP away now
    return place


def _bounds(peers: QuerySet[Item], neighbor: Item, *, comes_first: bool) -> tuple[int | None, int | None]:
    """The two positions between which the item goes: the neighbor's and the next one on the chosen side."""
    at, positions = neighbor.position, peers.values_list("position", flat=True)
    if comes_first:
        return positions.filter(position__lt=at).order_by("-position").first(), at
    return at, positions.filter(position__gt=at).order_by("position").first()


def _space_out(peers: QuerySet[Item]) -> None:
    found = list(peers.only("position").order_by("position", "pk"))
    for number, peer in enumerate(found, start=1):
        peer.position = number * STEP
    Item.objects.bulk_update(found, ["position"], batch_size=500)


def _peers(workspace_id: int, horizon: str) -> QuerySet[Item]:
    return Item.objects.filter(node__workspace_id=workspace_id, horizon=horizon)
