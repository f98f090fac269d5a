"""What the pages of themes show: rows with their share and direction, the bin, what changed since the last run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from allied.domains.themes import queries, shares
from allied.domains.themes.changes import Since, since
from allied.domains.themes.models import Finding, Kind, Place, Run, Theme
from allied.domains.themes.shares import Month, Share
from allied.domains.themes.trends import happened_in, trend_chart
from allied.kernel.nodes.bindings import Quote, quotes_of, url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.synthesis.sentiment import agreement
from allied.web.charts.markers import Marker

ORDERS: Final = {
    "rising": _("pinned and rising first, then largest"),
    "size": _("largest first"),
    "name": _("by name"),
}
PLURALS: Final = {
    Kind.PROBLEM: _("problems"),
    Kind.REQUEST: _("requests"),
    Kind.QUESTION: _("questions"),
    Kind.PRAISE: _("praise"),
    Kind.OTHER: _("other"),
}
SEGMENTS_SHOWN: Final = 12
MOODS: Final = {
    "negative": _("Negative"),
    "neutral": _("Neutral"),
    "positive": _("Positive"),
    "unclear": _("Unclear"),
}


@dataclass(frozen=True)
class Row:
    """One theme on the list."""

    theme: Theme
    finding: Finding
    quote: str
    share: Share
    direction: str
    kinds: str

    @property
    def direction_words(self) -> str:
        return shares.WORDS[self.direction]


@dataclass(frozen=True)
class Explored:
    """All that the list of one product shows."""

    run: Run
    rows: list[Row]
    hidden: list[Finding]
    bin: Share
    people: int
    since: Since | None


def explore(run: Run, *, actor: Member, order: str = "rising", kind: str = "", segment: str = "") -> Explored:
    """The themes of a run for the list. ``kind`` and ``segment`` narrow what is counted."""
    found = list(queries.findings(run, actor=actor, hidden=True))
    said = queries.quotes(found, 1)
    total = _total(run, found, kind, segment)
    rows = [_row(finding, run, said, total, kind, segment) for finding in found if not finding.theme.is_hidden]
    rows = [row for row in rows if row.share.x or not (kind or segment)]
    return Explored(
        run=run,
        rows=sorted(rows, key=_KEYS.get(order, _rising)),
        hidden=[finding for finding in found if finding.theme.is_hidden],
        bin=shares.share(Place.objects.filter(run=run, theme=None).count(), run.items),
        people=sum(finding.people for finding in found),
        since=since(run),
    )


def _row(finding: Finding, run: Run, said: Mapping[str, list[str]], total: int, kind: str, segment: str) -> Row:
    tally, quotes = finding.tally, said[finding.theme_id]
    return Row(
        theme=finding.theme,
        finding=finding,
        quote=quotes[0] if quotes else "",
        share=shares.share(min(_counted(finding, kind, segment), total), total),
        direction=shares.direction(tally.get("months", {}), run.months),
        kinds=kinds_in_words(tally.get("kinds", {})),
    )


def _counted(finding: Finding, kind: str, segment: str) -> int:
    tally = finding.tally
    if kind:
        return int(tally.get("kinds", {}).get(kind, 0))
    return int(tally.get("segments", {}).get(segment, 0)) if segment else finding.size


def _total(run: Run, found: Sequence[Finding], kind: str, segment: str) -> int:
    """What the shares are shares of: all feedback, or what of it in themes is of that kind or segment."""
    return sum(_counted(finding, kind, segment) for finding in found) if kind or segment else run.items


def _rising(row: Row) -> tuple[bool, bool, int]:
    return not row.theme.is_pinned, row.direction != "rising", -row.share.x


_KEYS: Final = {
    "rising": _rising,
    "size": lambda row: -row.share.x,
    "name": lambda row: row.theme.name.casefold(),
}


def kinds_in_words(kinds: Mapping[str, int]) -> str:
    """ "71% problems, 22% requests": the two most frequent kinds, of those that are told apart."""
    total = sum(kinds.values())
    told = [(kind, count) for kind, count in Counter(kinds).most_common() if kind != Kind.OTHER and count]
    parts = [f"{100 * count / total:.0f}% {PLURALS[Kind(kind)]}" for kind, count in told[:2]]
    return ", ".join(parts) or _("Neither problem, request, question nor praise")


def segments_of(found: Sequence[Finding]) -> list[str]:
    """The segments that a filter offers, the most frequent first."""
    counts: Counter[str] = Counter()
    for finding in found:
        counts.update(finding.tally.get("segments", {}))
    return [name for name, __ in counts.most_common(20)]


@dataclass(frozen=True)
class Piece:
    """One piece of feedback in a theme."""

    node: Node
    url: str
    quote: Quote | None
    nearness: float
    kind: str


def pieces(places: Sequence[Place], *, actor: Member) -> list[Piece]:
    """The places with their words: one query."""
    words = quotes_of([place.item for place in places])
    slug = actor.workspace.slug
    return [
        Piece(
            place.item,
            url_of(place.item, workspace_slug=slug),
            words.get(place.item_id),
            place.nearness,
            Kind(place.kind).label,
        )
        for place in places
    ]


@dataclass(frozen=True)
class Detail:
    """All that the page of one theme shows beside its pieces."""

    finding: Finding
    quotes: list[Piece]
    share: Share
    course: Course
    direction: str
    kinds: list[tuple[str, Share]]
    moods: list[tuple[str, Share]]
    agreement: list[tuple[str, float]]
    segments: list[Segment]


@dataclass(frozen=True)
class Course:
    """How a theme went month by month: of everybody, or of one segment of those that were counted.

    ``segment`` is "" for everybody.
    """

    segment: str
    months: list[Month]
    direction: str
    happened: list[Marker]

    @property
    def chart(self) -> Markup:
        return trend_chart(self.months, self.direction, self.happened, segment=self.segment)


def course(finding: Finding, *, segment: str = "", actor: Member) -> Course:
    """The shares of the last months; a segment that was not counted has nothing, so everybody's are told instead."""
    run, tally = finding.run, finding.tally
    of_segments = tally.get("segment_months", {})
    if segment not in of_segments or segment not in run.segment_months:
        segment = ""
    months = of_segments[segment] if segment else tally.get("months", {})
    total = run.segment_months[segment] if segment else run.months
    shown = shares.by_month(months, total)
    happened = happened_in(shown, finding.theme.node.product, reader=actor)
    return Course(segment, shown, shares.direction(months, total), happened)


