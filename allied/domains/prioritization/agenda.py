"""What to talk about after the reveal: the largest gaps first, why they are there, and who speaks to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import Resolver404, resolve

from allied.domains.prioritization.models import Round
from allied.domains.prioritization.tally import FAR, Line, Said, SideVotes
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Workspace
from allied.kernel.words import _, listed
from allied.web.memo import Cite, Memo, Section
from allied.web.memo import Line as Text

MOST: Final = 5  # gaps that one meeting has time for
LEAST_GAP: Final = 1.5  # points between the medians; what lies nearer needs no meeting
SPEAKS: Final = (_("Speaks first"), _("Then"))


@dataclass(frozen=True)
class Point:
    """One gap to talk about. ``speakers`` are two, of which the one of the side that would leave it out begins."""

    line: Line
    gap: str
    cause: str
    speakers: tuple[str, str]


def agenda(found: Round, lines: Sequence[Line]) -> list[Point]:
    """At most five points, the furthest apart first, of the lines of a closed round in that order."""
    apart = [line for line in lines if line.apart is not None and line.apart >= LEAST_GAP]
    return [_point(found, line) for line in apart[:MOST]]


def memo(found: Round, points: Sequence[Point], *, workspace: Workspace) -> Memo:
    """The agenda as a page, Markdown or PDF, each point with both sides' reasons."""
    return Memo(
        kind=_("Agenda"),
        title=_("To talk about: %(question)s", question=found.question),
        lede=_(
            "The largest gaps of %(reference)s, furthest apart first. Both sides voted before either could read the "
            "other’s ballots.",
            reference=found.node.reference,
        ),
        sections=tuple(_section(point, workspace) for point in points),
        foot=_("After the discussion a second ballot tells whether it moved anybody. Both are kept."),
    )


def _section(point: Point, workspace: Workspace) -> Section:
    node = point.line.candidate.node
    cite = Cite(node.reference, url_of(node, workspace_slug=workspace.slug))
    told = [Text(f"{point.gap}.", (cite,))]
    if point.cause:
        told.append(Text(f"{point.cause}.", ()))
    told += [Text(f"{each}.", (), note=note) for note, each in zip(SPEAKS, point.speakers, strict=True)]
    for votes in (point.line.ux, point.line.product):
        told += [Text(said.reason, (), who=_who(votes, said), is_quote=True) for said in votes.said]
    return Section(node.title, tuple(told))


def _who(votes: SideVotes, said: Said) -> str:
    told = _("%(side)s, %(score)s of 5", side=votes.side.label, score=said.score)
    return f"{told}, {said.who}" if said.who else told


def meeting_url(found: Round, points: Sequence[Point], workspace: Workspace) -> str:
    """Where a meeting is made of these points; "" where this installation has no meetings."""
    path = f"/w/{workspace.slug}/meetings/new"
    try:
        resolve(path)
    except Resolver404:
        return ""
    references = ",".join(point.line.candidate.node.reference for point in points)
    return f"{path}?{urlencode({'agenda': references, 'round': found.node.reference}, safe=',')}"


def _point(found: Round, line: Line) -> Point:
    ux, product, apart = line.ux, line.product, line.apart or 0
    gap = _(
        "%(apart)s apart: UX %(ux)s (n = %(n)s), Product %(product)s (n = %(n2)s)",
        apart=f"{apart:g}",
        ux=f"{ux.middle or 0:g}",
        n=ux.n,
        product=f"{product.middle or 0:g}",
        n2=product.n,
    )
    if apart >= FAR:
        gap = _("Far, %(gap)s", gap=gap)
    cause = _("Set apart most by %(cause)s", cause=f"{line.cause[0].lower()}{line.cause[1:]}") if line.cause else ""
    low, high = sorted((ux, product), key=lambda votes: (votes.middle or 0, votes.side != Side.UX))
    return Point(line, gap, cause, (_speaks(found, low, low.scores[0]), _speaks(found, high, high.scores[-1])))


def _speaks(found: Round, votes: SideVotes, score: int) -> str:
    """Who voted furthest out on this side: by name where the round is named, else whoever of the side did."""
    names = [who for given, who in votes.voters if given == score]
    if found.is_named and names:
        return _("%(names)s: voted %(score)s of 5", names=listed(names), score=score)
    return _("somebody of %(side)s who voted %(score)s of 5", side=votes.side.label, score=score)
