"""Questions about the roadmap. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from allied.domains.roadmap import rules
from allied.domains.roadmap.checks import Check, Problem, checks
from allied.domains.roadmap.models import OUT, PROMISED, Horizon, Item, State
from allied.domains.roadmap.ranges import in_words
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node, readable_one_by_one, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import join_members
from allied.kernel.people.sides import StandIns, stand_ins
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.holds import Obstacle, obstacles
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.models import Hold, Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _

FOUND_AT_MOST = 1_000
LANE = 12
ACTORS = ("proposed_by", "committed_by", "started_by", "shipped_by", "read_by", "dropped_by")
MEANINGS = {
    Horizon.NOW: _("Committed by both sides"),
    Horizon.NEXT: _("Proposed, being tested"),
    Horizon.LATER: _("Problems, not promises"),
}


@dataclass(frozen=True)
class Card:
    """An item as a board and a table show it."""

    item: Item
    problem: Problem | None
    checks: list[Check]
    hold: Hold | Obstacle | None

    @property
    def node(self) -> Node:
        return self.item.node

    @property
    def gaps(self) -> list[Check]:
        return [check for check in self.checks if not check.is_in_place]

    @property
    def owners(self) -> list[Member]:
        return [member for member in (self.item.ux_owner, self.item.product_owner) if member]


@dataclass(frozen=True)
class Lane:
    """One horizon: ``total`` items, the first ``LANE`` of them as cards."""

    horizon: Horizon
    meaning: str
    total: int
    cards: list[Card]

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True)
class Open:
    """What this actor may do with an item now. ``to_do`` is what a commitment lacks."""

    edit: bool
    move: bool
    propose: bool
    withdraw: bool
    commit: bool
    uncommit: bool
    drop: bool
    start: bool
    stop: bool
    ship: bool
    unship: bool
    read: bool
    unread: bool
    restore: bool
    link: bool
    to_do: list[str]


def open_to(actor: Member, item: Item, team_stand_ins: StandIns) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    node, state = item.node, item.state
    own = access.can(actor, rules.permission_to_edit(item, actor), node)
    edits = access.can(actor, Permission.ITEM_EDIT, node)
    commits = access.can(actor, Permission.ITEM_COMMIT, node)
    is_live = state != State.DROPPED
    return Open(
        edit=is_live and own,
        move=is_live and edits,
        propose=own and state == State.IDEA,
        withdraw=own and state == State.PROPOSED,
        commit=commits and state == State.PROPOSED,
        uncommit=commits and state == State.COMMITTED,
        start=commits and state == State.COMMITTED,
        stop=commits and state == State.IN_PROGRESS,
        ship=commits and state in (State.COMMITTED, State.IN_PROGRESS),
        unship=commits and state == State.SHIPPED,
        read=commits and state == State.SHIPPED,
        unread=commits and state == State.READ_BACK,
        drop=is_live and edits and state not in OUT,
        restore=not is_live and edits,
        link=is_live and access.can(actor, Permission.THREAD_LINK, node),
        to_do=rules.missing(item, team_stand_ins),
    )


def items(*, actor: Member, product: Product | None = None) -> QuerySet[Item]:
    """The items that the actor may read, dropped ones too, each with its owners."""
    visible: QuerySet[Item] = Item.objects.visible_to(actor)
    found = visible.filter(node__archived_at=None).select_related("ux_owner", "product_owner")
    return found if product is None else found.filter(node__product=product)


def on_roadmap(found: QuerySet[Item]) -> QuerySet[Item]:
    """Without the dropped ones."""
    return found.exclude(node__state=State.DROPPED)


def item_by_reference(reference: str, *, actor: Member) -> Item:
    """The item that reads like ``ITM-3``, with everybody who did something to it.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    named: QuerySet[Item] = Item.objects.visible_to(actor).filter(referred(reference))
    found = named.select_related("node__created_by").first()
    if found is None:
        raise NotVisible(NOT_HERE)
    join_members(found, "ux_owner", "product_owner", *ACTORS, actor=actor)
    return found


def matching(found: QuerySet[Item], text: str, *, actor: Member) -> QuerySet[Item]:
    """Those that hold every word of ``text``, or have it as their reference."""
    if (by_name := found.filter(referred(text))).exists():
        return by_name
    wanted = words(text)[:12]
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=["item"], limit=FOUND_AT_MOST) if wanted else [])


def cards(found: Sequence[Item], *, actor: Member) -> list[Card]:
    """The items with problem, gaps and holds: four queries, however many they are."""
    problems = problems_of(found, actor=actor)
    ids = [item.pk for item in found]
    standing = Hold.objects.filter(node__in=ids, forbids__in=["commit", "ship"], lifted_at=None).order_by("-pk")
    acts = {item.pk: awaited(item) for item in found}
    holds = {one.node_id: one for one in standing if one.forbids == acts[one.node_id]}
    spoken_for = stand_ins(actor)
    return [_card(item, problems.get(item.pk), holds.get(item.pk), spoken_for) for item in found]


def card(item: Item, *, actor: Member) -> Card:
    """One item as its record shows it."""
    hold = next(iter(obstacles(item.node, awaited(item))), None)
    return _card(item, problems_of([item], actor=actor).get(item.pk), hold, stand_ins(actor))