@dataclass(frozen=True)
class Segment:
    """How much of what a segment says is in the theme, and whether that rises."""

    name: str
    share: Share
    direction: str

    @property
    def direction_words(self) -> str:
        return shares.WORDS[self.direction]


def detail(theme: Theme, run: Run, *, actor: Member, segment: str = "") -> Detail | None:
    """The theme as the standing run has it, with its course in a segment; None where that run has not."""
    finding = Finding.objects.filter(run=run, theme=theme).select_related("run", "theme__node__product").first()
    if finding is None:
        return None
    tally = finding.tally
    places = Place.objects.filter(run=run, item__in=finding.quotes).select_related("item")
    order = {item: at for at, item in enumerate(finding.quotes)}
    quotes = pieces(sorted(places, key=lambda place: order[place.item_id]), actor=actor)
    kinds = tally.get("kinds", {})
    return Detail(
        finding=finding,
        quotes=quotes,
        share=shares.share(finding.size, run.items),
        course=course(finding, segment=segment, actor=actor),
        direction=shares.direction(tally.get("months", {}), run.months),
        kinds=[(kind.label, shares.share(kinds.get(kind, 0), finding.size)) for kind in Kind],
        moods=_moods(tally.get("moods", {})),
        agreement=[(MOODS[name], share) for name, share in agreement().items()],
        segments=segments_in(finding),
    )


def segments_in(finding: Finding) -> list[Segment]:
    """The segments that people name most in the theme: rising ones first, then by their number."""
    theme, total = finding.tally.get("segment_months", {}), finding.run.segment_months
    found = [
        Segment(name, shares.share(min(sum(months.values()), n), n), shares.direction(months, total[name]))
        for name, months in theme.items()
        if (n := sum(total.get(name, {}).values()))
    ]
    return sorted(found, key=lambda one: (one.direction != "rising", -one.share.x, one.name))[:SEGMENTS_SHOWN]


def _moods(counts: Mapping[str, int]) -> list[tuple[str, Share]]:
    """Each sentiment with its share of what is in English; nothing where nothing is, or it was never told."""
    n = sum(counts.get(mood, 0) for mood in MOODS)
    return [(label, shares.share(counts.get(mood, 0), n)) for mood, label in MOODS.items()] if n else []
