"""Questions about insights. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from allied.domains.insights import rules
from allied.domains.insights.keeping_rules import permission_to_keep
from allied.domains.insights.models import ENDED, Insight, State
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.nodes.bindings import Quote, quotes_of, url_of
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.people.queries import join_members
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.thread.models import Link

STANCES = ("supports", "contradicts")
EVIDENCE = tuple(kind.name for kind in KINDS.values() if kind.is_evidence)
SHOWN = 8
FOUND_AT_MOST = 1_000
MEMBERS = ("published_by", "ended_by", "ux_owner", "product_owner", "reviewed_by", "parked_by")


@dataclass(frozen=True)
class Piece:
    """One thing that bears on a claim: the link, the node it comes from, and that node's words if it has some."""

    link: Link
    node: Node
    url: str
    quote: Quote | None

    @property
    def is_against(self) -> bool:
        return self.link.relation == "contradicts"


@dataclass(frozen=True)
class Bearing:
    """What bears on a claim directly, the newest link first; ``n_…`` count all of it."""

    evidence_for: list[Piece]
    evidence_against: list[Piece]
    claims_for: list[Piece]
    claims_against: list[Piece]
    n_for: int
    n_against: int


@dataclass(frozen=True)
class Open:
    """What this actor may do with an insight now. ``not_yet`` says why it cannot be published, or nothing."""

    edit: bool
    publish: bool
    supersede: bool
    retire: bool
    reinstate: bool
    link: bool
    keep: bool
    not_yet: str


def open_to(actor: Member, insight: Insight) -> Open:
    """The same rules as the actions have, asked before the buttons are drawn."""
    publishes = access.can(actor, Permission.INSIGHT_PUBLISH, insight.node)
    stands = insight.node.state not in ENDED
    return Open(
        edit=stands and access.can(actor, rules.permission_to_edit(insight, actor), insight.node),
        publish=publishes and insight.is_draft,
        supersede=publishes and insight.is_published,
        retire=publishes and stands,
        reinstate=publishes and not stands,
        link=access.can(actor, Permission.THREAD_LINK, insight.node),
        keep=stands and access.can(actor, permission_to_keep(insight, actor), insight.node),
        not_yet=_refusal(insight) if insight.is_draft else "",
    )


def _refusal(insight: Insight) -> str:
    try:
        rules.check_can_publish(insight)
    except InvalidState as refusal:
        return str(refusal)
    return ""


def insights(*, actor: Member) -> QuerySet[Insight]:
    """The insights that the actor may read, each with its node, product, author and strength."""
    found: QuerySet[Insight] = Insight.objects.visible_to(actor)
    return found.filter(node__archived_at=None).select_related("node__created_by", "node__strength")


def insight_by_reference(reference: str, *, actor: Member) -> Insight:
    """The insight that reads like ``INS-12``, with who published and ended it.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found: Insight | None = (
        Insight.objects.visible_to(actor)
        .filter(referred(reference))
        .select_related("node__created_by", "node__strength")
        .first()
    )
    if found is None:
        raise NotVisible(NOT_HERE)
    join_members(found, *MEMBERS, actor=actor)
    return found


def matching(found: QuerySet[Insight], text: str, *, actor: Member) -> QuerySet[Insight]:
    """Those that hold every word of ``text``."""
    wanted = words(text)[:12]
    ids = matching_ids(actor, wanted, kinds=["insight"], limit=FOUND_AT_MOST) if wanted else []
    return found.filter(pk__in=ids)


def texts(node_ids: Sequence[str]) -> dict[str, str]:
    """What these insights say, claim first, for their vectors."""
    found = Insight.objects.filter(pk__in=node_ids).values_list("pk", "node__title", "summary")
    return {pk: f"{claim}\n{summary}".strip() for pk, claim, summary in found}


def around(insight: Insight, *, actor: Member) -> tuple[Node | None, list[Node]]:
    """The insight that superseded this one, and the themes that it is derived from: one query, two if there are any.

    Asked by links first: from the nodes, a database walks through the whole workspace.
    """
    wanted = Q(relation="supersedes", target=insight.pk) | Q(relation="derived_from", source=insight.pk)
    links = list(Link.objects.filter(wanted).values_list("relation", "source", "target"))
    if not links:
        return None, []
    ends = [source if relation == "supersedes" else target for relation, source, target in links]
    found = Node.objects.visible_to(actor).in_bulk(ends)
    successors = [source for relation, source, _ in links if relation == "supersedes" and source in found]
    themes = [node for _, node in sorted(found.items()) if node.kind == "theme"]
    return (found[successors[0]] if successors else None), themes


def candidates(insight: Insight, *, actor: Member, text: str = "", limit: int = 20) -> list[Node]:
    """Published insights that could supersede this one, those that match ``text`` or the newest."""
    found = insights(actor=actor).filter(node__state=State.PUBLISHED).exclude(pk=insight.pk)
    if text:
        found = matching(found, text, actor=actor)
    return [other.node for other in found.order_by("-published_at", "-pk")[:limit]]


def bearing(insight: Insight, *, actor: Member) -> Bearing:
    """What supports and contradicts the claim: counts, the newest pieces of evidence, and every claim."""
    links = bearing_links(insight, actor=actor)
    evidence = links.filter(source__kind__in=EVIDENCE)
    for_, against = (evidence.filter(relation=stance) for stance in STANCES)
    claims = links.exclude(source__kind__in=EVIDENCE)[:FOUND_AT_MOST]
    shown = pieces([*for_[:SHOWN], *against[:SHOWN], *claims], actor=actor)
    return Bearing(
        evidence_for=[piece for piece in shown if piece.node.spec.is_evidence and not piece.is_against],
        evidence_against=[piece for piece in shown if piece.node.spec.is_evidence and piece.is_against],
        claims_for=[piece for piece in shown if piece.node.spec.is_claim and not piece.is_against],
        claims_against=[piece for piece in shown if piece.node.spec.is_claim and piece.is_against],
        n_for=for_.count(),
        n_against=against.count(),
    )


def bearing_links(insight: Insight, *, actor: Member) -> QuerySet[Link]:
    """The links by which something supports or contradicts the claim, newest first."""
    return (
        Link.objects.at_target(insight.pk, actor=actor)
        .filter(relation__in=STANCES)
        .select_related("source", "source__strength", "created_by")
        .order_by("-pk")
    )


def pieces(links: Sequence[Link], *, actor: Member) -> list[Piece]:
    """The links with the words of their sources: one query a kind of evidence."""
    quotes = quotes_of([link.source for link in links])
    slug = actor.workspace.slug
    return [
        Piece(link, link.source, url_of(link.source, workspace_slug=slug), quotes.get(link.source_id)) for link in links
    ]
