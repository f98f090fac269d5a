"""What a person may pick when two things are to be tied: found by words, or changed last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from allied.kernel.errors import BadInput
from allied.kernel.nodes.bindings import Quote, quotes_of, url_of
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_by_references
from allied.kernel.people.models import Member
from allied.kernel.search.queries import find
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _

OFFERED = 20
AT_ONCE = 500


@dataclass(frozen=True)
class Candidate:
    """One node that may be picked; ``is_tied`` when the tie stands already."""

    node: Node
    url: str
    strength: Strength | None
    is_tied: bool


@dataclass(frozen=True)
class Selected:
    """One node of the selection that a flow began with, and the words that it holds."""

    node: Node
    url: str
    quote: Quote | None


def selection(references: Sequence[str], *, actor: Member) -> list[Node]:
    """The nodes that the address names.

    Raises:
        NotVisible: one of them is not in the actor's workspace.
        BadInput: none is named, or more than fit into one act.
    """
    if not references:
        raise BadInput(node=_("Nothing is selected. Go back, select something, and try once more."))
    if len(references) > AT_ONCE:
        raise BadInput(
            node=_(
                "%(references)s are selected; %(at_once)s fit into one act. Select fewer.",
                references=f"{len(references):,}",
                at_once=AT_ONCE,
            )
        )
    return nodes_by_references(references, actor=actor)


def selected(nodes: Sequence[Node], *, actor: Member) -> list[Selected]:
    """The selection with its words: one query a kind."""
    quotes, slug = quotes_of(nodes), actor.workspace.slug
    return [Selected(node, url_of(node, workspace_slug=slug), quotes.get(node.pk)) for node in nodes]


def candidates(
    kinds: Collection[str],
    *,
    actor: Member,
    text: str = "",
    chosen: Sequence[str] = (),
    without: Collection[str] = (),
    tied: Collection[str] = (),
) -> list[Candidate]:
    """Standing nodes of these kinds: those already ``chosen`` by reference, then those that ``text`` finds.

    Without a text, those that changed last. ``without`` and ``tied`` are ids: never offered, and shown as tied.
    """
    kept = nodes_by_references(chosen, actor=actor) if chosen else []
    found = _by_words(kinds, actor, text) if text else _changed_last(kinds, actor)
    nodes = {node.pk: node for node in [*kept, *found] if node.kind in kinds and node.pk not in without}
    shown = [node for node in nodes.values() if not node.is_ended][: OFFERED + len(kept)]
    strengths, slug = strength_of(shown, today=today_in(actor.workspace)), actor.workspace.slug
    return [
        Candidate(node, url_of(node, workspace_slug=slug), strengths.get(node.pk), node.pk in tied) for node in shown
    ]


def check_stands(claims: Sequence[Node], *, field: str) -> None:
    """What has ended takes no new evidence.

    Raises:
        BadInput: one of them has ended.
    """
    for claim in claims:
        if claim.is_ended:
            raise BadInput(
                **{
                    field: _(
                        "%(reference)s is %(state_label)s and takes no new links. Choose its successor, or "
                        "bring it back first. Nothing was linked.",
                        reference=claim.reference,
                        state_label=claim.state_label.lower(),
                    )
                }
            )


def _by_words(kinds: Collection[str], actor: Member, text: str) -> list[Node]:
    return find(actor=actor, text=text, kinds=sorted(kinds), limit=OFFERED * 2).nodes


def _changed_last(kinds: Collection[str], actor: Member) -> list[Node]:
    ended = {state for kind in kinds for state in KINDS[kind].ended}
    standing = Node.objects.visible_to(actor).filter(kind__in=kinds, archived_at=None).exclude(state__in=ended)
    return list(standing.select_related("product").order_by("-updated_at", "-pk")[: OFFERED + 1])
