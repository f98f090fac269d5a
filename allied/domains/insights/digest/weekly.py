"""What happened to the claims of a product in one week: new, changed, contested, and who is asked for what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from allied.domains.insights.digest.one import shortened
from allied.domains.insights.keeping_queries import overdue
from allied.domains.insights.models import ENDED, Insight, State, Suggestion
from allied.domains.insights.queries import MEMBERS, insights
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.catalogue import EVIDENTIAL
from allied.kernel.thread.formula import Strength, assess
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Link
from allied.kernel.thread.reach import Bearing, among, bearing_on, work_out
from allied.kernel.thread.records import from_row
from allied.kernel.thread.strength import today_in
from allied.kernel.thread.words import headline
from allied.kernel.words import _, listed
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
        Section(_("New this week"), found.new()),
        Section(_("What changed in strength"), found.changed()),
        Section(_("No longer stands"), found.ended()),
        Section(_("Contested"), found.contested()),
        Section(_("Who is asked for what"), found.asks()),
    ]
    told = tuple(section for section in sections if section.lines)
    return Memo(
        kind=_("Weekly digest"),
        title=_("%(name)s, %(first)s to %(last)s", name=product.name, first=day(week.first), last=day(week.last)),
        lede=found.lede() if told else _("%(lede)s Nothing changed in this week.", lede=found.lede()),
        sections=told,
        foot=_(
            "Strength is worked out from the links that stand today; links that were removed since are not counted."
        ),
    )


class _Found:
    """The claims of the product. Read are those that are told, worked out those that can differ from what is stored."""

    def __init__(self, product: Product, week: Week, actor: Member) -> None:
        self.week, self.actor, self.today = week, actor, today_in(actor.workspace)
        self.begins, self.over = week.moments(actor)
        self.rows = insights(actor=actor).filter(node__product=product).select_related(*MEMBERS)
        self.published = self.rows.filter(published_at__lt=self.over)
        self.standing = self.published.filter(node__state=State.PUBLISHED)
        self.before: dict[str, Strength] = {}
        self.now: dict[str, Strength] = {}
        self._work_out()

    def _work_out(self) -> None:
        """Strengths before the week and at its end, by what was linked until then, where the stored one may differ.

        Before: of claims that stood then and were worked out anew since, or have aged; at its end: of those of which
        that holds since the week was over, which are few while it runs. Seven queries, however many claims.
        """
        stood = self.standing.filter(self._moved_since(self.begins), published_at__lt=self.begins)
        later = self.published.filter(self._moved_since(self.over))
        halves = [
            dict(rows.order_by().values_list("pk", "node__strength__half_life_months")) for rows in (stood, later)
        ]
        half_lives = halves[0] | halves[1]
        if not half_lives:
            return
        bearing = bearing_on(half_lives)
        days = (self.week.first, min(self.week.first + timedelta(days=7), self.today))
        self.before, self.now = (
            work_out(claims, _without(bearing, self._linked_from(bearing, moment)), claims, today=on)
            for claims, moment, on in zip(halves, (self.begins, self.over), days, strict=True)
        )

    def _moved_since(self, moment: datetime) -> Q:
        """Of which the stored strength may differ from the one at ``moment``."""
        aged = Q(node__strength__valid_until__lte=self.today)
        return Q(node__strength__computed_at__gte=moment) | aged

    def _linked_from(self, bearing: Bearing, moment: datetime) -> set[tuple[str, str]]:
        ends = {carry[2] for carry in bearing.carries}
        later = Link.objects.filter(target__in=ends, relation__in=EVIDENTIAL, created_at__gte=moment)
        return set(later.values_list("source_id", "target_id"))

    def lede(self) -> str:
        return f"{plural(self.standing.count(), 'published insight stands', 'published insights stand')}."

    def new(self) -> tuple[Line, ...]:
        fresh = self._first(self.published.filter(published_at__gte=self.begins))
        return tuple(self._line(one, f"{self._claim(one)} {self._level(one)}.") for one in fresh)

    def changed(self) -> tuple[Line, ...]:
        """Claims that stood before the week and have another level or flag at its end."""
        stored = self.standing.filter(pk__in=among(self.before)).values_list(
            "pk", "node__strength__level", "node__strength__flag"
        )
        moved = [pk for pk, level, flag in stored if self._words_now(pk, level, flag) != _words(self.before[pk])]
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
            for one in self._of(moved)
        )

    def _words_now(self, pk: str, level: str, flag: str) -> str:
        return _words(self.now[pk]) if pk in self.now else headline(Level(level), Flag(flag))

    def _first(self, found: QuerySet[Insight]) -> list[Insight]:
        """Those of them that are told. Put in order by their keys alone: whole rows of a whole product are heavy."""
        return self._of(list(found.values_list("pk", flat=True)[:MOST]))

    def _of(self, pks: Sequence[str]) -> list[Insight]:
        """The first of them that are told, in their order."""
        told = self.rows.in_bulk(pks[:MOST])
        return [told[pk] for pk in pks[:MOST]]

    def ended(self) -> tuple[Line, ...]:
        over = Q(node__state__in=ENDED, ended_at__gte=self.begins, ended_at__lt=self.over)
        return tuple(
            self._line(one, f"{self._claim(one)} {one.node.state_label}: {one.end_reason or _('no reason was given.')}")
            for one in self.rows.filter(over).order_by("ended_at", "pk")[:MOST]
        )

    def contested(self) -> tuple[Line, ...]:
        flagged = self.standing.filter(Q(node__strength__flag__gt=Flag.NONE) | Q(pk__in=among(self.now)))
        split = [
            pk
            for pk, flag in flagged.values_list("pk", "node__strength__flag")
            if (self.now[pk].flag if pk in self.now else flag) != Flag.NONE
        ]
        return tuple(
            self._line(
                one,
                _(
                    "%(claim)s %(people_for)s for it, %(people_against)s against.",
                    claim=self._claim(one),
                    people_for=plural(self._strength(one).people_for, "person", "people"),
                    people_against=self._strength(one).people_against,
                ),
            )
            for one in self._of(split)
        )

    def asks(self) -> tuple[Line, ...]:
        """What waits now. Of a week that has passed nothing is asked any more."""
        if self.over.date() <= self.today:
            return ()
        lines = [
            self._line(one, _("Name what it leads to, or park it: %(claim)s", claim=self._claim(one)), True)
            for one in self._idle()
        ]
        due = self._first(self.standing.filter(review_on__lte=self.week.last))
        lines += [self._line(one, _("Read it again: %(claim)s", claim=self._claim(one)), True) for one in due]
        near = self._near()
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
            for one in self._first(self.standing.filter(pk__in=among(near)))
        ]
        return tuple(lines[:MOST])

    def _idle(self) -> Sequence[Insight]:
        return self._first(overdue(self.rows).order_by("published_at", "pk"))

    def _near(self) -> dict[str, int]:
        """How much new evidence waits to be judged, by claim."""
        waiting = Suggestion.objects.filter(state=Suggestion.State.WAITING, claim__in=self.standing.values("pk"))
        return dict(waiting.order_by().values_list("claim").annotate(Count("pk")))

    def _strength(self, one: Insight) -> Strength:
        row = getattr(one.node, "strength", None)
        stored = from_row(row) if row else assess((), (), today=self.today)
        return self.now.get(one.pk, stored)

    def _level(self, one: Insight) -> str:
        strength = self._strength(one)
        return f"{_words(strength)}, {plural(strength.people_for, 'person', 'people')}"

    def _claim(self, one: Insight) -> str:
        return f"“{shortened(one.claim, 24)}”"

    def _line(self, one: Insight, text: str, is_asked: bool = False) -> Line:
        names = listed(owner.name for owner in one.owners) or one.node.created_by.name
        return Line(text, (_cite(one.node, self.actor),), note=names if is_asked else "")


def _without(bearing: Bearing, later: Collection[tuple[str, str]]) -> Bearing:
    carries = [carry for carry in bearing.carries if (carry[0], carry[2]) not in later]
    return Bearing(carries, bearing.atoms, bearing.atoms_of, bearing.ended)


def _words(strength: Strength) -> str:
    return headline(strength.level, strength.flag)


def _cite(node: Node, actor: Member) -> Cite:
    place = {"workspace": actor.workspace.slug, "reference": node.reference}
    return Cite(node.reference, reverse("insights:detail", kwargs=place))
