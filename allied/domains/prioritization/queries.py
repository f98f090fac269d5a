"""Questions about rounds. Every answer begins with what the actor may read; no answer opens a sealed ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from allied.domains.prioritization import rules
from allied.domains.prioritization.frameworks import CONFIDENCES, Definition
from allied.domains.prioritization.models import Ballot, Candidate, Framework, Round, State, Vote
from allied.kernel import access
from allied.kernel.access import GRANTS, Permission
from allied.kernel.errors import AlliedError, NotVisible
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node, readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread import figures
from allied.kernel.thread.figures import Figure
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.problems import Problem, problems_of
from allied.kernel.thread.strength import strength_of, today_in

ENDLESS = datetime.max.replace(tzinfo=UTC)
SEARCHED = 2_000  # the newest matches of a search that a list narrows further
OFFERED = 50  # candidates of each kind on the form of a round
VOTERS = [role for role, granted in GRANTS.items() if Permission.ROUND_VOTE in granted]
RUNNERS = [role for role, granted in GRANTS.items() if Permission.ROUND_RUN in granted]


@dataclass(frozen=True)
class Turnout:
    """How many ballots a side has in, of how many people who may vote, and how many it needs.

    ``waited_for`` are those who have not voted, by name: never in an order that tells who voted when.
    """

    side: Side
    cast: int
    voters: int
    needed: int
    waited_for: tuple[Member, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.cast >= self.needed

    @property
    def is_alone(self) -> bool:
        """Whether whoever votes for this side can be recognized by it."""
        return self.voters == 1 or self.needed == 1


@dataclass(frozen=True)
class Open:
    """What this actor may do with a round now. ``not_yet`` says why it cannot be opened or closed, or nothing.

    ``is_complete``: nobody is waited for any more, so that closing takes no vote from anyone.
    """

    edit: bool
    open: bool
    vote: bool
    close: bool
    cancel: bool
    repeat: bool
    not_yet: str
    is_complete: bool


def rounds(*, actor: Member) -> QuerySet[Round]:
    """The rounds that the actor may read, each with its node."""
    found: QuerySet[Round] = Round.objects.visible_to(actor)
    return found.filter(node__archived_at=None).select_related("node__created_by")


def with_counts(found: QuerySet[Round], *, actor: Member) -> QuerySet[Round]:
    """Each with ``asked``, ``ballots_in`` and ``mine``: how many candidates, ballots, and ballots of the actor."""
    return found.annotate(
        ballots_in=_number(Ballot.objects.all()),
        asked=_number(Candidate.objects.all()),
        mine=_number(Ballot.objects.filter(member=actor.pk)),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many of these belong to a round, asked apart so that a list can count and group around it."""
    counted = rows.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def matching(found: QuerySet[Round], text: str, *, actor: Member) -> QuerySet[Round]:
    """Those whose question or purpose holds every word of ``text``."""
    wanted = words(text)[:12]
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=["round"], limit=SEARCHED)) if wanted else found


def round_by_reference(reference: str, *, actor: Member) -> Round:
    """The round that reads like ``RND-3``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found: Round | None = (
        Round.objects.visible_to(actor)
        .filter(referred(reference))
        .select_related("node__created_by", "opened_by", "ended_by", "follows__node")
        .first()
    )
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def waiting_for(actor: Member) -> list[datetime]:
    """Until when each round waits for this member's ballot; one that they opened waits for more time without an end."""
    now = timezone.now()
    return [end if end > now else ENDLESS for end in _waiting(actor).values_list("closes_at", flat=True) if end]


def waiting(actor: Member) -> list[Round]:
    """Those rounds, the nearest deadline first."""
    return list(_waiting(actor).select_related("node").order_by("closes_at", "pk"))


def _waiting(actor: Member) -> QuerySet[Round]:
    found: QuerySet[Round] = Round.objects.filter(readable_one_by_one(actor, state=State.OPEN))
    now, voted = timezone.now(), Exists(Ballot.objects.filter(round=OuterRef("pk"), member=actor))
    asks: list[Q] = []
    if access.can(actor, Permission.ROUND_VOTE):
        asks.append(Q(~voted, closes_at__gt=now))
    if access.can(actor, Permission.ROUND_RUN):
        asks.append(Q(opened_by=actor, closes_at__lte=now))
    return found.filter(reduce(or_, asks)) if asks else found.none()


