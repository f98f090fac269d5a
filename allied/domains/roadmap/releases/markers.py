"""The days on which something shipped, for every chart over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allied.domains.roadmap.releases.queries import shipped_between
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Member, Product
from allied.web.charts.markers import Marker, register


def _shipped(product: Product | None, start: date, end: date, reader: Member) -> Iterable[Marker]:
    """Those of the product, and those that are about the whole workspace. One query."""
    found = shipped_between(start, end, actor=reader, product=product)
    slug = reader.workspace.slug
    return [
        Marker(one.shipped_on, one.node.title, url_of(one.node, workspace_slug=slug)) for one in found if one.shipped_on
    ]


def register_markers() -> None:
    register("releases", _shipped)
