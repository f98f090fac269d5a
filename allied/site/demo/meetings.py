"""The demo's meetings: one of last week with its minutes, and one that comes, with a pre-read and a gap to fill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from allied.domains.discovery.models import Opportunity
from allied.domains.rituals.actions import Plan, close_meeting, hold_meeting, plan_meeting
from allied.domains.rituals.agenda import give_time
from allied.domains.rituals.attending import answer_invitation, mark_present
from allied.domains.rituals.models import AgendaItem, Meeting, Outcome, Statement
from allied.domains.rituals.outcomes import Result, record_outcome, state
from allied.domains.roadmap.models import Item
from allied.kernel.nodes.models import Node
from allied.kernel.people.calendar import working_days_from
from allied.kernel.people.models import Member, Product
from allied.site.demo.backdate import happened

GAP = "A large gap between the sides in RND-1"


def hold_meetings(
    members: Mapping[str, Member],
    needs: Mapping[str, Opportunity],
    items: Mapping[str, Item],
    *,
    product: Product,
    today: date,
) -> None:
    """The largest gaps of the finished round were talked about; what gets built next comes in two working days."""
    last_week = today - timedelta(days=6)
    last_week -= timedelta(days=max(0, last_week.weekday() - 4))  # a working day
    with happened(_at(last_week - timedelta(days=1))):
        _held(members, needs, product, today, last_week)
    with happened(_at(today - timedelta(days=3))):
        _coming(members, needs, items, product, today)
    for number, days in ((1, (today - last_week).days), (2, 3)):
        said = Statement.objects.filter(item__meeting__node__product=product, item__meeting__node__number=number)
        said.update(stated_at=_at(today - timedelta(days=days)) - timedelta(hours=1))


def _held(
    members: Mapping[str, Member], needs: Mapping[str, Opportunity], product: Product, today: date, on: date
) -> None:
    bea, imani, priya, joel = (members[key] for key in ("bea", "imani", "priya", "joel"))
    plan = Plan(
        "Holds and collection: the largest gaps",
        "prioritization",
        _at(on),
        place="Reading room",
        purpose="Talk about what UX and Product rank furthest apart, before anything goes to the roadmap.",
        product=product,
    )
    agenda = [(needs["shame"].node, GAP), (needs["others"].node, GAP), (needs["plan"].node, "")]
    found = plan_meeting(plan, agenda=agenda, attendees=[imani, members["tomasz"], priya, joel], actor=bea)
    shame, others, waits = _agenda(found)
    state(shame, topic="feasibility", voice="engineering", text="A week, most of it in the till.", actor=joel)
    text = "It stops people in the middle of borrowing. We would test “pay later” first."
    state(shame, topic="feasibility", voice="ux", text=text, actor=imani)
    answer_invitation(found, "declined", actor=members["tomasz"])
    hold_meeting(found, actor=bea)
    for one in (imani, priya, joel):
        mark_present(found, one, is_present=True, actor=bea)
    record_outcome(
        shame,
        Result(
            Outcome.FOLLOW_UP,
            "Test “pay later” with 8 people who owe a fine.",
            "Priya: the grant ends in March. Imani: nobody has tried it with people who owe.",
            owner=imani,
            due_on=today + timedelta(days=1),
        ),
        actor=bea,
    )
    record_outcome(others, Result(Outcome.PARKED, "Only 6% of members hold more than one card."), actor=bea)
    decision = Node.objects.get(kind="decision", workspace=bea.workspace, title="Do we send one notice or three?")
    notes = "Both sides read the queue test alike."
    record_outcome(waits, Result(Outcome.DECIDED, "One notice.", notes, decision=decision), actor=bea)
    close_meeting(found, actor=bea)
    Meeting.objects.filter(pk=found.pk).update(held_at=found.starts_at, closed_at=found.starts_at + timedelta(hours=1))
    found.agenda.update(recorded_at=found.starts_at + timedelta(minutes=40))


def _coming(
    members: Mapping[str, Member],
    needs: Mapping[str, Opportunity],
    items: Mapping[str, Item],
    product: Product,
    today: date,
) -> None:
    bea, joel, tomasz = (members[key] for key in ("bea", "joel", "tomasz"))
    plan = Plan(
        "Grooming: what we build after the holidays",
        "grooming",
        _at(working_days_from(today, 2, workspace=bea.workspace)),
        place="https://meet.marlowvalley.example/borrow",
        purpose="Leave with two things that both sides want built, and what each costs.",
        product=product,
    )
    agenda = [(needs["keep"].node, ""), (items["Fine reminder at checkout"].node, "It stands under a veto")]
    agenda.append((needs["evening"].node, ""))
    people = [members[key] for key in ("imani", "tomasz", "priya", "joel")]
    found = plan_meeting(plan, agenda=agenda, attendees=people, actor=bea)
    keep, fines, evening = _agenda(found)
    for item, minutes in ((keep, 20), (fines, 15)):
        give_time(item, minutes, actor=bea)
    state(keep, topic="feasibility", voice="engineering", text="Three weeks, with the courier’s data.", actor=joel)
    state(evening, topic="feasibility", voice="engineering", text="Lockers need the county’s network.", actor=joel)
    answer_invitation(found, "declined", actor=tomasz)
    text = "Not before “pay later” was tested. I hold the veto until then."
    state(fines, topic="statement", voice="ux", text=text, actor=tomasz)
    answer_invitation(found, "coming", actor=members["priya"])
    answer_invitation(found, "coming", actor=joel)


def _agenda(found: Meeting) -> list[AgendaItem]:
    rows = list(found.agenda.select_related("node").order_by("position"))
    for one in rows:
        one.meeting = found
    return rows


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
