"""Add evidence to claims, for or against, and say what that did to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from allied.flows.linking import Way, link_nodes, way_named
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _

STANCES = {"supports": _("supports"), "contradicts": _("disagrees with")}


@dataclass(frozen=True)
class Moved:
    """A claim whose level or flag another one took: "Anecdotal" before, "Emerging, contested" now."""

    node: Node
    before: str
    now: str


@dataclass(frozen=True)
class Added:
    """What one act did: the links that are new, and the claims that moved."""

    links: list[Link]
    moved: list[Moved]


def stance_of(stance: str, nodes: Sequence[Node]) -> Way:
    """The way in which evidence bears on claims.

    Raises:
        BadInput: these nodes are no evidence.
    """
    return way_named(f"{stance if stance in STANCES else 'supports'}:out", nodes)


@transaction.atomic
def add_evidence(nodes: Sequence[Node], stance: str, claims: Sequence[Node], *, actor: Member, note: str = "") -> Added:
    """Let every node bear on every claim, and tell which claims moved.

    Raises:
        Denied: the actor may not link.
        BadInput: by ``claim``, as ``link_nodes`` words it.
    """
    before = _headlines(claims, actor)
    links = link_nodes(nodes, stance_of(stance, nodes), claims, actor=actor, note=note, field="claim")
    now = _headlines(claims, actor)
    moved = [Moved(claim, before[claim.pk], now[claim.pk]) for claim in claims if before[claim.pk] != now[claim.pk]]
    return Added(links, moved)


def _headlines(claims: Sequence[Node], actor: Member) -> dict[str, str]:
    found = strength_of(claims, today=today_in(actor.workspace))
    return {pk: headline(strength.level, strength.flag) for pk, strength in found.items()}
