"""Turn the pieces of a summary into draft insights and the opinions that speak for them, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from allied.domains.feedback.actions.items import add_feedback
from allied.domains.insights.actions import Wording, draft_insight
from allied.flows.summaries.reading import MOST, Piece, claim_and_rest
from allied.kernel.disposal.actions import take_back_creation
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_by_references
from allied.kernel.people.models import Member, Product
from allied.kernel.personal import undo
from allied.kernel.personal.undo import Undo
from allied.kernel.thread.actions import link_many
from allied.kernel.thread.methods import METHODS, OPINION
from allied.kernel.words import _

OPINIONS: Final = {name: method.label for name, method in METHODS.items() if method.method_class == OPINION}
UNDO: Final = "summary.made"


@dataclass(frozen=True)
class Made:
    """What a summary became."""

    insights: list[Node]
    opinions: list[Node]

    @property
    def nodes(self) -> list[Node]:
        return [*self.insights, *self.opinions]


@transaction.atomic
def make_from_summary(
    pieces: Sequence[Piece | None], *, product: Product, source: str, method: str, actor: Member
) -> Made:
    """Draft the insights and add the opinions, each linked to the insight that it is ``about``.

    A None keeps the place of a piece that was left out, so that ``about`` still counts from the whole summary; what
    spoke for it stands alone. Opinions are counted and raise no strength, whoever said them.

    Raises:
        Denied: the actor may not draft insights, add feedback, or link.
        NotVisible: the product is in another workspace.
        BadInput: nothing is left, there are too many pieces, no source is named, the method is no opinion, or a text
            is empty or too long.
    """
    _check(pieces, source, method)
    insights: dict[int, Node] = {}
    for at, piece in enumerate(pieces, start=1):
        if piece is not None and piece.kind == "insight":
            claim, rest = claim_and_rest(piece.text)
            insights[at] = draft_insight(Wording(claim, summary=rest), actor=actor, product=product).node
    said: dict[int, list[Node]] = {}
    for piece in pieces:
        if piece is not None and piece.kind == "opinion":
            added = add_feedback(
                text=piece.text, author=piece.speaker, source=source, method=method, product=product, actor=actor
            )
            said.setdefault(piece.about, []).append(added.node)
    for about, evidence in said.items():
        if about in insights:
            link_many(evidence, "supports", [insights[about]], actor=actor)
    return Made(list(insights.values()), [node for nodes in said.values() for node in nodes])


def _check(pieces: Sequence[Piece | None], source: str, method: str) -> None:
    if not source.strip():
        raise BadInput(source=_("Say where this comes from, such as the name of the talk. Nothing was added."))
    if method not in OPINIONS:
        raise BadInput(method=_("Choose one of the opinions in the list. Nothing was added."))
    if not any(pieces):
        raise BadInput(pieces=_("Nothing is ticked. Tick at least one piece. Nothing was added."))
    if len(pieces) > MOST:
        raise BadInput(
            pieces=_(
                "This has %(pieces)s pieces; %(most)s fit in one go. Paste it in parts. Nothing was added.",
                pieces=len(pieces),
                most=MOST,
            )
        )


def undo_of(made: Made) -> Undo:
    """Moves all that was made to the trash."""
    return Undo(UNDO, {"references": [node.reference for node in made.nodes]})


def _put_away(given: dict[str, Any], *, actor: Member) -> str:
    nodes = nodes_by_references(given["references"], actor=actor)
    for node in nodes:
        take_back_creation(node, actor=actor)
    return _("%(count)s from the summary are in the trash. For 30 days they can be restored.", count=len(nodes))


def register_undo() -> None:
    undo.register(UNDO, _put_away)
