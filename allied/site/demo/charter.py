"""The demo's rights charter: the version before, the one that holds, and a draft; and a decision made by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from allied.domains.decisions.actions import Choice, Draft, draft_decision, open_decision, state_position
from allied.domains.decisions.charter.actions import Frame, draft_charter, frame_charter, sign_charter
from allied.domains.decisions.charter.queries import rights_in_force
from allied.domains.decisions.models import Charter, Signature
from allied.kernel.people.models import Member, Product
from allied.site.demo.backdate import happened

WHEN = (
    Choice("Show the day once it is 80% sure", "Fewer are let down; some wait without a day.", "Less to explain."),
    Choice("Show a range from the start", "Everybody has something to plan by.", "More calls when the range moves."),
)  # fmt: skip
ASKED = ("Experience", "high", "hard")


def write_charter(
    members: Mapping[str, Member], *, product: Product, began: datetime, changed: datetime, asked: datetime
) -> None:
    """Version 1 held from ``began``, version 2 since ``changed``; at ``asked`` Imani drafts the third and Bea asks."""
    with happened(began):
        first = _sign("leader-last", "The first one, after the retrospective.", 15, members)
    with happened(changed):
        second = _sign("two-leads", "Design and Product each decide in their field.", 10, members)
    Charter.objects.filter(pk=first.pk).update(drafted_at=began, in_force_at=began, superseded_at=changed)
    Charter.objects.filter(pk=second.pk).update(drafted_at=changed, in_force_at=changed)
    for version, moment in ((first, began), (second, changed)):
        Signature.objects.filter(charter=version).update(signed_at=moment)
    with happened(asked):
        draft = draft_charter(actor=members["imani"])
        change = Frame("Research decides what is studied.", 10, members["helen"], _spring(changed.date()))
        frame_charter(draft, change, actor=members["imani"])
        _ask(members, product)


def _sign(starter: str, change: str, days: int, members: Mapping[str, Member]) -> Charter:
    made = draft_charter(starter, actor=members["tomasz"])
    frame_charter(made, Frame(change, days, members["helen"]), actor=members["tomasz"])
    for key in ("tomasz", "priya", "joel", "helen"):
        sign_charter(made, actor=members[key])
    return made


def _ask(members: Mapping[str, Member], product: Product) -> None:
    """What is hard to undo in the experience: Design decides, and Product must agree."""
    right = next(right for right in rights_in_force(actor=members["bea"]) if right.case == ASKED)
    draft = Draft("When do we tell people the day on which a hold arrives?", options=WHEN, right=right)
    found = draft_decision(draft, actor=members["bea"], product=product)
    open_decision(found, actor=members["bea"])
    sure, _ = found.options.all()
    text = "A day that moves is worse than no day. 5 of 8 people said so."
    state_position(found, side="ux", text=text, option=sure.pk, actor=members["imani"])


def _spring(day: date) -> date:
    return date(day.year + 1, 4, 2)