def candidates(found: Round, *, actor: Member) -> list[Candidate]:
    """What the round asks about, in the order of its ballot, without what the actor may not read."""
    return list(found.candidates.filter(readable_one_by_one(actor)).select_related("node", "node__strength"))


def strengths(asked: Sequence[Candidate], *, actor: Member) -> dict[str, Strength]:
    """How sure we are of each candidate, by node id; of an item or a solution, of the opportunity that it addresses."""
    return background(asked, actor=actor).strengths


@dataclass(frozen=True)
class Background:
    """What the thread knows of candidates, by node id: how sure we are, and the problem that each answers."""

    strengths: dict[str, Strength]
    problems: dict[str, Problem]


def background(asked: Sequence[Candidate], *, actor: Member) -> Background:
    """What the thread knows of these candidates."""
    nodes, today = [candidate.node for candidate in asked], today_in(actor.workspace)
    problems = problems_of([node for node in nodes if node.kind in {"item", "solution"}], today=today)
    found = strength_of(nodes, today=today)
    return Background(found | {pk: problem.strength for pk, problem in problems.items()}, problems)


def reach(
    asks: Definition, asked: Sequence[Candidate], problems: Mapping[str, Problem], *, actor: Member
) -> dict[str, Figure]:
    """How many people each candidate reaches, by node id, where the thread knows it and the framework asks for it.

    Of an item or a solution: how many the opportunity meets that it addresses.
    """
    if not any(factor.name == "reach" for factor in asks.factors):
        return {}
    behind = {pk: problem.opportunity.pk for pk, problem in problems.items()}
    sought = {one.node_id: behind.get(one.node_id, one.node_id) for one in asked}
    found = figures.known("reach", set(sought.values()), actor=actor)
    return {pk: found[source] for pk, source in sought.items() if source in found}


def turnout(found: Round) -> list[Turnout]:
    """Ballots per side: UX, Product, and the others as a third list. Two queries."""
    ballots = list(found.ballots.values_list("side", "member"))
    cast, voted = Counter(side for side, _member in ballots), {member for _side, member in ballots}
    able = list(voters(found).only("discipline", "name"))
    counted = Counter(member.side.value for member in able)
    return [
        Turnout(
            side,
            cast[side.value],
            counted[side.value],
            found.quorum_of(side),
            tuple(one for one in able if one.side == side and one.pk not in voted),
        )
        for side in Side
    ]


def voters(found: Round) -> QuerySet[Member]:
    """Everybody who may vote in this round, by name."""
    here = Member.objects.filter(workspace_id=found.node.workspace_id, deactivated_at=None)
    return here.filter(role__in=VOTERS, user__isnull=False).order_by("name", "pk")


def runners(found: Round) -> QuerySet[Member]:
    """Everybody who may close this round early, move its deadline or cancel it, by name."""
    here = Member.objects.filter(workspace_id=found.node.workspace_id, deactivated_at=None)
    return here.filter(role__in=RUNNERS, user__isnull=False).order_by("name", "pk")


def own_ballot(found: Round, *, actor: Member) -> Ballot | None:
    """The actor's ballot as it lies there: when it came in, not what it says."""
    return Ballot.objects.filter(round=found, member=actor).defer("sealed").first()


def votes(found: Round) -> list[Vote]:
    """What the opened ballots say. None before the round is closed: the rows do not exist."""
    return list(Vote.objects.filter(candidate__round=found).select_related("member").order_by("candidate", "ballot"))


