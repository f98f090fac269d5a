"""Charters to start from. They name duties; whoever has the duty in the workspace is put in, else it stays a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allied.domains.decisions.models import Right
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.words import _

LEADER, DESIGN, RESEARCH, PRODUCT, BUILD = "leader", "design", "research", "product", "build"
DUTIES: Final = {
    LEADER: (Discipline.LEADERSHIP,),
    DESIGN: (Discipline.DESIGN, Discipline.UX_RESEARCH, Discipline.CONTENT),
    RESEARCH: (Discipline.UX_RESEARCH, Discipline.DESIGN, Discipline.CONTENT),
    PRODUCT: (Discipline.PRODUCT,),
    BUILD: (Discipline.ENGINEERING,),
}


@dataclass(frozen=True)
class Line:
    """One row of a starter, by duties."""

    decision_type: str
    impact: str
    reversibility: str
    decides: str
    agrees: Sequence[str] = ()
    recommends: Sequence[str] = ()
    input: Sequence[str] = ()
    told: Sequence[str] = ()
    answer_days: int = 5


@dataclass(frozen=True)
class Starter:
    key: str
    name: str
    about: str
    lines: Sequence[Line]


HIGH, LOW = Right.Impact.HIGH.value, Right.Impact.LOW.value
HARD, EASY = Right.Reversibility.HARD.value, Right.Reversibility.EASY.value

TWO_LEADS: Final = Starter(
    "two-leads",
    _("Two leads"),
    _(
        "Design decides what people see and do, Product what comes first and when. "
        "What is hard to undo needs the other’s agreement."
    ),
    (
        Line("Experience", HIGH, HARD, DESIGN, agrees=[PRODUCT], recommends=[RESEARCH], input=[BUILD], told=[LEADER]),
        Line("Experience", HIGH, EASY, DESIGN, recommends=[RESEARCH], input=[PRODUCT], told=[BUILD]),
        Line("Experience", LOW, EASY, DESIGN, told=[PRODUCT]),
        Line("Priorities", HIGH, HARD, PRODUCT, agrees=[DESIGN], recommends=[RESEARCH], input=[BUILD], told=[LEADER]),
        Line("Priorities", LOW, EASY, PRODUCT, input=[DESIGN], told=[RESEARCH]),
        Line("Dates and price", HIGH, HARD, PRODUCT, agrees=[BUILD, DESIGN], told=[LEADER]),
        Line("Experience debt", HIGH, EASY, PRODUCT, agrees=[DESIGN], input=[RESEARCH], told=[LEADER]),
        Line("Experience debt", HIGH, HARD, LEADER, agrees=[DESIGN], recommends=[PRODUCT], answer_days=10),
        Line("Research", LOW, EASY, RESEARCH, input=[PRODUCT, DESIGN]),
    ),
)  # fmt: skip
LEADER_LAST: Final = Starter(
    "leader-last",
    _("Leadership where it is hard to undo"),
    _("Small things are decided where the work is. What has high impact and is hard to undo goes to leadership, with "
    "both sides’ recommendation."),
    (
        Line("Anything", HIGH, HARD, LEADER, recommends=[DESIGN, PRODUCT], input=[RESEARCH, BUILD], answer_days=10),
        Line("Anything", HIGH, EASY, PRODUCT, agrees=[DESIGN], input=[BUILD], told=[LEADER]),
        Line("Anything", LOW, HARD, PRODUCT, agrees=[DESIGN], input=[BUILD]),
        Line("Anything", LOW, EASY, DESIGN, told=[PRODUCT]),
    ),
)  # fmt: skip
STARTERS: Final = {starter.key: starter for starter in (TWO_LEADS, LEADER_LAST)}


def duties(members: Sequence[Member]) -> dict[str, Member]:
    """Who has which duty: the active member of the first discipline that has one, the longest here first."""
    found = {}
    for duty, disciplines in DUTIES.items():
        for discipline in disciplines:
            having = [one for one in members if one.discipline == discipline and one.is_active]
            if having:
                found[duty] = min(having, key=lambda one: one.pk)
                break
    return found
