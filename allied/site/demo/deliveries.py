"""What Marlow Valley Libraries shipped, and what it ships next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allied.domains.roadmap.findings.actions import fix_finding
from allied.domains.roadmap.models import Finding, Item, Release
from allied.domains.roadmap.planning import plan_item
from allied.domains.roadmap.records.actions import add_record
from allied.domains.roadmap.releases.actions import draft_notes, ship_release, tick_step
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.actions import link_many
from allied.site.demo.backdate import backdate

STEPS = (
    "Both sides tried it as people will use it",
    "Open problems are fixed or accepted as debt",
    "Support knows what changes",
    "Somebody reads the metric back, and on which day",
    "It can be taken back",
)


@dataclass(frozen=True)
class Planned:
    """A release, with its day in days from today: before it, it has shipped. ``done`` steps are ticked."""

    title: str
    day: int
    items: tuple[str, ...]
    done: int
    notes: str = ""


@dataclass(frozen=True)
class Problem:
    """A finding in an item, and how it was ``fixed``, if it was."""

    title: str
    by: str
    days_ago: int
    item: str
    details: Mapping[str, str]
    fixed: str = ""


AIMS = {
    "Arrival estimate on every hold": {
        "measure": "Holds collected",
        "baseline": "61.8%",
        "goal": "68%",
        "tested": "6 people with one notice each: 5 planned their week by the range.",
        "confidence": "80",
        "size": "6 to 10",
        "effort_engineering": "5 to 8",
        "effort_design": "1 to 2",
    },
    "Branch opening hours that are right": {
        "measure": "Wasted trips reported a month",
        "baseline": "23",
        "goal": "under 5",
        "tested": "4 branches kept their hours for 3 weeks; 1 forgot a holiday.",
        "size": "3 to 4",
        "effort_engineering": "2 to 3",
        "effort_content": "1",
    },
}
PROBLEMS = (
    Problem(
        "The range reads as its first day",
        "imani",
        12,
        "Arrival estimate on every hold",
        {
            "severity": "3",
            "place": "Notice on the phone",
            "met": "3",
            "of_people": "8",
            "description": "Three of eight planned a trip for the first day of the range and found nothing.",
        },
    ),
    Problem(
        "A branch forgot its holiday",
        "tomasz",
        130,
        "Branch opening hours that are right",
        {"severity": "2", "place": "Hours of a branch", "met": "1", "of_people": "4"},
        "Holidays of the county come in by themselves now; 4 of 4 branches had them.",
    ),
)
RELEASES = (
    Planned(
        "Summer reading",
        -118,
        ("Branch opening hours that are right",),
        4,
        "## Opening hours that are right\n\nThe hours of all 14 branches come from one place now, and the branch "
        "itself keeps them.\n\nYou told us of 23 wasted trips a month. We count them again in December.",
    ),
    Planned("Notices, autumn", 19, ("Arrival estimate on every hold",), 2),
)


def plan_releases(
    members: Mapping[str, Member],
    items: Mapping[str, Item],
    *,
    product: Product,
    today: date,
    moment: Callable[[int], datetime],
) -> dict[str, Release]:
    """Make each by the acts of a product manager, on the day on which it would have been made."""
    for title, aim in AIMS.items():
        plan_item(items[title], aim, actor=members["priya"])
    for problem in PROBLEMS:
        finding = add_record(
            Finding, title=problem.title, details=problem.details, product=product, actor=members[problem.by]
        )
        link_many([finding.node], "found_in", [items[problem.item].node], actor=members[problem.by])
        if problem.fixed:
            fix_finding(finding, how=problem.fixed, actor=members[problem.by])
        backdate(finding.node, moment(problem.days_ago))
    found = {}
    for planned in RELEASES:
        actor, day = members["priya"], today + timedelta(days=planned.day)
        details = {"planned_on": day.isoformat(), "notes": planned.notes, "checklist": "\n".join(STEPS)}
        made = found[planned.title] = add_record(
            Release, title=planned.title, details=details, product=product, actor=actor
        )
        link_many([made.node], "delivers", [items[title].node for title in planned.items], actor=actor)
        for step in STEPS[: planned.done]:
            tick_step(made, step, actor=members["tomasz"] if step == STEPS[0] else actor)
        if not planned.notes:
            draft_notes(made, actor=actor)
        if planned.day < 0:
            ship_release(made, shipped_on=day, actor=actor)
        backdate(made.node, moment(max(-planned.day, 0) + 2))
    return found
