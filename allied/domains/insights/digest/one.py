"""One claim in a minute: how sure we are, what people said, what it asks of whom. Every line names its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from allied.domains.insights import queries
from allied.domains.insights.keeping_queries import Kept, Use, kept
from allied.domains.insights.models import Insight
from allied.domains.insights.queries import Piece
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Member
from allied.kernel.text import words as words_of
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import explain
from allied.kernel.thread.words import Words
from allied.kernel.words import _, listed
from allied.web.formats import day
from allied.web.memo import A_MINUTE, Cite, Line, Memo, Section

QUOTES: Final = 3
ASKS: Final = 2
TELLING: Final = 4  # letters
# Words for the claim, its summary, each quote and what would change our mind; the first that fits a minute is taken.
ROOM: Final = ((60, 60, 26, 26), (50, 44, 20, 18), (44, 30, 14, 12), (34, 18, 10, 8))
OF_KIND: Final = {
    "item": {"committed": _("keep to it until it ships"), "": _("decide whether to commit it")},
    "decision": {"decided": _("check that the decision still fits"), "": _("decide with it in mind")},
    "opportunity": {"": _("put a roadmap item to it")},
}


def digest(insight: Insight, *, actor: Member) -> Memo:
    """The claim as a memo that reads in a minute."""
    found = _Sources(insight, actor)
    for room in ROOM:
        memo = found.memo(*room)
        if memo.words <= A_MINUTE:
            break
    return memo


class _Sources:
    """Everything that a digest says, read once."""

    def __init__(self, insight: Insight, actor: Member) -> None:
        self.insight = insight
        self.words: Words = explain(insight.node, actor=actor).words
        bearing = queries.bearing(insight, actor=actor)
        self.n = bearing.n_for + bearing.n_against
        self.pieces = [piece for piece in (*bearing.evidence_for, *bearing.evidence_against) if piece.quote]
        self.kept: Kept = kept(insight, actor=actor)
        self.asked = _asked_of(self.kept.uses, actor=actor)
        place = {"workspace": actor.workspace.slug, "reference": insight.node.reference}
        self.record = Cite(insight.node.reference, reverse("insights:detail", kwargs=place))
        self.evidence = Cite(_("all %(count)s pieces", count=self.n), reverse("insights:evidence", kwargs=place))

    def memo(self, claim: int, summary: int, quote: int, change: int) -> Memo:
        insight = self.insight
        sections = [
            Section(_("What we hold to be true"), self._said(summary)),
            Section(_("In their words"), self._quotes(quote)),
            Section(_("What it asks"), self._asks()),
        ]
        if insight.what_would_change:
            words = Line(shortened(insight.what_would_change, change), (self.record,))
            sections.append(Section(_("What would change our mind"), (words,)))
        return Memo(
            kind=_("60-second digest"),
            title=shortened(insight.claim, claim),
            lede=f"{self.words.headline}: {', '.join(map(str, self.words.reasons))}.",
            sections=tuple(section for section in sections if section.lines),
            foot=self._foot(),
        )

    def _said(self, room: int) -> tuple[Line, ...]:
        """Whole sentences of the summary while there is room, each with the piece that shares most words with it."""
        lines: list[Line] = []
        for sentence in _sentences(self.insight.summary):
            room -= len(sentence.split())
            if room < 0 and lines:
                break
            lines.append(Line(shortened(sentence, max(room, 0) + len(sentence.split())), (self._source(sentence),)))
        return tuple(lines)

    def _source(self, sentence: str) -> Cite:
        wanted = _telling(sentence)
        for_ = [piece for piece in self.pieces if piece.quote and not piece.is_against]
        shared = [(len(wanted & _telling(piece.quote.text)), piece) for piece in for_ if piece.quote]
        most, piece = max(shared, key=lambda pair: pair[0], default=(0, None))
        return Cite(piece.node.reference, piece.url) if piece and most else self.evidence if self.n else self.record

    def _quotes(self, room: int) -> tuple[Line, ...]:
        """Three of different people; one of them disagrees where somebody does."""
        against = _of_different_people([piece for piece in self.pieces if piece.is_against])[:1]
        for_ = _of_different_people([piece for piece in self.pieces if not piece.is_against])
        return tuple(_quoted(piece, room) for piece in [*for_[: QUOTES - len(against)], *against])

    def _asks(self) -> tuple[Line, ...]:
        if self.insight.is_parked:
            return (
                Line(
                    _(
                        "Nothing for now. Parked because: %(shortened)s",
                        shortened=shortened(self.insight.parked_because, 20),
                    ),
                    (self.record,),
                ),
            )
        if not self.asked:
            due = _(" by %(day)s", day=day(self.kept.use_due_on)) if self.kept.use_due_on else ""
            return (
                Line(
                    _("Name an opportunity, a roadmap item or a decision%(due)s, or park it.", due=due), (self.record,)
                ),
            )
        return tuple(Line(_ask(use), (Cite(use.node.reference, use.url),)) for use in self.asked[:ASKS])

    def _foot(self) -> str:
        names = listed(one.name for one in self.insight.owners) or self.insight.node.created_by.name
        reviewed = (
            _(" Read again on %(reviewed_at)s.", reviewed_at=day(self.insight.reviewed_at))
            if self.insight.reviewed_at
            else ""
        )
        review = (
            _(" Next review on %(review_on)s.", review_on=day(self.insight.review_on)) if self.insight.review_on else ""
        )
        return _(
            "%(reference)s, kept by %(names)s.%(reviewed)s%(review)s",
            reference=self.insight.node.reference,
            names=names,
            reviewed=reviewed,
            review=review,
        )


def _asked_of(uses: Sequence[Use], *, actor: Member) -> list[Use]:
    """Items first, also those that address an opportunity of the claim; then decisions; then opportunities without."""
    opportunities = [use.node.pk for use in uses if use.node.kind == "opportunity"]
    links = Link.objects.filter(workspace_id=actor.workspace_id, relation="addresses", target__in=opportunities)
    links = links.filter(source__kind="item")
    tied = [link for link in links.select_related("source").order_by("pk") if not link.source.is_ended]
    items = [use for use in uses if use.node.kind == "item"]
    known = {use.node.pk for use in items}
    for link in tied:
        if link.source_id not in known and link.source.archived_at is None:
            known.add(link.source_id)
            items.append(Use(link.source, url_of(link.source, workspace_slug=actor.workspace.slug), "addresses"))
    answered = {link.target_id for link in tied}
    others = [use for use in uses if use.node.kind == "decision"]
    return [*items, *others, *(use for use in uses if use.node.kind == "opportunity" and use.node.pk not in answered)]


def _ask(use: Use) -> str:
    """ "A range of days on every hold (committed): keep to it until it ships." """
    by_state = OF_KIND[use.node.kind]
    act = by_state.get(use.node.state, by_state[""])
    return f"{shortened(use.node.title, 12)} ({use.node.state_label.lower()}): {act}."


def _of_different_people(pieces: Sequence[Piece]) -> list[Piece]:
    """The newest first, whoever spoke once already last."""
    met: set[str] = set()
    first: list[Piece] = []
    later: list[Piece] = []
    for piece in pieces:
        who = piece.quote.who if piece.quote else ""
        (later if who and who in met else first).append(piece)
        met.add(who)
    return [*first, *later]


def _quoted(piece: Piece, room: int) -> Line:
    assert piece.quote is not None  # noqa: S101  the caller keeps those that have one
    who = ", ".join(filter(None, [piece.quote.who, piece.quote.method.lower(), day(piece.quote.dated_on)]))
    note = _("Disagrees") if piece.is_against else ""
    cite = Cite(piece.node.reference, piece.url)
    return Line(shortened(piece.quote.text, room), (cite,), who=who, note=note, is_quote=True)


def _telling(text: str) -> set[str]:
    """The longer words of a text; the short ones stand in every sentence."""
    return {word for word in words_of(text) if len(word) >= TELLING}


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?…])\s+", text) if part.strip()]


def shortened(text: str, room: int) -> str:
    """The first ``room`` words, with a sign that there are more."""
    words = text.split()
    return " ".join(words) if len(words) <= room else " ".join(words[:room]).rstrip(",;:.") + " …"
