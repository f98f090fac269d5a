"""The demo's decisions: a contested one under a standing veto, and one that both sides closed together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from allied.domains.decisions.actions import (
    Choice,
    Draft,
    Verdict,
    decide,
    draft_decision,
    open_decision,
    state_position,
    word_other_case,
)
from allied.domains.decisions.models import Decision, Objection
from allied.domains.decisions.objecting import Grounds, place_objection
from allied.domains.insights.models import Insight
from allied.domains.roadmap.models import Item
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.actions import link
from allied.site.demo.backdate import backdate
from allied.site.demo.predictions import make_predictions

REMINDER = "Fine reminder at checkout"
NOTICE = "Desk, shelf and closing time in every notice"
FINES = (
    Choice("Remind before they borrow", "Some give up the visit.", "£38,200 is open; Sunday hours depend on it."),
    Choice("Remind after they borrowed", "Nobody is stopped at the desk.", "Less comes back, and later."),
)
NOTICES = (
    Choice("One notice with desk, shelf and closing time", "One trip, one place to go.", "Two weeks of work."),
    Choice("Keep the three notices", "People keep guessing.", "Nothing to build."),
)


def make_decisions(
    members: Mapping[str, Member],
    claims: Mapping[str, Insight],
    items: Mapping[str, Item],
    *,
    product: Product,
    moment: Callable[[int], datetime],
) -> None:
    """What stands in the way of the fine reminder, how the notices were settled, and what was said to come of both.

    ``moment``: days ago.
    """
    imani, tomasz, priya, helen = (members[key] for key in ("imani", "tomasz", "priya", "helen"))
    fines = _open("Do we remind people of fines before they borrow?", FINES, members, product)
    link(fines.node, "derived_from", claims["fine"].node, actor=tomasz)
    link(items[REMINDER].node, "decided_by", fines.node, actor=priya)
    before, after = fines.options.all()
    shame = "3 of 8 people left the desk because they thought that they could not borrow until they paid."
    grant = "The county ends its grant in March. Without the fines two branches lose their Sunday hours."
    state_position(fines, side="ux", text=shame, option=after.pk, actor=tomasz)
    state_position(fines, side="product", text=grant, option=before.pk, actor=priya)
    word_other_case(fines, side="ux", text="Open hours are an experience too, and they cost money.", actor=imani)
    grounds = Grounds(
        "error_recovery", claims["fine"].node, shame, "A test of “pay later” in which none of 8 people is blocked."
    )
    place_objection(items[REMINDER].node, Objection.Kind.VETO, grounds, escalates_to=helen, actor=tomasz)
    notices = _open("Do we send one notice or three?", NOTICES, members, product)
    link(notices.node, "derived_from", claims["shelf"].node, actor=imani)
    link(items[NOTICE].node, "decided_by", notices.node, actor=priya)
    one = notices.options.all()[0]
    for side, member in (("ux", imani), ("product", priya)):
        state_position(notices, side=side, text="One notice. People told us so.", option=one.pk, actor=member)
    verdict = Verdict(one.pk, "Both sides want it, and 6 people found the shelf at once with it.")
    decide(notices, verdict, actor=helen)
    Decision.objects.filter(pk=notices.pk).update(opened_at=moment(70), ended_at=moment(61))
    backdate(notices.node, moment(70))
    make_predictions(members, notices, fines, moment=moment)


def _open(question: str, options: Sequence[Choice], members: Mapping[str, Member], product: Product) -> Decision:
    draft = Draft(question, members["helen"], options=options)
    return open_decision(draft_decision(draft, actor=members["bea"], product=product), actor=members["bea"])