def open_to(actor: Member, found: Round, counts: Sequence[Turnout]) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    runs = access.can(actor, Permission.ROUND_RUN, found.node)
    is_draft, is_open = found.node.state == State.DRAFT, found.node.state == State.OPEN
    in_time = found.closes_at is not None and found.closes_at > timezone.now()
    return Open(
        edit=runs and is_draft,
        open=runs and is_draft,
        vote=is_open and in_time and access.can(actor, Permission.ROUND_VOTE, found.node),
        close=runs and is_open,
        cancel=runs and (is_draft or is_open),
        repeat=runs and found.node.state == State.CLOSED,
        not_yet=_refusal(found, {count.side.value: count.cast for count in counts}),
        is_complete=not in_time or not any(count.waited_for for count in counts),
    )


def _refusal(found: Round, cast: Mapping[str, int]) -> str:
    try:
        if found.node.state == State.DRAFT:
            rules.check_can_open(found, found.candidates.count())
        elif found.node.state == State.OPEN:
            rules.check_has_quorum(found, cast)
    except AlliedError as refusal:
        return str(refusal)
    return ""


def choices(*, actor: Member, product_id: int | None = None) -> list[Node]:
    """What a round may ask about: live opportunities, solutions and items, then insights; of each those changed last.

    Others are named by reference: a longer list is no longer read, and makes the page heavy.
    """
    found: list[Node] = []
    for kind in ("opportunity", "solution", "item", "insight"):
        nodes = Node.objects.visible_to(actor).filter(kind=kind, archived_at=None)
        if product_id is not None:
            nodes = nodes.filter(product=product_id)
        found += [node for node in nodes.order_by("-updated_at", "-pk")[:OFFERED] if not node.is_ended]
    return found


def widths(asked: Sequence[Candidate], strengths_of: Mapping[str, Strength]) -> dict[str, float]:
    """How many times low and high lie from a likely value alone: the less sure we are, the wider. By node id."""
    from allied.stats.prioritisation.ranges import WIDTHS  # noqa: PLC0415  brings numpy, which few pages need

    return {
        candidate.node_id: WIDTHS[strengths_of[candidate.node_id].level.value]
        if candidate.node_id in strengths_of
        else WIDTHS["assumption"]
        for candidate in asked
    }


def confidences(found: Round, asked: Sequence[Candidate], strengths_of: Mapping[str, Strength]) -> dict[str, float]:
    """The confidence that the evidence proposes for each candidate, by node id. Only RICE as published asks for one."""
    if found.framework != Framework.RICE:
        return {}
    levels = {pk: strength.level.value for pk, strength in strengths_of.items()}
    return {one.node_id: CONFIDENCES[levels.get(one.node_id, "assumption")] for one in asked}


def references(rounds_: Sequence[str], *, actor: Member) -> dict[str, list[str]]:
    """The references of what each round compares, in the order of its ballot, by the round's id. One query."""
    found: dict[str, list[str]] = {}
    asked = Candidate.objects.filter(readable_one_by_one(actor), round__in=rounds_).select_related("node")
    for candidate in asked.order_by("round", "position"):
        found.setdefault(candidate.round_id, []).append(candidate.node.reference)
    return found


def ballots_in(rounds_: Sequence[str]) -> dict[str, int]:
    """How many ballots each round has, by its id. One query."""
    return Counter(Ballot.objects.filter(round__in=rounds_).values_list("round_id", flat=True))


def needs(asked: Sequence[Candidate]) -> dict[int, set[int]]:
    """Which candidates must be in before another, by their numbers: what blocks it, or an item of it. Two queries."""
    nodes = {candidate.node_id: candidate.pk for candidate in asked}
    carried: dict[str, set[int]] = {pk: {number} for pk, number in nodes.items()}
    addressing = Link.objects.filter(target__in=list(nodes), relation="addresses", source__trashed_at=None)
    addressing = addressing.exclude(source__state__in=KINDS["item"].ended | KINDS["solution"].ended)
    for item, problem in addressing.values_list("source", "target"):
        carried.setdefault(item, set()).add(nodes[problem])
    blocking = Link.objects.filter(source__in=list(carried), target__in=list(carried), relation="blocks")
    found: dict[int, set[int]] = {}
    for first, then in blocking.values_list("source", "target"):
        for one in carried[then]:
            found.setdefault(one, set()).update(carried[first] - {one})
    return found
