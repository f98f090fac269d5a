"""The demo's opportunity solution tree: from more holds collected to what must be true for each way to get there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allied.domains.discovery.models import Assumption, Experiment, Opportunity, Outcome, Solution
from allied.domains.discovery.trees.actions import add_branch, focus_on, place_under
from allied.domains.discovery.trees.experiments import Finding, record_result, start_experiment
from allied.domains.discovery.trees.sizes import Size, size_opportunity
from allied.domains.insights.models import Insight
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.actions import link
from allied.kernel.thread.strength import today_in
from allied.site.demo.backdate import backdate


@dataclass(frozen=True)
class Test:
    """A test of what must be true, so many days from today; ``found`` is result, n and how many bore it out."""

    title: str
    by: str
    method: str
    expects: str
    days: int
    found: tuple[str, int, int] | None = None
    learned: str = ""


@dataclass(frozen=True)
class Belief:
    """What must be true; ``supports`` names claims of the demo."""

    title: str
    risk: str
    importance: str
    tests: tuple[Test, ...] = ()
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
            Belief(
                "A range of days is enough to plan",
                "desirable",
                "high",
                (
                    Test(
                        "Nine people choose a day to come by the range alone",
                        "imani",
                        "usability_test",
                        "At least seven choose a day within the range and do not ask for more.",
                        -19,
                        ("supports", 9, 7),
                        "Two wanted the day before they left home. Both travel by train.",
                    ),
                ),
                ("unknown",),
            ),
            Belief("Branch data is right to a day", "feasible", "high"),
            Belief(
                "People read a range as a range, not as its first day",
                "usable",
                "medium",
                (
                    Test(
                        "Twelve people read one notice and say when they would come",
                        "tomasz",
                        "first_click",
                        "At most two come on the first day because they take it for the day.",
                        9,
                    ),
                ),
            ),
        ),
    ),
    Way(
        "plan",
        "bea",
        "Live courier tracking",
        "A map as for parcels.",
        (
            Belief(
                "The courier shares its data by April",
                "viable",
                "high",
                (
                    Test(
                        "Ask the courier at the contract meeting",
                        "bea",
                        "stakeholder",
                        "A date in writing.",
                        -6,
                        ("contradicts", 1, 0),
                        "The contract slips to June; no date before it is signed.",
                    ),
                ),
            ),
        ),
    ),
    Way("plan", "nia", "A message when the day moves"),
    Way(
        "where",
        "tomasz",
        "A map of the shelf in the notice",
        "",
        (Belief("Desks keep holds on the same shelf", "feasible", "medium", supports=("shelf",)),),
    ),
    Way(
        "evening",
        "bea",
        "Lockers at six branches",
        "Open until midnight, by the door.",
        (
            Belief(
                "Commuters come by the locker anyway",
                "desirable",
                "high",
                (
                    Test(
                        "Count who passes the door of two branches between six and nine",
                        "nia",
                        "field_observation",
                        "At least half of those with a library bag pass after six.",
                        -12,
                        ("unclear", 46, 21),
                        "Half at Alder Street, a third at Weir. Two evenings are few.",
                    ),
                ),
                ("lockers",),
            ),
            Belief("A locker does not show others what one reads", "ethical", "medium"),
        ),
    ),
)


# By the key of a need: its people at the least, most likely and at the most in a month, and of how many who were asked
# in the reading survey how many called it important and are satisfied; None where nobody knows.
SIZES = {
    "collect": ((6_900, 7_400, 8_000), (212, 176, 121), "Holds of the last twelve months; reading survey"),
    "plan": ((1_310, 1_480, 1_650), (212, 182, 66), "Cancelled holds, by reason; reading survey"),
    "where": ((480, 620, 770), (96, 69, 56), "Calls to branches about where a hold is; reading survey"),
    "trust": ((260, 410, 560), (41, 33, 18), "Trips to a closed door, from 30 diaries; reading survey"),
    "evening": (None, (12, 8, 6), "Twelve commuters at two stations"),
}


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
            _believe(belief, solution, claims, members, actor, moment)
        backdate(solution.node, moment)
    for key, (people, rated, source) in SIZES.items():
        low, likely, high = people or (None, None, None)
        size = Size(low, likely, high, "month" if people else "", *rated, sized_from=source)
        size_opportunity(needs[key], size, actor=priya)
    focus_on(outcome, needs["plan"], actor=priya)
    backdate(outcome.node, moment)


def _believe(
    belief: Belief,
    solution: Solution,
    claims: Mapping[str, Insight],
    members: Mapping[str, Member],
    actor: Member,
    moment: datetime,
) -> None:
    details = {"risk": belief.risk, "importance": belief.importance}
    made = add_branch(Assumption, title=belief.title, details=details, product=solution.node.product, actor=actor)
    place_under(made, solution, actor=actor)
    for key in belief.supports:
        link(claims[key].node, "supports", made.node, actor=actor)
    backdate(made.node, moment)
    for test in belief.tests:
        _test(test, made, members[test.by])


def _test(test: Test, belief: Assumption, actor: Member) -> None:
    """Plan it, start what is due or over, and record what was found; its day is counted from today."""
    day = today_in(actor.workspace) + timedelta(days=test.days)
    details = {"method": test.method, "expects": test.expects, "due_on": day}
    made = add_branch(Experiment, title=test.title, details=details, product=belief.node.product, actor=actor)
    place_under(made, belief, actor=actor)
    start_experiment(made, actor=actor)
    if test.found:
        result, n, bore_out = test.found
        record_result(made, Finding(result, n, day, bore_out, test.learned), actor=actor)
