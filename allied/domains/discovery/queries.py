"""Questions about opportunities. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from allied.domains.discovery import rules
from allied.domains.discovery.models import Opportunity
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.bindings import Quote, quotes_of, url_of
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in

STANCES = ("supports", "contradicts")
ENDED_STATES = tuple({state for kind in KINDS.values() for state in kind.ended})
FOUND_AT_MOST = 1_000
DEEPEST = 8
WIDEST = 60
SHOWN = 8
NEIGHBORS = 100
EVIDENCE = tuple(kind.name for kind in KINDS.values() if kind.is_evidence)


@dataclass(frozen=True)
class Row:
    """One line of the list, with counts of what supports it directly, disagrees, is part of it and addresses it."""

    opportunity: Opportunity
    strength: Strength
    insights: int
    evidence: int
    against: int
    parts: int
    items: int
    depth: int = 0

    @property
    def node(self) -> Node:
        return self.opportunity.node

    @property
    def concerns(self) -> str:
        return self.opportunity.concerns


@dataclass(frozen=True)
class Piece:
    """One thing that bears on an opportunity: a claim with its strength, or evidence with its words."""

    link: Link
    node: Node
    url: str
    strength: Strength | None
    quote: Quote | None

    @property
    def is_against(self) -> bool:
        return self.link.relation == "contradicts"


@dataclass(frozen=True)
class Around:
    """What an opportunity is linked with; ``n_evidence`` counts the evidence, shown or not."""

    claims: list[Piece]
    evidence: list[Piece]
    n_evidence: int
    parents: list[Node]
    parts: list[Row]
    items: list[Node]
    solutions: list[Node]
    successor: Node | None

    @property
    def more(self) -> int:
        return self.n_evidence - len(self.evidence)


@dataclass(frozen=True)
class Open:
    """What this actor may do with an opportunity now: the rules that the actions have."""

    edit: bool
    end: bool
    reopen: bool
    link: bool
    add_item: bool
    add_solution: bool


def open_to(actor: Member, opportunity: Opportunity) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    node, is_open = opportunity.node, opportunity.is_open
    edits_all = access.can(actor, Permission.OPPORTUNITY_EDIT, node)
    return Open(
        edit=is_open and access.can(actor, rules.permission_to_edit(opportunity, actor), node),
        end=is_open and edits_all,
        reopen=not is_open and edits_all,
        link=is_open and access.can(actor, Permission.THREAD_LINK, node),
        add_item=is_open and access.can(actor, Permission.ITEM_PROPOSE, node),
        add_solution=is_open and access.can(actor, Permission.OPPORTUNITY_FRAME, node),
    )


def opportunities(*, actor: Member) -> QuerySet[Opportunity]:
    """The opportunities that the actor may read, ended ones too."""
    found: QuerySet[Opportunity] = Opportunity.objects.visible_to(actor)
    return found.filter(node__archived_at=None)


def opportunity_by_reference(reference: str, *, actor: Member) -> Opportunity:
    """The opportunity that reads like ``OPP-3``, with who ended it.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    named: QuerySet[Opportunity] = Opportunity.objects.visible_to(actor).filter(referred(reference))
    found = named.select_related("node__created_by", "ended_by").first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def matching(found: QuerySet[Opportunity], text: str, *, actor: Member) -> QuerySet[Opportunity]:
    """Those that hold every word of ``text``, or have it as their reference."""
    if (by_name := found.filter(referred(text))).exists():
        return by_name
    wanted = words(text)[:12]
    return found.filter(
        pk__in=matching_ids(actor, wanted, kinds=["opportunity"], limit=FOUND_AT_MOST) if wanted else []
    )


