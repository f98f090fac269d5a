"""The object that somebody chose in the picture: what it says, how sure we are, how it is tied to the center."""

from __future__ import annotations

from dataclasses import dataclass

from allied.kernel.nodes.bindings import Quote, quotes_of, url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_called
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import Explained, explain
from allied.kernel.thread.walk import Path, path


@dataclass(frozen=True)
class Chosen:
    """``way`` leads there from the center, None where it is the center or nothing leads there."""

    node: Node
    url: str
    explained: Explained | None
    quote: Quote | None
    way: Path | None


def chosen(reference: str, center: Node, *, actor: Member) -> Chosen:
    """What to show of the object with that reference; of the center where there is none."""
    node = nodes_called([reference], actor=actor).get(reference, center)
    return Chosen(
        node=node,
        url=url_of(node, workspace_slug=actor.workspace.slug),
        explained=explain(node, actor=actor) if node.spec.is_claim else None,
        quote=quotes_of([node]).get(node.pk),
        way=path(center, node, actor=actor) if node.pk != center.pk else None,
    )
