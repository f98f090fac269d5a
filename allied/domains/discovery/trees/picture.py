"""The tree drawn from left to right, in the order of the outline: the same branches, and each gap as a box."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from allied.domains.discovery.models import Assumption, Experiment, Opportunity
from allied.domains.discovery.trees.outline import Outline
from allied.domains.discovery.trees.queries import Branch
from allied.domains.discovery.trees.results import said_in_short
from allied.kernel.people.catalogue import Side
from allied.kernel.text import excerpt
from allied.kernel.thread.panel import by_of, sides_of
from allied.kernel.thread.words import headline
from allied.kernel.words import _
from allied.web.charts.graph import TALL, Box, Column, Tie, graph
from allied.web.formats import number

SAID = 60  # letters of a title over a box
GAP = "gap "
STEP = TALL + 12


def drawn(shown: Outline, focus: str | None) -> Markup:
    """The drawing of what the outline shows. Two queries: who took part."""
    placed = list(_placed(shown))
    sides = sides_of([branch.node for branch, *_rest in placed])
    rows = _rows(shown)
    columns: list[list[Box]] = []
    ties: list[Tie] = []
    for branch, level, above in placed:
        box = _box(branch, sides, shown, focus)
        _into(columns, level, box)
        if above:
            ties.append(Tie(above, box.key, box.by))
        if _has_gap_box(branch, shown):
            _into(
                columns,
                level + 1,
                Box(key=GAP + box.key, name=_("Gap"), title=branch.gap.capitalize(), said="", is_gap=True),
            )
            ties.append(Tie(box.key, GAP + box.key))
    places = {box.key: (level, rows[box.key]) for level, column in enumerate(columns) for box in column}
    return graph(
        [Column("", column) for column in columns],
        ties,
        title=_("The tree of %(reference)s", reference=shown.top.node.reference),
        description=_("%(count)s objects from left to right. The outline says the same.", count=len(placed)),
        places=places,
        is_tall=True,
    )


def _placed(shown: Outline) -> Iterator[tuple[Branch, int, str]]:
    """Each branch that is shown with its level and the id of the one above it, in the order of the outline."""
    waiting = [(shown.top, 0, "")]
    while waiting:
        branch, level, above = waiting.pop()
        yield branch, level, above
        waiting.extend((one, level + 1, branch.node.pk) for one in reversed(shown.below(branch)))


def _rows(shown: Outline) -> dict[str, float]:
    """The top edge of each box: leaves one below the other, what is above them in their middle."""
    tops: dict[str, float] = {}
    lowest = 0.0
    for branch, *_rest in reversed(list(_placed(shown))):
        own = [one.node.pk for one in shown.below(branch)]
        if own:
            tops[branch.node.pk] = (tops[own[0]] + tops[own[-1]]) / 2
            continue
        tops[branch.node.pk] = lowest
        if _has_gap_box(branch, shown):
            tops[GAP + branch.node.pk] = lowest
        lowest -= STEP
    highest = min(tops.values())
    return {key: top - highest for key, top in tops.items()}


def _has_gap_box(branch: Branch, shown: Outline) -> bool:
    """A gap is drawn where nothing else stands to the right."""
    return bool(branch.gap) and not branch.branches and not shown.text


def _into(columns: list[list[Box]], level: int, box: Box) -> None:
    while len(columns) <= level:
        columns.append([])
    columns[level].append(box)


def _box(branch: Branch, sides: dict[str, set[Side]], shown: Outline, focus: str | None) -> Box:
    node, strength = branch.node, branch.strength
    level = headline(strength.level, strength.flag) if strength else ""
    said = [f"{node.spec.label} {node.reference} {excerpt(node.title, SAID)}", level, branch.people, branch.said]
    return Box(
        key=node.pk,
        name=f"{node.spec.label} {node.reference}",
        title=node.title,
        said=", ".join(map(str, filter(None, said))),
        at=node.reference,
        by=by_of([sides[node.pk]]),
        level=strength.level.value if strength else "",
        is_disputed=bool(strength and strength.flag),
        is_center=node.pk == focus,
        is_chosen=node.pk in shown.hits,
        note=_note(branch),
    )


def _note(branch: Branch) -> str:
    """What stands beside the knots: how many people it meets, how far it is tested, what the test said."""
    grown = branch.grown
    if isinstance(grown, Opportunity):
        return _("%(n)s %(period)s", n=number(grown.people), period=grown.get_period_display()) if grown.people else ""
    if isinstance(grown, Experiment):
        return said_in_short(grown.result, grown.n, grown.bore_out) if grown.result and grown.n else branch.said
    if isinstance(grown, Assumption):
        return _("%(word)s importance", word=grown.importance.capitalize()) if grown.importance else ""
    return branch.said
