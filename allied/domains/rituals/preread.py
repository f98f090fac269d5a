"""The pre-read: what changed on the thread of each thing on the agenda since the last meeting of the type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from allied.domains.rituals import queries
from allied.domains.rituals.models import AgendaItem, Meeting, Topic
from allied.domains.rituals.queries import Point, Whole
from allied.kernel.activity.history import Event, worded
from allied.kernel.activity.models import Activity
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread import models
from allied.kernel.thread.catalogue import EVIDENTIAL
from allied.kernel.thread.formula import HALF_LIFE_MONTHS, Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.reach import Bearing, bearing_on, work_out
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _, listed, numbered
from allied.web.formats import clock, day
from allied.web.memo import Cite, Line, Memo, Section

MOST_LINES: Final = 6  # of one thing; a page is read in minutes, the record tells the rest
MOST_EVENTS: Final = 600
MOST_NEAR: Final = 500
_SOURCES: Final = [kind.name for kind in KINDS.values() if kind.is_evidence]


@dataclass(frozen=True)
class News:
    """How many things of an agenda changed since when."""

    since: datetime
    changed: int
    of: int


@dataclass(frozen=True)
class Change:
    """What changed on one thing: its events with those of its neighbors, newest first; its strength then and now."""

    events: tuple[Event, ...]
    comments: int
    before: Strength | None
    now: Strength | None

    @property
    def is_news(self) -> bool:
        return bool(self.events or self.comments or self.has_moved)

    @property
    def has_moved(self) -> bool:
        return self.before is not None and self.now is not None and _words(self.before) != _words(self.now)


def preread(shown: Whole, *, actor: Member) -> Memo:
    """The pre-read as it is now: a fixed number of queries, and one a level of evidence."""
    found = shown.meeting
    begins, last = queries.since(found, actor=actor)
    changes = _changes([point.item for point in shown.points], begins, actor)
    sections = [
        Section(
            _("%(number)s. %(title)s", number=point.number, title=point.item.node.title),
            tuple(_lines(point, changes[point.item.node_id], begins, actor)),
        )
        for point in shown.points
    ]
    changed = sum(1 for one in changes.values() if one.is_news)
    reason = (
        _("New since %(reference)s on %(day)s", reference=last.node.reference, day=day(begins))
        if last
        else _("New since %(day)s, because no meeting of this type was held before", day=day(begins))
    )
    lede = _(
        "%(when)s, %(minutes)s minutes. %(reason)s: %(changed)s of %(many)s on the agenda.",
        when=clock(found.starts_at),
        minutes=found.duration_minutes,
        reason=reason,
        changed=changed,
        many=len(shown.points),
    )
    return Memo(
        kind=_("Pre-read, %(type)s", type=found.get_type_display().lower()),
        title=found.title,
        lede=lede,
        sections=tuple(sections),
        foot=_(
            "Strength is worked out from the links that stand today; links that were removed since are not counted."
        ),
    )


def count_of_news(found: Meeting, *, actor: Member) -> News:
    """The same in numbers, for a reminder."""
    begins, __ = queries.since(found, actor=actor)
    items = queries.agenda(found, actor=actor)
    changes = _changes(items, begins, actor)
    return News(begins, sum(1 for one in changes.values() if one.is_news), len(items))


def _lines(point: Point, change: Change, begins: datetime, actor: Member) -> list[Line]:
    node = point.item.node
    cite = _cite(node, actor)
    lines = [Line(point.item.why, (cite,), note=_("Why it is here"))] if point.item.why else []
    lines += _strength(change, begins, cite)
    lines += [
        Line(_("%(who)s %(words)s.", who=event.who.name, words=event.words), (_cite(event.node or node, actor),))
        for event in change.events[:MOST_LINES]
    ]
    if (more := len(change.events) - MOST_LINES) > 0:
        lines.append(Line(_("And %(more)s on its record.", more=numbered(more, "change", "changes")), (cite,)))
    if change.comments:
        lines.append(
            Line(_("%(comments)s.", comments=numbered(change.comments, "new comment", "new comments")), (cite,))
        )
    if not change.is_news:
        lines.append(Line(_("Nothing changed on its thread."), (cite,)))
    return lines + said_lines(point, cite)


def said_lines(point: Point, cite: Cite) -> list[Line]:
    """The notes on feasibility, their gaps by name, and the statements in writing."""
    lines = [
        Line(
            said.statement.text,
            (cite,),
            note=_("%(voice)s on feasibility, %(name)s", voice=said.voice.label, name=said.statement.author.name),
        )
        for said in point.feasibility
        if said.statement
    ]
    if point.gaps:
        missing = listed(voice.label for voice in point.gaps)
        lines.append(
            Line(_("Nobody of %(missing)s has said whether it can be done.", missing=missing), (), note=_("Gap"))
        )
    return lines + [
        Line(
            said.statement.text,
            (cite,),
            note=_("%(voice)s in writing, %(name)s", voice=said.voice.label, name=said.statement.author.name),
        )
        for said in point.statements
        if said.statement and said.topic == Topic.STATEMENT
    ]


def _strength(change: Change, begins: datetime, cite: Cite) -> list[Line]:
    now = change.now
    if now is None:
        return []
    told = {"now": _words(now), "people": numbered(now.people_for, "person", "people")}
    told |= {"against": str(now.people_against), "day": day(begins)}
    note = _("Contested") if now.flag else _("Strength")
    if change.has_moved and change.before is not None:
        words = _(
            "%(now)s, %(people)s for it, %(against)s against; it was %(before)s on %(day)s.",
            **told,
            before=_words(change.before),
        )
    else:
        words = _("%(now)s, %(people)s for it, %(against)s against, as on %(day)s.", **told)
    return [Line(words, (cite,), note=note)]


def _changes(items: Sequence[AgendaItem], begins: datetime, actor: Member) -> dict[str, Change]:
    """What changed on each thing, by the id of its object."""
    nodes = [item.node for item in items]
    near = _near([node.pk for node in nodes])
    events, comments = _events(near, begins, actor)
    now = strength_of(nodes, today=today_in(actor.workspace))
    before = _strength_at(begins, [node for node in nodes if node.pk in now], actor)
    return {
        node.pk: Change(tuple(events[node.pk]), comments[node.pk], before.get(node.pk), now.get(node.pk))
        for node in nodes
    }


def _near(pks: Sequence[str]) -> dict[str, set[str]]:
    """The objects themselves and those one link away, by id → ids on whose agenda they count. Evidence is left out:
    what it changed shows in the strength, and there may be forty thousand pieces of it."""
    near: dict[str, set[str]] = defaultdict(set)
    for pk in pks:
        near[pk].add(pk)
    ties = Link.objects.filter(
        Q(source__in=pks) & ~Q(target__kind__in=_SOURCES) | Q(target__in=pks) & ~Q(source__kind__in=_SOURCES)
    )
    pairs = ties.exclude(relation="concerns").order_by("-pk").values_list("source_id", "target_id")[:MOST_NEAR]
    for source, target in pairs:
        for mine, other in ((source, target), (target, source)):
            if mine in pks:
                near[other].add(mine)
    return near


def _events(
    near: Mapping[str, set[str]], begins: datetime, actor: Member
) -> tuple[dict[str, list[Event]], dict[str, int]]:
    """The events of each and how many comments were written, by the ids on the agenda."""
    found = Activity.objects.visible_to(actor).filter(node__in=list(near), at__gte=begins)
    entries = list(found.select_related("actor", "node").order_by("-at", "-pk")[:MOST_EVENTS])
    told: dict[str, list[Event]] = defaultdict(list)
    comments: dict[str, int] = defaultdict(int)
    spoken = [entry for entry in entries if entry.verb == "comment.added"]
    for entry in spoken:
        for pk in near[entry.node_id or ""]:
            comments[pk] += 1
    rest = [entry for entry in entries if not _is_noise(entry)]
    for entry, event in zip(rest, worded(rest), strict=True):
        for pk in near[entry.node_id or ""]:
            told[pk].append(event)
    return told, comments


def _is_noise(entry: Activity) -> bool:
    """Comments are counted apart; that a meeting or page talks about it is no change of it."""
    is_talk = entry.verb.startswith("comment.") or bool(entry.details.get("is_reminder"))
    return is_talk or entry.details.get("relation") == "concerns"


def _strength_at(moment: datetime, claims: Sequence[Node], actor: Member) -> dict[str, Strength]:
    """The strength of those claims that stood then, by what was linked until then."""
    stood = [node.pk for node in claims if node.created_at < moment]
    if not stood:
        return {}
    bearing = bearing_on(stood)
    ends = {carry[2] for carry in bearing.carries}
    later = set(
        Link.objects.filter(target__in=ends, relation__in=EVIDENTIAL, created_at__gte=moment).values_list(
            "source_id", "target_id"
        )
    )
    carries = [carry for carry in bearing.carries if (carry[0], carry[2]) not in later]
    then = Bearing(carries, bearing.atoms, bearing.atoms_of, bearing.ended)
    half_lives = dict.fromkeys(stood, HALF_LIFE_MONTHS) | dict(
        models.Strength.objects.filter(pk__in=stood).values_list("pk", "half_life_months")
    )
    return work_out(stood, then, half_lives, today=moment.astimezone(actor.workspace.zone).date())


def _words(strength: Strength) -> str:
    return headline(strength.level, strength.flag)


def _cite(node: Node, actor: Member) -> Cite:
    return Cite(node.reference, url_of(node, workspace_slug=actor.workspace.slug))
