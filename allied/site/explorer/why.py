"""Why an object stands where it stands: the claims above it, who decided, and what people said beneath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allied.kernel.activity.history import Event, turns
from allied.kernel.nodes.bindings import Quote, quotes_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.around import Around, Asked, Branch, Bunch, Side, around
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.panel import Panel, panel
from allied.kernel.thread.problems import problems_of
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.words import words

PIECES = 12


@dataclass(frozen=True)
class Ground:
    """A claim on the way up: what stands before it, by which link, how sure we are of it, and who decided so."""

    node: Node
    rests: Node
    label: str
    is_against: bool
    strength: Strength | None
    words: str
    decided: Event | None


@dataclass(frozen=True)
class Piece:
    """Raw evidence with the claim that it bears on. ``label`` reads from the evidence: "supports"."""

    node: Node
    claim: Node
    label: str
    quote: Quote | None


@dataclass(frozen=True)
class Why:
    """The answer. ``n_for`` and ``n_against`` count every piece of evidence, ``pieces_…`` are the nearest of them.

    ``came`` are the objects that came of it, each with the words of its link; ``panel`` knows the gaps.
    """

    node: Node
    answer: str
    own: Quote | None
    strength: Strength | None
    decided: Event | None
    grounds: tuple[Ground, ...]
    pieces_for: tuple[Piece, ...]
    pieces_against: tuple[Piece, ...]
    n_for: int
    n_against: int
    came: tuple[tuple[str, Node], ...]
    panel: Panel
    around: Around


def why(node: Node, *, actor: Member) -> Why:
    """Everything that answers why, for people and for programs.

    Raises:
        NotVisible: the node is not there for the actor.
    """
    found = around(node, actor=actor, asked=Asked())
    up = list(_upward(found.center))
    nodes = [branch.node for branch in found.branches()]
    today = today_in(actor.workspace)
    strengths, turned = (
        strength_of(nodes, today=today),
        turns([n for n in nodes if not n.spec.is_evidence], actor=actor),
    )
    quotes = quotes_of([one for one in nodes if one.spec.is_evidence])

    def said(one: Node) -> str:
        return str(words(strengths[one.pk], today=today)) if one.pk in strengths else ""

    grounds = [
        Ground(after.node, before, bunch.label, after.is_against, strengths.get(after.node.pk), said(after.node),
               turned.get(after.node.pk))
        for before, bunch, after in up
        if not after.node.spec.is_evidence
    ]  # fmt: skip
    pieces = [
        (after.is_against, Piece(after.node, before, bunch.step.back.label, quotes.get(after.node.pk)))
        for before, bunch, after in up
        if after.node.spec.is_evidence
    ]
    sums = _sums(found.center)
    return Why(
        node=node,
        answer=_answer(node, said(node), actor),
        own=quotes.get(node.pk),
        strength=strengths.get(node.pk),
        decided=turned.get(node.pk),
        grounds=tuple(grounds),
        pieces_for=tuple(piece for is_against, piece in pieces if not is_against)[:PIECES],
        pieces_against=tuple(piece for is_against, piece in pieces if is_against)[:PIECES],
        n_for=sums[False],
        n_against=sums[True],
        came=tuple(_downward(found.center)),
        panel=panel(node, actor=actor),
        around=found,
    )


def _upward(branch: Branch) -> Iterator[tuple[Node, Bunch, Branch]]:
    """Every step towards what people said, nearest first: from what, by which sort, to what."""
    waiting = [branch]
    while waiting:
        here = waiting.pop(0)
        for bunch in here.bunches:
            if bunch.side is Side.UP:
                yield from ((here.node, bunch, after) for after in bunch.branches)
                waiting += bunch.branches


def _downward(branch: Branch) -> Iterator[tuple[str, Node]]:
    for bunch in branch.bunches:
        if bunch.side is Side.DOWN:
            for after in bunch.branches:
                yield bunch.label, after.node
                yield from _downward(after)


def _sums(center: Branch) -> dict[bool, int]:
    """How many pieces of evidence stand on each side in all, those folded away too."""
    found = {False: 0, True: 0}
    waiting = [center]
    while waiting:
        here = waiting.pop()
        for bunch in here.bunches:
            if bunch.side is Side.UP:
                waiting += bunch.branches
                if bunch.branches and bunch.branches[0].node.spec.is_evidence:
                    found[bunch.branches[0].is_against] += bunch.count - len(bunch.elsewhere)
    return found


def _answer(node: Node, said: str, actor: Member) -> str:
    """The first line: of a claim its strength, of an item its problem, of others nothing."""
    if node.spec.is_claim:
        return said
    problem = problems_of([node], today=today_in(actor.workspace)).get(node.pk) if node.kind == "item" else None
    return f"{problem.words}. {problem.solution_words}." if problem else ""
