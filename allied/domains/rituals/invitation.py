"""A meeting as a calendar takes it over: one event after RFC 5545, updated where it moves."""

from __future__ import annotations

from datetime import UTC, timedelta

from allied.domains.rituals.models import Answer, State
from allied.domains.rituals.queries import Whole
from allied.kernel.talk.mail import site
from allied.kernel.words import _

STATUS = {State.PLANNED: "CONFIRMED", State.HELD: "CONFIRMED", State.CLOSED: "CONFIRMED", State.CANCELLED: "CANCELLED"}
TAKES_PART = {Answer.INVITED: "NEEDS-ACTION", Answer.COMING: "ACCEPTED", Answer.DECLINED: "DECLINED"}


def calendar_file(shown: Whole, *, path: str) -> bytes:
    """The event, with its agenda as the description and ``path`` as where it is in Allied.

    Its UID stays for good and its SEQUENCE grows with each move, so that a calendar replaces what it had. Attendees
    stand there by name; their addresses stay in Allied.
    """
    from icalendar import Calendar, Event, vCalAddress, vText  # noqa: PLC0415  one file in a hundred pages needs it

    found, address = shown.meeting, site() + path
    event = Event()
    event.add("uid", f"{found.pk}@allied")
    event.add("sequence", found.revision)
    event.add("dtstamp", found.node.updated_at.astimezone(UTC))
    event.add("dtstart", found.starts_at.astimezone(UTC))
    event.add("dtend", (found.starts_at + timedelta(minutes=found.duration_minutes)).astimezone(UTC))
    event.add("summary", str(_("%(reference)s %(title)s", reference=found.node.reference, title=found.title)))
    event.add("status", STATUS[State(found.node.state)])
    event.add("url", address)
    event.add("description", "\n".join([*_described(shown), address]))
    if found.place:
        event.add("location", found.place)
    for one in shown.attendees:
        person = vCalAddress("invalid:nomail")
        person.params["CN"] = vText(one.member.name)
        person.params["PARTSTAT"] = TAKES_PART[Answer(one.answer)]
        event.add("attendee", person, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Allied//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if found.node.state == State.CANCELLED else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _described(shown: Whole) -> list[str]:
    lines = [shown.meeting.purpose] if shown.meeting.purpose else []
    for point in shown.points:
        node = point.item.node
        told = {"number": point.number, "reference": node.reference, "title": node.title}
        lines.append(
            str(_("%(number)s. %(reference)s %(title)s (%(minutes)s min)", **told, minutes=point.item.box_minutes))
        )
    return lines