def awaited(item: Item) -> str:
    """The act that an obstacle would forbid next: to ship what was promised, to commit everything else."""
    return "ship" if item.state in PROMISED else "commit"


def board(found: QuerySet[Item], *, actor: Member) -> list[Lane]:
    """The horizons with their items in order. One count, three lanes, four queries for all cards together."""
    totals = dict(found.order_by().values_list("horizon").annotate(n=Count("pk")))
    lanes = {horizon: list(in_order(found.filter(horizon=horizon))[:LANE]) for horizon in Horizon if horizon in totals}
    shown = {one.item.pk: one for one in cards([item for lane in lanes.values() for item in lane], actor=actor)}
    return [
        Lane(horizon, MEANINGS[horizon], totals.get(horizon, 0), [shown[item.pk] for item in lanes.get(horizon, [])])
        for horizon in Horizon
    ]


def in_order(found: QuerySet[Item]) -> QuerySet[Item]:
    """Now, next, later (which is also z to a), each in the order that the team gave it."""
    return found.order_by("-horizon", "position", "pk")


def problems_of(found: Sequence[Item], *, actor: Member) -> dict[str, Problem]:
    """The surest open opportunity that each item addresses, by the item's id. Two queries."""
    links = addressed(actor).filter(source__in=[item.pk for item in found], target__state="open")
    by_item: dict[str, list[Node]] = {}
    for made in links:
        by_item.setdefault(made.source_id, []).append(made.target)
    strengths = strength_of([node for nodes in by_item.values() for node in nodes], today=today_in(actor.workspace))
    return {pk: _surest(nodes, strengths) for pk, nodes in by_item.items()}


def addressed(actor: Member) -> QuerySet[Link]:
    """The links from items to the opportunities that they address, ended ones too."""
    here = readable_one_by_one(actor, "target", kind="opportunity", archived_at=None)
    return Link.objects.filter(here, relation="addresses").select_related("target").order_by("pk")


def opportunities_of(item: Item, *, actor: Member) -> list[Link]:
    """The links to what this item addresses, the first one made first."""
    return list(addressed(actor).filter(source=item.pk).select_related("source"))


def blockers(item: Item, *, actor: Member) -> list[Node]:
    """The items that it depends on, which block it."""
    here = readable_one_by_one(actor, "source", kind="item", archived_at=None)
    links = Link.objects.filter(here, target=item.pk, relation="blocks")
    return [link.source for link in links.select_related("source").order_by("pk")]


def efforts(item: Item) -> str:
    """The effort by discipline in words: "Engineering 5 to 8, Design 1 to 2"."""
    words = (
        _("%(discipline)s %(weeks)s", discipline=one.get_discipline_display(), weeks=in_words(one.low, one.high))
        for one in item.efforts.all()
    )
    return ", ".join(map(str, words))


def follower(item: Item) -> Item | None:
    """The item that comes after this one on the roadmap: putting it back means putting it before that one."""
    behind = items_of(item.node.workspace_id, item.horizon).filter(position__gt=item.position)
    return behind.order_by("position", "pk").first()


def neighbor(item: Item, *, up: bool, product: Product | None) -> Item | None:
    """The item before or after this one in its horizon, among those that the reader's roadmap shows."""
    found = items_of(item.node.workspace_id, item.horizon)
    if product is not None:
        found = found.filter(node__product=product)
    if up:
        return found.filter(position__lt=item.position).order_by("-position", "-pk").first()
    return found.filter(position__gt=item.position).order_by("position", "pk").first()


def items_of(workspace_id: int, horizon: str) -> QuerySet[Item]:
    found = Item.objects.filter(node__workspace_id=workspace_id, horizon=horizon, node__archived_at=None)
    return on_roadmap(found).select_related("node")


def names_of_gaps(item: Item, *, actor: Member) -> list[str]:
    """The names of what is missing, for the trail."""
    return [check.name for check in card(item, actor=actor).gaps]


def addressing(level: str) -> Q:
    """Items whose surest opportunity has this level; "none" for items that address no open opportunity."""
    if level == "none":
        return Q(~Exists(_open_links()))
    reached = _open_links([one for one in Level if one >= level] if level != Level.ASSUMPTION else None)
    passed = _open_links([one for one in Level if one > level])
    return Q(Exists(reached)) & Q(~Exists(passed))


def with_gaps() -> Q:
    """Items of which a check is not in place. Owners who left are found on the card, not here."""
    solid = _open_links().filter(target__strength__people_for__gt=0).exclude(target__strength__flag=Flag.CONTRADICTED)
    return Q(problem="") | Q(outcome="") | Q(ux_owner=None) | Q(product_owner=None) | Q(~Exists(solid))


def _open_links(levels: Sequence[Level] | None = None) -> QuerySet[Link]:
    found = Link.objects.filter(source=OuterRef("pk"), relation="addresses", target__state="open")
    return found if levels is None else found.filter(target__strength__level__in=levels)


def _card(item: Item, problem: Problem | None, hold: Hold | Obstacle | None, spoken_for: StandIns) -> Card:
    return Card(item, problem, checks(item, problem, spoken_for), hold)


def _surest(nodes: Sequence[Node], strengths: dict[str, Strength]) -> Problem:
    best = max(nodes, key=lambda node: (strengths[node.pk].level.rank, strengths[node.pk].s, -strengths[node.pk].c))
    return Problem(best, strengths[best.pk], others=len(nodes) - 1)
