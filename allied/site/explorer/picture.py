"""The surroundings of an object as the page shows them: a nested list, and the same drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Side as Strand
from allied.kernel.people.models import Member
from allied.kernel.text import excerpt
from allied.kernel.thread.around import Around, Bunch
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.panel import by_of, sides_of
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _
from allied.site.explorer.address import Address
from allied.web.charts.graph import Box, By, Column, Tie, graph

SAID = 40  # letters of a title over a box; two hundred of them must stay light
EVIDENCE = tuple(kind.name for kind in KINDS.values() if kind.is_evidence)


@dataclass(frozen=True)
class Picture:
    """The objects with what is known of each, by id."""

    around: Around
    address: Address
    strengths: dict[str, Strength]
    sides: dict[str, set[Strand]]

    @property
    def nodes(self) -> list[Node]:
        return [branch.node for branch in self.around.branches()]

    def level(self, node: Node) -> str:
        """ "Supported, contested", or nothing for what is no claim."""
        strength = self.strengths.get(node.pk)
        return headline(strength.level, strength.flag) if strength else ""

    def by(self, node: Node) -> By:
        return by_of([self.sides[node.pk]])

    @property
    def counted(self) -> str:
        """ "2 insights, 1 opportunity and 12 folded", for the description and the sentence over the list."""
        counts = Counter(node.kind for node in self.nodes[1:])
        said = [counted(kind, counts[kind]) for kind in KINDS if counts[kind]]
        folded = sum(bunch.more for branch in self.around.branches() for bunch in branch.bunches)
        return ", ".join([*said, *([str(_("%(folded)s folded away", folded=f"{folded:,}"))] if folded else [])])


def counted(kind: str, number: int) -> str:
    """ "1 feedback item", "12 roadmap items"."""
    return f"{number:,} {named(kind, number)}"


# A list of feedback is "Feedback"; some of it are items.
MANY = {kind.name: kind.plural for kind in KINDS.values()} | {"feedback": _("Feedback items")}


def named(kind: str, number: int) -> str:
    """ "feedback item", "roadmap items": what so many of a kind are called."""
    return (KINDS[kind].label if number == 1 else MANY[kind]).lower()


def picture(found: Around, address: Address, *, actor: Member) -> Picture:
    """What stands in the picture, with strengths and who took part: three queries."""
    nodes = [branch.node for branch in found.branches()]
    strengths = strength_of(nodes, today=today_in(actor.workspace))
    return Picture(found, address, strengths, sides_of(nodes))


def drawn(shown: Picture) -> Markup:
    """The drawing: a column a kind, in the order of the thread; folded groups as boxes of their own."""
    boxes, ties = list(_boxes(shown)), list(_ties(shown))
    columns = [Column(label, [box for kind, box in boxes if kind in kinds]) for label, kinds in _COLUMNS]
    center = shown.around.center.node
    return graph(
        [column for column in columns if column.boxes],
        ties,
        title=_("The thread around %(reference)s", reference=center.reference),
        description=_(
            "Around %(reference)s: %(value)s. The list beside it says the same.",
            reference=center.reference,
            value=shown.counted or _("nothing"),
        ),
    )


def _boxes(shown: Picture) -> Iterator[tuple[str, Box]]:
    for branch in shown.around.branches():
        node = branch.node
        yield node.kind, _box(node, shown)
        for bunch in branch.bunches:
            if bunch.more and bunch.branches:
                yield bunch.kind, _folded(node, bunch, shown)


def _box(node: Node, shown: Picture) -> Box:
    strength, center = shown.strengths.get(node.pk), shown.around.center.node
    said = ", ".join(filter(None, [f"{node.reference} {excerpt(node.title, SAID)}", shown.level(node)]))
    return Box(
        key=node.pk,
        name=node.reference,
        title=node.title,
        said=f"{said}, {node.state_label.lower()}" if node.is_ended else said,
        at=node.reference,
        by=shown.by(node),
        level=strength.level.value if strength else "",
        is_disputed=bool(strength and strength.flag),
        is_center=node.pk == center.pk,
        is_chosen=node.reference == shown.address.at,
        is_ended=node.is_ended,
    )


def _folded(node: Node, bunch: Bunch, shown: Picture) -> Box:
    return Box(
        key=_key(node, bunch),
        name=_("%(more)s more", more=f"{bunch.more:,}"),
        title=named(bunch.kind, bunch.more),
        said="",
        opens=shown.address.unfolding(node.reference),
        is_group=True,
    )


def _key(node: Node, bunch: Bunch) -> str:
    return f"{node.pk} {bunch.label} {bunch.kind}"


def _ties(shown: Picture) -> Iterator[Tie]:
    for branch in shown.around.branches():
        for bunch in branch.bunches:
            near = [after.node for after in bunch.branches] + bunch.elsewhere
            for node in near:
                yield Tie(branch.node.pk, node.pk, shown.by(node), bunch.is_against)
            if bunch.more and bunch.branches:
                yield Tie(branch.node.pk, _key(branch.node, bunch), "none", bunch.is_against)


def _columns() -> Sequence[tuple[str, tuple[str, ...]]]:
    """Raw evidence first, then a column a kind."""
    rest = [(kind.plural, (kind.name,)) for kind in KINDS.values() if not kind.is_evidence]
    return ((_("What people said and did"), EVIDENCE), *rest)


_COLUMNS = _columns()
