"""What is missing in a tree, each gap with the one act that fills it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from allied.domains.discovery.models import Assumption, Importance
from allied.kernel.thread.levels import Level
from allied.kernel.words import _

if TYPE_CHECKING:
    from allied.domains.discovery.trees.queries import Branch

To = Literal["evidence", "result", "opportunity", "solution", "assumption", "experiment"]


@dataclass(frozen=True, eq=False)
class Gap:
    """One thing that is missing at a branch, in words; ``act`` fills it, by adding or recording a ``to``."""

    branch: Branch
    words: str
    act: str
    to: To


def gaps_of(branch: Branch) -> Iterator[Gap]:
    """What is missing here, the weightiest first: asked once the tree is whole."""
    if branch.kind == "opportunity":
        yield from _of_opportunity(branch)
    elif branch.kind == "outcome" and not branch.branches:
        yield Gap(branch, _("no opportunity yet"), _("Add an opportunity"), "opportunity")
    elif branch.kind == "solution" and not branch.branches:
        yield Gap(branch, _("no assumption yet"), _("Add an assumption"), "assumption")
    elif branch.kind == "assumption" and _is_untested(branch):
        yield Gap(branch, _("no test planned"), _("Plan a test"), "experiment")
    elif branch.is_late:
        yield Gap(branch, _("its result is due"), _("Record the result"), "result")


def urgency(gap: Gap) -> tuple[int, int, int]:
    """Assumptions and their tests by how much rests on them and how little is known, then the rest as it stands."""
    assumption = gap.branch.parent if gap.to == "result" else gap.branch
    if assumption is None or not isinstance(assumption.grown, Assumption):
        return 1, 0, 0
    weight = assumption.grown.importance
    rank = assumption.strength.level.rank if assumption.strength else 0
    return 0, list(Importance).index(Importance(weight)) if weight else 1, rank


def _of_opportunity(branch: Branch) -> Iterator[Gap]:
    if branch.strength is not None and not branch.strength.people_for:
        yield Gap(branch, _("no evidence linked"), _("Link evidence"), "evidence")
    kinds = [one.kind for one in branch.branches]
    if not kinds:
        yield Gap(branch, _("no solution yet"), _("Add a solution"), "solution")
    if kinds == ["solution"]:
        yield Gap(branch, _("no other solution considered"), _("Add a second idea"), "solution")


def _is_untested(branch: Branch) -> bool:
    grown = branch.grown
    assert isinstance(grown, Assumption)  # noqa: S101  of that kind
    is_open = branch.strength is None or branch.strength.level < Level.EMERGING
    return is_open and grown.importance != Importance.LOW and not (branch.branches or grown.test)
