"""The kinds of a tree on one page: what each tells about itself, and under what it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allied.domains.discovery.models import (
    Assumption,
    Experiment,
    Grown,
    Importance,
    Opportunity,
    Outcome,
    Risk,
    Solution,
)
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _

DESCRIPTION_LENGTH = 10_000
CONCERNS_LENGTH = 300
REASON_LENGTH = 500


@dataclass(frozen=True)
class Detail:
    """One field of a kind: a short text, one of ``options``, or a day."""

    name: str
    label: str
    hint: str = ""
    limit: int = 300
    options: Mapping[str, str] = field(default_factory=dict)
    is_day: bool = False


@dataclass(frozen=True)
class Sort:
    """A kind of the tree. ``under`` tells by which relation it stands under which kind."""

    kind: str
    model: type[Grown]
    asks: str
    hint: str
    details: tuple[Detail, ...] = ()
    under: Mapping[str, str] = field(default_factory=dict)


SORTS: dict[str, Sort] = {
    sort.kind: sort
    for sort in [
        Sort(
            "outcome",
            Outcome,
            _("Outcome"),
            _("What changes for people or the business, such as “More holds are collected”. Nothing to build."),
            (
                Detail("measure", _("Measured by"), _("A figure that moves, or the words by which you would tell.")),
                Detail("baseline", _("From"), _("What it is now, such as 61.8%."), limit=60),
                Detail("goal", _("To"), _("What it shall be, such as 68%."), limit=60),
                Detail("due_on", _("By when"), is_day=True),
            ),
        ),
        Sort(
            "opportunity",
            Opportunity,
            _("Opportunity"),
            _("A need, pain or wish in people's own terms. No solution yet."),
            (Detail("concerns", _("Who it concerns"), limit=CONCERNS_LENGTH),),
            {"outcome": "moves", "opportunity": "part_of"},
        ),
        Sort(
            "solution",
            Solution,
            _("Solution"),
            _("One way to meet the opportunity. Think of more than one."),
            under={"opportunity": "addresses"},
        ),
        Sort(
            "assumption",
            Assumption,
            _("Assumption"),
            _("What must be true for the solution to work, so that evidence can stand for it or against it."),
            (
                Detail("risk", _("What kind of assumption"), options=dict(Risk.choices)),
                Detail("importance", _("How much rests on it"), options=dict(Importance.choices)),
                Detail("test", _("How we find out"), _("The smallest test, such as “five people plan with a range”.")),
                Detail("test_on", _("Tested by"), is_day=True),
            ),
            {"solution": "underlies"},
        ),
        Sort(
            "experiment",
            Experiment,
            _("Experiment"),
            _("The smallest test that can tell, such as “Five people plan a trip with the range alone”."),
            (
                Detail("method", _("Method"), options={name: each.label for name, each in METHODS.items()}),
                Detail(
                    "expects",
                    _("What we would see if it holds"),
                    _("Said before anybody looks, such as “At least four of five come on a day within the range”."),
                ),
                Detail("due_on", _("Result by"), is_day=True),
            ),
            {"assumption": "tests"},
        ),
    ]
}
LIVE = tuple({state for kind in SORTS for state in KINDS[kind].states if state not in KINDS[kind].ended})
RELATIONS = tuple({relation for sort in SORTS.values() for relation in sort.under.values()})


def sort_of(model: type[Grown]) -> Sort:
    return next(sort for sort in SORTS.values() if sort.model is model)


def worded(grown: Grown, words: Mapping[str, str]) -> dict[str, Any]:
    """What ``actions.said`` gave, but for the product, as ``actions.edit_branch`` takes it."""
    details = {detail.name: words[detail.name] for detail in SORTS[grown.node.kind].details}
    return {"title": words["title"], "description": words["description"], "details": details}
