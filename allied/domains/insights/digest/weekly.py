"""What happened to the claims of a product in one week: new, changed, contested, and who is asked for what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from allied.domains.insights.digest.one import shortened
from allied.domains.insights.keeping_queries import overdue
from allied.domains.insights.models import ENDED, Insight, State, Suggestion
from allied.domains.insights.queries import MEMBERS, insights
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.catalogue import EVIDENTIAL
from allied.kernel.thread.formula import Strength, assess
from allied.kernel.thread.levels import Flag
from allied.kernel.thread.models import Link
from allied.kernel.thread.models import Strength as Kept
from allied.kernel.thread.reach import Bearing, bearing_on, work_out
from allied.kernel.thread.records import from_row
from allied.kernel.thread.strength import today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _
from allied.web.formats import day, plural
from allied.web.memo import Cite, Line, Memo, Section

MOST = 12  # lines of one section


@dataclass(frozen=True)
class Week:
    """Monday to Sunday in the workspace's time zone."""

    first: date

    @classmethod
    def of(cls, any_day: date) -> Week:
        return cls(any_day - timedelta(days=any_day.weekday()))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    def moments(self, member: Member) -> tuple[datetime, datetime]:
        """When it begins, and when the next one does."""
        zone = member.workspace.zone
        ends = (self.first, self.first + timedelta(days=7))
        begins, over = (datetime.combine(on, time(), tzinfo=zone) for on in ends)
        return begins, over


def weekly(product: Product, week: Week, *, actor: Member) -> Memo:
    """The week of a product's claims, as of its end, or as of now while it runs."""
    found = _Found(product, week, actor)
    sections = [
        Section("New this week", found.new()),
        Section("What changed in strength", found.changed()),
        Section("No longer stands", found.ended()),
        Section("Contested", found.contested()),
        Section("Who is asked for what", found.asks()),
    ]
    told = tuple(section for section in sections if section.lines)
    return Memo(
        kind="Weekly digest",
        title=_("%(name)s, %(first)s to %(last)s", name=product.name, first=day(week.first), last=day(week.last)),
        lede=found.lede() if told else _("%(lede)s Nothing changed in this week.", lede=found.lede()),
        sections=told,
        foot=_(
            "Strength is worked out from the links that stand today; links that were removed since are not counted."
        ),
    )