def tops(found: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Those that are part of no open opportunity."""
    return found.exclude(Exists(_part_of().filter(source=OuterRef("pk"), target__state="open")))


def successor(opportunity: Opportunity, *, actor: Member) -> Node | None:
    """The opportunity that superseded this one."""
    superseding = {"links_out__relation": "supersedes", "links_out__target": opportunity.pk}
    return Node.objects.visible_to(actor).filter(**superseding).first()


def candidates(opportunity: Opportunity, *, actor: Member, text: str = "", limit: int = 20) -> list[Node]:
    """Open opportunities other than this one: those that match ``text``, else what changed last."""
    found = opportunities(actor=actor).filter(node__state="open").exclude(pk=opportunity.pk)
    if text:
        found = matching(found, text, actor=actor)
    return [other.node for other in found.order_by("-node__updated_at", "-pk")[:limit]]


def rows(found: Sequence[Opportunity], *, actor: Member, depths: dict[str, int] | None = None) -> list[Row]:
    """The opportunities with their strength and counts: two queries, however many they are."""
    strengths = strength_of([one.node for one in found], today=today_in(actor.workspace))
    counts = _counts([one.pk for one in found])
    return [_row(one, strengths[one.pk], counts, (depths or {}).get(one.pk, 0)) for one in found]


def tree(top: Sequence[Opportunity], *, actor: Member) -> tuple[list[Row], bool]:
    """Each of ``top`` followed by its open parts and theirs, and whether some were left out.

    One query a level. What is part of two stands under the first; at most ``WIDEST`` rows, ``DEEPEST`` levels.
    """
    children: dict[str, list[Opportunity]] = {}
    level, met = list(top), {one.pk for one in top}
    for _ in range(DEEPEST):
        level = _parts_below(level, met, children, actor=actor)
        if not level or len(met) > WIDEST:
            break
    ordered = [placed for one in top for placed in _under(one, children, 0)]
    shown = ordered[:WIDEST]
    found = rows([one for one, _ in shown], actor=actor, depths={one.pk: depth for one, depth in shown})
    return found, bool(level) or len(ordered) > WIDEST


def around(opportunity: Opportunity, *, actor: Member) -> Around:
    """Everything that the record page shows around an opportunity; of each sort the newest, a hub has thousands."""
    links = _links_of(opportunity, actor)
    evidence = links.filter(relation__in=STANCES, source__kind__in=EVIDENCE)
    claims = links.filter(relation__in=STANCES).exclude(source__kind__in=EVIDENCE)
    others = list(links.exclude(relation__in=STANCES)[:NEIGHBORS])
    parts = [link.source_id for link in others if link.relation == "part_of"]
    return Around(
        claims=_pieces(claims[:NEIGHBORS], actor),
        evidence=_pieces([link for stance in STANCES for link in evidence.filter(relation=stance)[:SHOWN]], actor),
        n_evidence=evidence.count(),
        parents=parents(opportunity, actor=actor),
        parts=rows(list(opportunities(actor=actor).filter(pk__in=parts).order_by("node__title", "pk")), actor=actor),
        items=[link.source for link in others if link.relation == "addresses" and link.source.kind == "item"],
        solutions=[link.source for link in others if link.source.kind == "solution"],
        successor=next((link.source for link in others if link.relation == "supersedes"), None),
    )


def parents(opportunity: Opportunity, *, actor: Member) -> list[Node]:
    """What this opportunity is part of, or the outcome it would move: one by our pages, more by other links."""
    return list(
        Node.objects.visible_to(actor)
        .filter(links_in__relation__in=("part_of", "moves"), links_in__source=opportunity.pk)
        .order_by("pk")
    )


def _links_of(opportunity: Opportunity, actor: Member) -> QuerySet[Link]:
    return Link.objects.at_target(opportunity.pk, actor=actor).select_related("source", "created_by").order_by("-pk")


def _pieces(links: Iterable[Link], actor: Member) -> list[Piece]:
    links = list(links)
    nodes = [link.source for link in links]
    strengths, quotes = strength_of(nodes, today=today_in(actor.workspace)) if nodes else {}, quotes_of(nodes)
    slug = actor.workspace.slug
    return [
        Piece(link, node, url_of(node, workspace_slug=slug), strengths.get(node.pk), quotes.get(node.pk))
        for link, node in zip(links, nodes, strict=True)
    ]


def _parts_below(
    level: Iterable[Opportunity], met: set[str], children: dict[str, list[Opportunity]], *, actor: Member
) -> list[Opportunity]:
    """Read the parts one level down, file them under their whole, and return those that are new."""
    parts = Q(node__links_out__relation="part_of", node__links_out__target__in=[one.pk for one in level])
    found = opportunities(actor=actor).filter(parts, node__state="open").annotate(whole=F("node__links_out__target"))
    fresh: list[Opportunity] = []
    for part in found.order_by("node__title", "pk"):
        if part.pk not in met:
            met.add(part.pk)
            children.setdefault(part.whole, []).append(part)
            fresh.append(part)
    return fresh


def _under(one: Opportunity, children: dict[str, list[Opportunity]], depth: int) -> Iterable[tuple[Opportunity, int]]:
    yield one, depth
    for part in children.get(one.pk, ()):
        yield from _under(part, children, depth + 1)


def _counts(ids: Sequence[str]) -> Counter[tuple[str, str, bool]]:
    """How many live things point at each, by relation and by whether they are evidence; no solutions. One query."""
    live = Link.objects.filter(target__in=ids, source__archived_at=None).exclude(source__state__in=ENDED_STATES)
    live = live.exclude(source__kind="solution")
    grouped = live.values_list("target_id", "relation", "source__kind").annotate(n=Count("pk")).order_by()
    found: Counter[tuple[str, str, bool]] = Counter()
    for target, relation, kind, number in grouped:
        found[target, relation, KINDS[kind].is_evidence] += number
    return found


def _row(one: Opportunity, strength: Strength, counts: Counter[tuple[str, str, bool]], depth: int) -> Row:
    return Row(
        opportunity=one,
        strength=strength,
        insights=counts[one.pk, "supports", False],
        evidence=counts[one.pk, "supports", True],
        against=counts[one.pk, "contradicts", False] + counts[one.pk, "contradicts", True],
        parts=counts[one.pk, "part_of", False],
        items=counts[one.pk, "addresses", False],
        depth=depth,
    )


def _part_of() -> QuerySet[Link]:
    return Link.objects.filter(relation="part_of")
