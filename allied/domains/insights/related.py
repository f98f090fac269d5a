"""Claims that say much the same as one. Brings numpy: import it inside functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from allied.domains.insights.models import Insight
from allied.domains.insights.watch.comparing import NEAR
from allied.domains.insights.watch.queries import nearness_in_words
from allied.kernel.embeddings.arrays import array
from allied.kernel.embeddings.filling import embedder
from allied.kernel.embeddings.retrieval import Asked, Hit, retrieve
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _
from allied.synthesis.relevance import Question
from allied.synthesis.terms import content_words, stem

SHOWN: Final = 5
WORDS_NAMED: Final = 4


@dataclass(frozen=True)
class Related:
    """A standing claim near another, with why."""

    node: Node
    url: str
    strength: Strength
    nearness: float
    shared: list[str]

    @property
    def near(self) -> str:
        return nearness_in_words(self.nearness)

    @property
    def reason(self) -> str:
        if not self.shared:
            return _("It says much the same in other words")
        quoted = ", ".join(map(str, [f"“{word}”" for word in self.shared]))
        return _("Both say %(words)s", words=quoted)


def related(insight: Insight, *, actor: Member, limit: int = SHOWN) -> list[Related]:
    """The standing claims nearest to this one that the actor may read and nobody linked to it yet, nearest first.

    The vectors of the installation find them in memory: nothing but the few candidates is read, however many claims
    and feedback there are. Five queries.

    Raises:
        NoEmbedder: the language model cannot be loaded.
    """
    # As the watch compares: each word counts alike, or what all claims are about would count for nothing.
    question = Question(insight.claim, embedder(), rarity=lambda _: 1.0)
    asked = Asked(insight.claim, array(actor.workspace_id), question)
    hits = retrieve(asked, actor=actor, kinds=["insight"]).hits
    near = [hit for hit in hits if hit.score >= NEAR and hit.node.pk != insight.pk and not hit.node.is_ended]
    links = Link.objects.filter(Q(source=insight.pk) | Q(target=insight.pk)) if near else Link.objects.none()
    tied = {pk for pair in links.values_list("source", "target") for pk in pair}
    kept = [hit for hit in near if hit.node.pk not in tied][:limit]
    strengths = strength_of([hit.node for hit in kept], today=today_in(actor.workspace)) if kept else {}
    return [_of(hit, insight, strengths[hit.node.pk], actor.workspace.slug) for hit in kept]


def _of(hit: Hit, insight: Insight, strength: Strength, slug: str) -> Related:
    theirs = {stem(word) for word in content_words(hit.text)}
    shared = [word for word in content_words(insight.claim) if stem(word) in theirs][:WORDS_NAMED]
    return Related(hit.node, url_of(hit.node, workspace_slug=slug), strength, round(hit.score, 3), shared)
