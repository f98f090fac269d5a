"""The minutes: who was there, what was said, and what came of each thing."""

from __future__ import annotations

from allied.domains.rituals.models import AgendaItem, Answer, Outcome, State
from allied.domains.rituals.preread import said_lines
from allied.domains.rituals.queries import Point, Whole
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _, series
from allied.web.formats import clock, day
from allied.web.memo import Cite, Line, Memo, Section, Table


def minutes(shown: Whole, *, actor: Member) -> Memo:
    """The minutes as they are now; while they are open, the foot says so. No query."""
    found = shown.meeting
    sections = [Section(_("Who was there"), tuple(_people(shown)))]
    sections += [
        Section(
            _("%(number)s. %(title)s", number=point.number, title=point.item.node.title),
            tuple(_point(point, actor)),
        )
        for point in shown.points
    ]
    follow_ups = [point.item for point in shown.points if point.item.outcome == Outcome.FOLLOW_UP]
    if follow_ups:
        sections.append(Section(_("Follow-ups"), (), _table(follow_ups, actor)))
    place = _(", %(place)s", place=found.place) if found.place else ""
    return Memo(
        kind=_("Minutes, %(type)s", type=found.get_type_display().lower()),
        title=found.title,
        lede=_(
            "%(when)s, %(minutes)s minutes%(place)s. %(purpose)s",
            when=clock(found.starts_at),
            minutes=found.duration_minutes,
            place=place,
            purpose=found.purpose,
        ),
        sections=tuple(sections),
        foot=_foot(shown),
    )


def _people(shown: Whole) -> list[Line]:
    there = [one.member.name for one in shown.attendees if one.is_present]
    away = [one.member.name for one in shown.attendees if not one.is_present and one.answer == Answer.DECLINED]
    lost = [one.member.name for one in shown.attendees if not one.is_present and one.answer != Answer.DECLINED]
    lines = [Line(series(there) if there else _("Nobody is noted as present."), (), note=_("Present"))]
    lines += [Line(series(away), (), note=_("Could not come"))] if away else []
    lines += [Line(series(lost), (), note=_("Not there"))] if lost else []
    counts = series(
        str(_("%(voice)s %(present)s of %(needed)s", voice=one.voice.label, present=one.present, needed=one.needed))
        for one in shown.turnout
        if one.needed
    )
    return [*lines, Line(_("%(counts)s needed.", counts=counts), (), note=_("Quorum"))]


def _point(point: Point, actor: Member) -> list[Line]:
    item = point.item
    cite = _cite(item.node, actor)
    lines = [Line(_outcome(item), _outcome_cites(item, cite, actor), note=str(item.get_outcome_display()) or _("Open"))]
    if item.notes:
        lines.append(Line(item.notes, (cite,), note=_("Notes")))
    return lines + said_lines(point, cite)


def _outcome(item: AgendaItem) -> str:
    if item.outcome == Outcome.FOLLOW_UP and item.owner is not None:
        told = {"text": item.result, "name": item.owner.name, "day": day(item.due_on)}
        done = _("Done on %(day)s.", day=day(item.done_at)) if item.done_at else ""
        return _("%(text)s %(name)s, until %(day)s. %(done)s", **told, done=done)
    if item.outcome == Outcome.DECIDED and item.decision is not None:
        return item.result or item.decision.title
    return item.result or _("Nothing is recorded yet.")


def _outcome_cites(item: AgendaItem, cite: Cite, actor: Member) -> tuple[Cite, ...]:
    return (_cite(item.decision, actor), cite) if item.decision is not None else (cite,)


def _table(items: list[AgendaItem], actor: Member) -> Table:
    rows = tuple(
        (
            _cite(item.node, actor),
            (
                item.result,
                item.owner.name if item.owner else "",
                day(item.due_on),
                str(_("Done") if item.done_at else _("Open")),
            ),
        )
        for item in items
    )
    return Table((_("On"), _("What"), _("Who"), _("Until"), _("State")), rows)


def _foot(shown: Whole) -> str:
    found = shown.meeting
    if found.node.state == State.CLOSED and found.closed_by is not None:
        return _("Closed by %(name)s, %(when)s.", name=found.closed_by.name, when=clock(found.closed_at))
    return _("These minutes are not closed yet.")


def _cite(node: Node, actor: Member) -> Cite:
    return Cite(node.reference, url_of(node, workspace_slug=actor.workspace.slug))
