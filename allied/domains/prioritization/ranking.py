"""The ranking of a closed round to take along: as a page, Markdown, PDF, or rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils import timezone

from allied.domains.prioritization.models import Candidate, Round
from allied.domains.prioritization.ranges import Ranges
from allied.domains.prioritization.results import Results
from allied.domains.prioritization.scoring import Scores
from allied.domains.prioritization.tally import Line, SideVotes
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Workspace
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.words import headline
from allied.kernel.words import _
from allied.web.formats import number
from allied.web.memo import Cite, Memo, Section, Table
from allied.web.memo import Line as Text

HEAD: Final = (
    "reference", "kind", "title", "evidence", "ux_n", "ux_votes", "ux_middle", "product_n", "product_votes",
    "product_middle", "other_n", "other_votes", "apart", "set_apart_by", "ux_place", "product_place", "duels_place",
    "rice", "rice_low", "rice_high", "place_low", "place_high", "p_first", "ux_score", "ux_score_n", "product_score",
    "product_score_n",
)  # fmt: skip
Strengths = Mapping[str, Strength]


def memo(found: Round, told: Results, strengths: Strengths, *, workspace: Workspace) -> Memo:
    """Votes, scores and how far both sides agree, each figure with its n."""
    sections = [_votes(told, strengths, workspace)]
    if told.ranges:
        sections.append(_ranges(found, told.ranges, workspace))
    if told.scores:
        sections.append(_scores(told.scores, workspace))
    agree = tuple(Text(sentence, ()) for sentence in told.agreement)
    sections.append(Section(_("How far they agree"), agree))
    return Memo(
        kind=_("Ranking"),
        title=found.question,
        lede=told.summary,
        sections=tuple(sections),
        foot=_("%(reference)s was closed on %(day)s.", reference=found.node.reference, day=_day(found)),
    )


def rows(told: Results, strengths: Strengths) -> Iterator[list[object]]:
    """One row for each candidate, below ``HEAD``: by RICE range, else by duels, then what neither orders."""
    places = {one.pk: place for place, one in enumerate(told.order, 1)}
    first = {row.candidate.pk: place for place, row in enumerate(told.ranges.rows)} if told.ranges else places
    scored = {row.candidate.pk: row for row in told.scores.rows} if told.scores else {}
    for line in sorted(told.lines, key=lambda line: first.get(line.candidate.pk, len(told.lines) + 1)):
        one, node = line.candidate, line.candidate.node
        row, score = told.ranges.of(one.pk) if told.ranges else None, scored.get(one.pk)
        found = [
            *(node.reference, node.kind, node.title, _sure(strengths.get(node.pk))),
            *(line.ux.n, _each(line.ux), line.ux.middle),
            *(line.product.n, _each(line.product), line.product.middle),
            *(line.other.n, _each(line.other), line.apart, line.cause),
            *(_place(told.ux_order, one), _place(told.product_order, one), places.get(one.pk)),
            *((row.score, row.lower, row.upper, row.rank_lower, row.rank_upper, row.p_first) if row else (None,) * 6),
            *((score.ux.score, score.ux.n, score.product.score, score.product.n) if score else (None,) * 4),
        ]
        yield ["" if cell is None else cell for cell in found]


def _votes(told: Results, strengths: Strengths, workspace: Workspace) -> Section:
    heads = (_("Compared"), _("How sure"), _("UX"), _("Product"), _("Apart"), _("Places"))
    found = tuple(
        (
            _cite(line.candidate.node, workspace),
            (
                _sure(strengths.get(line.candidate.node_id)),
                _given(line.ux),
                _given(line.product),
                line.verdict[0],
                _places(told, line),
            ),
        )
        for line in told.lines
    )
    return Section(_("Votes, furthest apart first"), (), Table(heads, found))


def _ranges(found: Round, ranges: Ranges, workspace: Workspace) -> Section:
    heads = (_("Compared"), _("Score, 90% range"), _("Places held"), _("Chance of the first place"), _("Estimates of"))
    table = tuple(
        (
            _cite(row.candidate.node, workspace),
            (
                row.score_words,
                _("%(low)s to %(high)s", low=row.rank_lower, high=row.rank_upper),
                row.first_words,
                row.given_words,
            ),
        )
        for row in ranges.rows
    )
    told = _(
        "%(draws)s draws from the low, likely and high of each side, each side counting once; the seed %(seed)s "
        "repeats them. The ranges hold what the estimates say; they are no sampling intervals.",
        draws=number(ranges.draws),
        seed=found.seed,
    )
    flips = [Text(f"{row.candidate.node.title}: {row.flips}.", ()) for row in ranges.rows if row.flips]
    return Section(_("RICE with ranges"), (Text(told, ()), *flips), Table(heads, table))


def _scores(scores: Scores, workspace: Workspace) -> Section:
    heads = (_("Compared"), _("UX"), _("Product"), _("Apart"))
    table = tuple(
        (
            _cite(row.candidate.node, workspace),
            (
                *(
                    _("%(score)s, place %(place)s, n = %(n)s", score=side.words, place=side.place, n=side.n)
                    if side.n
                    else "–"
                    for side in (row.ux, row.product)
                ),
                row.apart_words,
            ),
        )
        for row in scores.rows
    )
    return Section(scores.definition.title, (), Table(heads, table))


def _day(found: Round) -> str:
    return f"{timezone.localtime(found.ended_at):%-d %b %Y}"


def _cite(node: Node, workspace: Workspace) -> Cite:
    return Cite(f"{node.title} ({node.reference})", url_of(node, workspace_slug=workspace.slug))


def _sure(strength: Strength | None) -> str:
    return str(headline(strength.level, strength.flag)) if strength else ""


def _given(votes: SideVotes) -> str:
    if votes.middle is None:
        return _("no vote")
    scores = ", ".join(map(str, votes.scores))
    return _("%(votes)s (middle %(middle)s, n = %(n)s)", votes=scores, middle=f"{votes.middle:g}", n=votes.n)


def _each(votes: SideVotes) -> str:
    return " ".join(map(str, votes.scores))


def _places(told: Results, line: Line) -> str:
    ux, product = (_place(order, line.candidate) for order in (told.ux_order, told.product_order))
    return _("UX %(ux)s, Product %(product)s", ux=ux or "–", product=product or "–")


def _place(order: Sequence[Candidate], one: Candidate) -> int | None:
    return order.index(one) + 1 if one in order else None
