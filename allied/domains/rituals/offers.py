"""What an address, or the gaps of the thread, offer for an agenda."""

from __future__ import annotations

from collections.abc import Mapping

from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_called
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.gaps import GAPS, nodes_with
from allied.kernel.words import _

MOST = 12


def offered(given: Mapping[str, str], *, actor: Member, product: Product | None) -> list[tuple[Node, str]]:
    """Objects with how they come onto the agenda: those of ``agenda``, else the ``round`` itself, then of ``gap``.

    ``agenda`` holds references with commas between; what the actor cannot read is left out.
    """
    round_ = given.get("round", "").strip().upper()[:20]
    wanted = [one.strip().upper() for one in given.get("agenda", "")[:1_000].split(",") if one.strip()]
    named = nodes_called([*wanted, round_], actor=actor)
    why = _("A large gap between the sides in %(round)s", round=round_) if round_ in named else ""
    found = {named[one].pk: (named[one], str(why)) for one in wanted[:MOST] if one in named}
    if not wanted and round_ in named:
        found[named[round_].pk] = (named[round_], "")
    for node, reason in of_gap(given.get("gap", ""), actor=actor, product=product):
        found.setdefault(node.pk, (node, reason))
    return list(found.values())


def of_gap(name: str, *, actor: Member, product: Product | None) -> list[tuple[Node, str]]:
    """The newest objects with one gap; none for a name that no gap has. One query."""
    gap = GAPS.get(name)
    if gap is None:
        return []
    newest = nodes_with(gap, actor, product=product).select_related("product").order_by("-created_at", "-pk")[:MOST]
    return [(node, str(gap.one.capitalize())) for node in newest]
