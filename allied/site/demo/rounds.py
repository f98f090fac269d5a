"""The demo's rounds: one that both sides have finished, with a gap to talk about, and one that waits for ballots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from allied.domains.discovery.models import Opportunity
from allied.domains.prioritization.actions import Plan, cast_ballot, close_round, draft_round, open_round
from allied.domains.prioritization.models import Framework, Round
from allied.domains.prioritization.rules import Mark, Range
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member, Product
from allied.site.demo.backdate import backdate

FINISHED = ("plan", "shame", "keep", "evening", "others", "next")
WAITING = ("shelf", "home", "others", "next", "where")
FACTORS = ("reach", "impact", "effort")
Ballot = dict[str, tuple[int, str]]
BALLOTS: dict[str, Ballot] = {
    "imani": {
        "plan": (5, "Nine people in the queue test left when they could not tell how long."),
        "shame": (1, "3 of 8 people left the desk believing they could not borrow until they paid."),
        "keep": (5, "One step from the reminder worked for everyone we tested it with."),
        "evening": (2, ""),
        "others": (4, "Carers juggle three cards a visit."),
        "next": (1, "Nobody has asked people yet."),
    },
    "tomasz": {
        "plan": (5, ""),
        "shame": (1, "It blocks people in the middle of borrowing."),
        "keep": (4, ""),
        "evening": (3, ""),
        "others": (4, ""),
        "next": (2, "It came up in a design review, no more."),
    },
    "yusuf": {
        "plan": (4, ""),
        "shame": (2, ""),
        "keep": (5, ""),
        "evening": (2, ""),
        "others": (5, ""),
        "next": (2, ""),
    },
    "priya": {
        "plan": (4, "It is the most common reason to cancel."),
        "shame": (5, "Unpaid fines stand at £38,200 and the county ends the top-up grant in March."),
        "keep": (4, ""),
        "evening": (4, "Two branches would pay for the lockers."),
        "others": (2, "6% of members."),
        "next": (2, ""),
    },
    "bea": {
        "plan": (4, ""),
        "shame": (5, "Branches lose Sunday hours without it."),
        "keep": (4, ""),
        "evening": (3, ""),
        "others": (2, ""),
        "next": (1, ""),
    },
    "joel": {"plan": (4, "The courier’s data is there."), "keep": (5, ""), "shame": (3, "")},
}
# Reach a month, impact, effort in person-weeks, as people have them at hand.
ESTIMATES: dict[str, tuple[Range, Range, Range]] = {
    "plan": ((1900, 2310, 2800), (1, 2, 3), (4, 6, 9)),
    "shame": ((300, 420, 700), (1, 1, 2), (3, 4, 8)),
    "keep": ((900, 1200, 1500), (0.5, 1, 2), (2, 3, 4)),
    "evening": ((60, 200, 900), (0.5, 1, 3), (8, 12, 30)),
    "others": ((80, 150, 260), (1, 2, 3), (4, 6, 12)),
    "next": ((50, 400, 2500), (0.25, 0.5, 1), (3, 8, 20)),
}
# What Product counts otherwise: everybody who owes a fine, not only who was turned away; lockers the county would pay.
BY_PRODUCT: dict[str, tuple[Range, Range, Range]] = {
    "shame": ((1200, 1680, 2600), (1, 2, 3), (3, 4, 8)),
    "evening": ((150, 400, 1200), (0.5, 1, 2), (5, 8, 16)),
    "others": ((60, 100, 180), (0.5, 1, 2), (6, 9, 16)),
}


def hold_rounds(
    members: Mapping[str, Member], needs: Mapping[str, Opportunity], *, product: Product, now: datetime
) -> None:
    """A finished round of last month and one that closes in four days."""
    bea = members["bea"]
    finished = _open("Holds and collection: which of these first?", FINISHED, needs, bea, product, now)
    for key, ballot in BALLOTS.items():
        counted = ESTIMATES | (BY_PRODUCT if members[key].side == Side.PRODUCT else {})
        marks = {
            needs[name].pk: Mark(score, reason, dict(zip(FACTORS, counted[name], strict=True)))
            for name, (score, reason) in ballot.items()
        }
        cast_ballot(finished, marks, actor=members[key])
    close_round(finished, actor=bea)
    backdate(finished.node, now - timedelta(days=26))
    waiting = _open("Search and discovery: which of these first?", WAITING, needs, bea, product, now)
    cast_ballot(waiting, {needs["shelf"].pk: Mark(4, "I know this from the desk.")}, actor=members["nia"])


def _open(
    question: str,
    names: tuple[str, ...],
    needs: Mapping[str, Opportunity],
    runner: Member,
    product: Product,
    now: datetime,
) -> Round:
    plan = Plan(
        question,
        "Both sides try for fewer wasted trips by summer. The first two go to the roadmap.",
        framework=Framework.RICE_RANGE,
        candidates=[needs[name].node for name in names],
        closes_at=now + timedelta(days=4, hours=6),
    )
    return open_round(draft_round(plan, actor=runner, product=product, seed=1931), actor=runner)
