"""The demo's opportunity solution tree: from more holds collected to what must be true for each way to get there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allied.domains.discovery.models import Assumption, Opportunity, Outcome, Solution
from allied.domains.discovery.trees.actions import add_branch, focus_on, place_under
from allied.domains.insights.models import Insight
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.actions import link
from allied.site.demo.backdate import backdate


@dataclass(frozen=True)
class Belief:
    """What must be true; ``supports`` names claims of the demo."""

    title: str
    risk: str
    importance: str
    test: str = ""
    supports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """One solution under the need with that key."""

    need: str
    by: str
    title: str
    description: str = ""
    beliefs: tuple[Belief, ...] = ()


WAYS = (
    Way(
        "plan",
        "imani",
        "An arrival range on every hold",
        "“Between Tuesday and Friday”, from the last two hundred transfers to that branch.",
        (
            Belief("A range of days is enough to plan", "desirable", "high", "", ("unknown",)),
            Belief("Branch data is right to a day", "feasible", "high"),
            Belief(
                "People read a range as a range, not as its first day", "usable", "medium", "Five people, one notice"
            ),
        ),
    ),
    Way(
        "plan",
        "bea",
        "Live courier tracking",
        "A map as for parcels.",
        (Belief("The courier shares its data by April", "viable", "high", "Ask at the contract meeting"),),
    ),
    Way("plan", "nia", "A message when the day moves"),
    Way(
        "where",
        "tomasz",
        "A map of the shelf in the notice",
        "",
        (Belief("Desks keep holds on the same shelf", "feasible", "medium", "", ("shelf",)),),
    ),
    Way(
        "evening",
        "bea",
        "Lockers at six branches",
        "Open until midnight, by the door.",
        (
            Belief("Commuters come by the locker anyway", "desirable", "high", "", ("lockers",)),
            Belief("A locker does not show others what one reads", "ethical", "medium"),
        ),
    ),
)


def grow_tree(
    members: Mapping[str, Member],
    needs: Mapping[str, Opportunity],
    claims: Mapping[str, Insight],
    *,
    product: Product,
    today: date,
    moment: datetime,
) -> None:
    """One outcome with its tree; the need to plan is its target, some are gaps."""
    priya = members["priya"]
    outcome = add_branch(
        Outcome,
        title="More holds are collected",
        description="A hold that nobody collects costs a transfer and keeps the book from others.",
        details={
            "measure": "Holds collected of all that arrived",
            "baseline": "61.8%",
            "goal": "68%",
            "due_on": today + timedelta(days=120),
        },
        product=product,
        actor=priya,
    )
    place_under(needs["collect"], outcome, actor=priya)
    for way in WAYS:
        actor = members[way.by]
        solution = add_branch(Solution, title=way.title, description=way.description, product=product, actor=actor)
        place_under(solution, needs[way.need], actor=actor)
        for belief in way.beliefs:
            _believe(belief, solution, claims, actor, moment)
        backdate(solution.node, moment)
    focus_on(outcome, needs["plan"], actor=priya)
    backdate(outcome.node, moment)


def _believe(
    belief: Belief, solution: Solution, claims: Mapping[str, Insight], actor: Member, moment: datetime
) -> None:
    details = {"risk": belief.risk, "importance": belief.importance, "test": belief.test}
    made = add_branch(Assumption, title=belief.title, details=details, product=solution.node.product, actor=actor)
    place_under(made, solution, actor=actor)
    for key in belief.supports:
        link(claims[key].node, "supports", made.node, actor=actor)
    backdate(made.node, moment)
