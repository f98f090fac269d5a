"""From a question to an answer: quotes that come near enough, grouped by the claims that rest on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from allied.domains.feedback.models import Feedback
from allied.flows.asking.filters import Filters
from allied.kernel.embeddings.retrieval import Asked, Hit, compare, read, retrieve
from allied.kernel.nodes.bindings import Quote, kinds_with_quotes, quotes_of, url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.synthesis.relevance import ENOUGH

QUOTES: Final = 20
FELL_SHORT: Final = 3
CLAIMS: Final = 5
OF_A_CLAIM: Final = 3  # quotes of a claim that answers by its own words
STANCES: Final = ("supports", "contradicts")
SET_ASIDE: Final = ("not_useful", "duplicate")


@dataclass(frozen=True)
class Cited:
    """A quote with where it comes from. ``parts`` are what stands before the answering sentence, it, and after it."""

    node: Node
    url: str
    quote: Quote
    score: float
    source_id: str
    parts: tuple[str, str, str]
    is_against: bool = False

    @property
    def relation(self) -> str:
        return "contradicts" if self.is_against else "supports"


@dataclass(frozen=True)
class Group:
    """Quotes under one claim, best first; ``claim`` is None for those that no claim rests on yet."""

    claim: Node | None
    url: str
    strength: Strength | None
    quotes: list[Cited]
    score: float

    @property
    def different(self) -> list[tuple[Cited, int]]:
        """The quotes without those whose answering sentence stands already, each with how many more said the same."""
        found: dict[str, list[Cited]] = {}
        for one in self.quotes:
            found.setdefault((one.parts[1] or one.parts[0]).strip().casefold(), []).append(one)
        return [(same[0], len(same) - 1) for same in found.values()]

    @property
    def as_query(self) -> str:
        """The quotes, as the pages that take a selection are given it."""
        return "&".join(f"node={one.node.reference}" for one in self.quotes)


@dataclass(frozen=True)
class Answer:
    """``quotes`` is each quote once, best first. Not ``answered``: ``fell_short`` came nearest, by ``nearest``."""

    question: str
    quotes: list[Cited]
    groups: list[Group]
    fell_short: list[Cited]
    searched: int
    nearest: float
    seconds: float
    threshold: float = ENOUGH

    @property
    def answered(self) -> bool:
        return bool(self.groups)


def ask(question: str, *, actor: Member, filters: Filters = Filters()) -> Answer:  # noqa: B008  frozen
    """What the evidence that the actor may read says to ``question``.

    Raises:
        NoEmbedder: the language model cannot be loaded.
    """
    began = perf_counter()
    product_id = filters.product.pk if filters.product else None
    accept = filters.accept if filters.narrows else None
    asked = read(question, actor=actor)
    found = retrieve(asked, actor=actor, product_id=product_id, kinds=kinds_with_quotes(), accept=accept)
    hits = [hit for hit in found.hits if hit.node.state not in SET_ASIDE]
    enough = [hit for hit in hits if hit.score >= ENOUGH][:QUOTES]
    cited = _cited(enough, actor=actor)
    groups = _groups(asked, cited, actor=actor, filters=filters)
    return Answer(
        question=question,
        quotes=list({one.node.pk: one for group in groups for one in group.quotes}.values()),
        groups=groups,
        fell_short=[] if groups else _cited(hits[:FELL_SHORT], actor=actor),
        searched=found.searched,
        nearest=hits[0].score if hits else 0.0,
        seconds=perf_counter() - began,
    )


def _cited(hits: Sequence[Hit], *, actor: Member) -> list[Cited]:
    quotes = quotes_of([hit.node for hit in hits])
    ids = dict(Feedback.objects.filter(pk__in=quotes).values_list("pk", "source_id"))
    slug = actor.workspace.slug
    return [
        Cited(
            node=hit.node,
            url=url_of(hit.node, workspace_slug=slug),
            quote=quotes[hit.node.pk],
            score=hit.score,
            source_id=ids.get(hit.node.pk, ""),
            parts=_parts(quotes[hit.node.pk].text, hit.relevance.sentence),
        )
        for hit in hits
        if hit.node.pk in quotes
    ]


def _parts(text: str, sentence: str) -> tuple[str, str, str]:
    """Nothing is marked where the sentence is the whole text."""
    before, found, after = text.partition(sentence)
    return (before, found, after) if before.strip() or after.strip() else (text, "", "")


def _groups(asked: Asked, cited: Sequence[Cited], *, actor: Member, filters: Filters) -> list[Group]:
    """Claims with the quotes that bear on them, then what no claim rests on yet."""
    by_id = {one.node.pk: one for one in cited}
    held: dict[str, list[Cited]] = {}
    claims: dict[str, Node] = {}
    for link in _links(list(by_id), actor):
        claims[link.target_id] = link.target
        held.setdefault(link.target_id, []).append(
            replace(by_id[link.source_id], is_against=link.relation == STANCES[1])
        )
    for hit in _claims_that_answer(asked, actor, filters, without=set(held)):
        claims[hit.node.pk] = hit.node
        held[hit.node.pk] = _evidence(asked, hit.node, actor, filters)
    strengths = strength_of(claims.values(), today=today_in(actor.workspace))
    found = [_group(claims[pk], quotes, strengths[pk], actor) for pk, quotes in held.items() if quotes]
    found = [group for group in found if group.strength and filters.carries(group.strength.level)]
    free = [one for one in cited if not any(one.node.pk == other.node.pk for each in held.values() for other in each)]
    ordered = sorted(found, key=lambda group: -group.score)[:CLAIMS]
    if free and not filters.strength:
        ordered.append(Group(None, "", None, free, free[0].score))
    return ordered


def _group(claim: Node, quotes: list[Cited], strength: Strength, actor: Member) -> Group:
    ranked = sorted(quotes, key=lambda one: -one.score)
    return Group(claim, url_of(claim, workspace_slug=actor.workspace.slug), strength, ranked, ranked[0].score)


def _links(ids: Sequence[str], actor: Member) -> list[Link]:
    """Links from these nodes to insights that stand."""
    found = Link.objects.filter(
        workspace_id=actor.workspace_id, source__in=ids, relation__in=STANCES, target__kind="insight"
    )
    return [link for link in found.select_related("target").order_by("pk") if not link.target.is_ended]


def _claims_that_answer(asked: Asked, actor: Member, filters: Filters, *, without: set[str]) -> list[Hit]:
    """Insights whose own words come near enough."""
    product_id = filters.product.pk if filters.product else None
    found = retrieve(asked, actor=actor, product_id=product_id, kinds=["insight"], limit=CLAIMS).hits
    return [hit for hit in found if hit.score >= ENOUGH and not hit.node.is_ended and hit.node.pk not in without]


def _evidence(asked: Asked, claim: Node, actor: Member, filters: Filters) -> list[Cited]:
    """The quotes of a claim that say most to the question, of those that the filters let through."""
    links = Link.objects.at_target(claim, actor=actor).filter(
        relation__in=STANCES, source__kind__in=kinds_with_quotes(), source__archived_at=None
    )
    rows = list(links.select_related("source__product").order_by("-pk")[:50])
    against = {link.source_id for link in rows if link.relation == STANCES[1]}
    passed = filters.accept([link.source_id for link in rows]) if filters.narrows else {link.source_id for link in rows}
    sources = [link.source for link in rows if link.source_id in passed]
    cited = _cited(compare(asked, sources, actor=actor)[:OF_A_CLAIM], actor=actor)
    return [replace(one, is_against=one.node.pk in against) for one in cited]
