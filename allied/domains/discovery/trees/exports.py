"""A tree as a file: an outline in Markdown, rows of a table, or the drawing with its colors inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from allied.domains.discovery.trees.queries import Branch, Tree
from allied.kernel.thread.words import headline
from allied.kernel.words import _

HEAD: Final = (
    "reference", "kind", "title", "under", "level", "evidence", "people", "risk", "importance", "test",
    "state", "result", "n", "bore_out", "gap",
)  # fmt: skip
# A file of its own, so no policy of ours and none of our styles reach it.
STYLE: Final = """<style>
.graph{font:12px system-ui,sans-serif;background:#fff;fill:#1d2b2b}
.g>rect:first-of-type{width:176px;height:46px;rx:8px;fill:#fff;stroke:#9aa8a5}
.graph--tall .g>rect:first-of-type{height:80px}
.g--gap>rect:first-of-type{fill:#fff3d6;stroke:#8a6100;stroke-dasharray:4 3}
.g-note{font-size:11px;fill:#47595a}
.g--center>rect:first-of-type{stroke:#0d5b46;stroke-width:2.5}.g--group>rect:first-of-type{stroke-dasharray:4 3}
.g>circle{cx:164px;cy:13px;r:4px;fill:#5b3fb0}.g-product{fill:#9a4a1c}
.g-on,.g-off{stroke:#0d5b46;stroke-width:7;stroke-dasharray:6 3}.g-off{stroke:#47595a;stroke-width:2}
.g-fork{fill:none;stroke:#b3261e;stroke-width:1.75}
.g-strand,.g-strand-ux,.g-strand-product{fill:none;stroke-width:1.5;stroke:#9aa8a5;stroke-dasharray:1 3}
.g-strand-ux{stroke:#5b3fb0;stroke-dasharray:none}.g-strand-product{stroke:#9a4a1c;stroke-dasharray:none}
</style>"""


def markdown(tree: Tree) -> str:
    """A nested list: what it is, its title and reference, how sure we are, and what is missing."""
    lines = [f"# {tree.root.node.title} ({tree.root.node.reference})", ""]
    for branch, level in _levels(tree.root):
        if level:
            lines.append(f"{'  ' * (level - 1)}- {_line(branch)}")
    return "\n".join([*lines, ""])


def rows(tree: Tree) -> Iterator[list[str]]:
    """One row an object, in the order of the outline."""
    for branch, level in _levels(tree.root):
        node, grown, known = branch.node, branch.grown, branch.strength
        yield [
            node.reference,
            node.kind,
            node.title,
            branch.parent.node.reference if branch.parent else "",
            str(level),
            known.level.value if known else "",
            str(known.people_for) if known else "",
            getattr(grown, "risk", ""),
            getattr(grown, "importance", ""),
            getattr(grown, "test", ""),
            node.state,
            *(str(getattr(grown, name, None) or "") for name in ("result", "n", "bore_out")),
            str(branch.gap),
        ]


def svg(drawing: Markup) -> str:
    """The drawing as a file that stands alone."""
    head, start, rest = str(drawing).partition("<title")
    return head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + STYLE + start + rest


def _line(branch: Branch) -> str:
    node, known = branch.node, branch.strength
    said = [f"{node.spec.label}: {node.title} ({node.reference})"]
    if known:
        said.append(_("%(level)s, n %(people)s", level=headline(known.level, known.flag), people=known.people_for))
    if branch.said:
        said.append(branch.said)
    if branch.gap:
        said.append(_("gap: %(gap)s", gap=branch.gap))
    return ". ".join(map(str, said))


def _levels(root: Branch) -> Iterator[tuple[Branch, int]]:
    waiting = [(root, 0)]
    while waiting:
        branch, level = waiting.pop()
        yield branch, level
        waiting.extend((one, level + 1) for one in reversed(branch.branches))