class _Found:
    """The claims of the product, read once."""

    def __init__(self, product: Product, week: Week, actor: Member) -> None:
        self.week, self.actor, self.today = week, actor, today_in(actor.workspace)
        self.begins, self.over = week.moments(actor)
        rows = insights(actor=actor).filter(node__product=product).select_related(*MEMBERS)
        self.all = [one for one in rows if one.published_at and one.published_at < self.over]
        self.rows = rows
        self.before, self.now = self._strengths()

    def _strengths(self) -> tuple[dict[str, Strength], dict[str, Strength]]:
        """Before the week and at its end, by what was linked until then. Six queries, however many claims.

        Only what was worked out anew since the week began, or has aged since, can differ; the others are as stored.
        """
        stored = {row.pk: row for row in Kept.objects.filter(workspace=self.actor.workspace_id, pk__in=self._pks())}
        nothing = assess((), (), today=self.today)
        kept = {one.pk: nothing for one in self.all} | {pk: from_row(row) for pk, row in stored.items()}
        moved = [pk for pk, row in stored.items() if row.computed_at >= self.begins or self._has_aged(row)]
        if not moved:
            return kept, kept
        half_lives, bearing = {pk: stored[pk].half_life_months for pk in moved}, bearing_on(moved)
        days = (self.week.first, min(self.week.first + timedelta(days=7), self.today))
        after = [self._linked_from(bearing, moment) for moment in (self.begins, self.over)]
        before, now = (
            work_out(moved, _without(bearing, later), half_lives, today=on)
            for on, later in zip(days, after, strict=True)
        )
        return kept | before, kept | now

    def _pks(self) -> QuerySet[Insight, str]:
        return self.rows.filter(published_at__lt=self.over).order_by().values_list("pk", flat=True)

    def _has_aged(self, row: Kept) -> bool:
        return row.valid_until is not None and row.valid_until <= self.today

    def _linked_from(self, bearing: Bearing, moment: datetime) -> set[tuple[str, str]]:
        ends = {carry[2] for carry in bearing.carries}
        later = Link.objects.filter(target__in=ends, relation__in=EVIDENTIAL, created_at__gte=moment)
        return set(later.values_list("source_id", "target_id"))

    def lede(self) -> str:
        standing = [one for one in self.all if one.is_published]
        return f"{plural(len(standing), 'published insight stands', 'published insights stand')}."

    def new(self) -> tuple[Line, ...]:
        fresh = [one for one in self.all if one.published_at and one.published_at >= self.begins]
        return tuple(self._line(one, f"{self._claim(one)} {self._level(one)}.") for one in fresh[:MOST])

    def changed(self) -> tuple[Line, ...]:
        """Claims that stood before the week and have another level or flag at its end."""
        moved = [one for one in self.all if one.is_published and self._stood_before(one) and self._moved(one)]
        return tuple(
            self._line(
                one,
                _(
                    "%(claim)s %(level)s; it was %(words)s.",
                    claim=self._claim(one),
                    level=self._level(one),
                    words=_words(self.before[one.pk]),
                ),
            )
            for one in moved[:MOST]
        )

    def ended(self) -> tuple[Line, ...]:
        over = Q(node__state__in=ENDED, ended_at__gte=self.begins, ended_at__lt=self.over)
        return tuple(
            self._line(one, f"{self._claim(one)} {one.node.state_label}: {one.end_reason or 'no reason was given.'}")
            for one in self.rows.filter(over).order_by("ended_at", "pk")[:MOST]
        )

    def contested(self) -> tuple[Line, ...]:
        split = [one for one in self.all if one.is_published and self.now[one.pk].flag != Flag.NONE]
        return tuple(
            self._line(
                one,
                _(
                    "%(claim)s %(people_for)s for it, %(people_against)s against.",
                    claim=self._claim(one),
                    people_for=plural(self.now[one.pk].people_for, "person", "people"),
                    people_against=self.now[one.pk].people_against,
                ),
            )
            for one in split[:MOST]
        )

    def asks(self) -> tuple[Line, ...]:
        """What waits now. Of a week that has passed nothing is asked any more."""
        if self.over.date() <= self.today:
            return ()
        near = self._near()
        lines = [
            self._line(one, _("Name what it leads to, or park it: %(claim)s", claim=self._claim(one)), True)
            for one in self._idle()
        ]
        due = [one for one in self.all if one.is_published and one.review_on and one.review_on <= self.week.last]
        lines += [self._line(one, _("Read it again: %(claim)s", claim=self._claim(one)), True) for one in due]
        lines += [
            self._line(
                one,
                _(
                    "Judge %(near)s of new evidence: %(claim)s",
                    near=plural(near[one.pk], "piece"),
                    claim=self._claim(one),
                ),
                True,
            )
            for one in self.all
            if one.pk in near
        ]
        return tuple(lines[:MOST])

    def _idle(self) -> Sequence[Insight]:
        return list(overdue(self.rows).order_by("published_at", "pk")[:MOST])

    def _near(self) -> dict[str, int]:
        waiting = Suggestion.objects.filter(claim__in=[one.pk for one in self.all], state=Suggestion.State.WAITING)
        found: dict[str, int] = {}
        for pk in waiting.filter(claim__state=State.PUBLISHED).values_list("claim", flat=True):
            found[pk] = found.get(pk, 0) + 1
        return found

    def _stood_before(self, one: Insight) -> bool:
        return one.published_at is not None and one.published_at < self.begins

    def _moved(self, one: Insight) -> bool:
        return _words(self.before[one.pk]) != _words(self.now[one.pk])

    def _level(self, one: Insight) -> str:
        people = self.now[one.pk].people_for
        return f"{_words(self.now[one.pk])}, {plural(people, 'person', 'people')}"

    def _claim(self, one: Insight) -> str:
        return f"“{shortened(one.claim, 24)}”"

    def _line(self, one: Insight, text: str, is_asked: bool = False) -> Line:
        names = " and ".join(owner.name for owner in one.owners) or one.node.created_by.name
        return Line(text, (_cite(one.node, self.actor),), note=names if is_asked else "")


def _without(bearing: Bearing, later: Collection[tuple[str, str]]) -> Bearing:
    carries = [carry for carry in bearing.carries if (carry[0], carry[2]) not in later]
    return Bearing(carries, bearing.atoms, bearing.atoms_of, bearing.ended)


def _words(strength: Strength) -> str:
    return headline(strength.level, strength.flag)


def _cite(node: Node, actor: Member) -> Cite:
    place = {"workspace": actor.workspace.slug, "reference": node.reference}
    return Cite(node.reference, reverse("insights:detail", kwargs=place))
