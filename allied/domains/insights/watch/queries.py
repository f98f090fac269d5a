"""What waits near which claim, with its quote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from allied.domains.insights.keeping_queries import owned_by
from allied.domains.insights.models import Insight, State, Suggestion
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.bindings import Quote, quotes_of, url_of
from allied.kernel.nodes.models import readable_one_by_one
from allied.kernel.people.models import Member, Product
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.words import _

VERY_NEAR, QUITE_NEAR = 0.65, 0.57  # of nearness; below, it is somewhat near
REASONS = {
    "ease": _("Guessed: it says that something is easy or does not matter, and the claim does not"),
    "mood": _("Guessed from the mood of its words"),
    "negation": _("One of the two says “not”, the other does not"),
    "": _("Its words do not say which way"),
}


def nearness_in_words(value: float) -> str:
    """“Very near (0.71 of 1)”."""
    words = _("Very near") if value >= VERY_NEAR else _("Near") if value >= QUITE_NEAR else _("Somewhat near")
    return _("%(words)s (%(value)s of 1)", words=words, value=f"{value:.2f}")


@dataclass(frozen=True)
class Offered:
    """New evidence near a claim, with everything that a person needs to judge it."""

    row: Suggestion
    quote: Quote | None
    evidence_url: str
    claim_url: str
    strength: Strength

    @property
    def near(self) -> str:
        return nearness_in_words(self.row.nearness)

    @property
    def reason(self) -> str:
        return REASONS[self.row.cue]


def suggestions(*, actor: Member) -> QuerySet[Suggestion]:
    """All that the actor may read, whatever became of them, what seems to disagree first."""
    places = When(lean="contradicts", then=Value(0)), When(lean="unclear", then=Value(1))
    order = Case(*places, default=Value(2), output_field=IntegerField())
    found = Suggestion.objects.filter(
        readable_one_by_one(actor, "claim"), readable_one_by_one(actor, "evidence"), workspace_id=actor.workspace_id
    )
    found = found.select_related("claim", "evidence", "claim__product", "decided_by")
    return found.annotate(turn=order).order_by("turn", "-nearness", "pk")


def waiting(
    *, actor: Member, product: Product | None = None, is_mine: bool = False, claim: str = ""
) -> QuerySet[Suggestion]:
    """Those that nobody has judged yet, near claims that stand; with ``is_mine`` near the actor's own."""
    found = suggestions(actor=actor).filter(state=Suggestion.State.WAITING, evidence__archived_at=None)
    found = found.filter(claim__state=State.PUBLISHED, claim__archived_at=None)
    if product is not None:
        found = found.filter(claim__product=product)
    if claim:
        found = found.filter(claim=claim)
    if is_mine:
        found = found.filter(Exists(Insight.objects.filter(owned_by(actor), pk=OuterRef("claim"))))
    return found


def suggestion_by_number(number: int, *, actor: Member) -> Suggestion:
    """Raises: NotVisible, where the actor may read none of that number."""
    found = suggestions(actor=actor).filter(pk=number).first()
    if found is None:
        raise NotVisible(_("There is no such suggestion. Nothing was changed."))
    return found


def offered(rows: Iterable[Suggestion], *, actor: Member) -> list[Offered]:
    """These with their quotes and the strength of their claims: two queries, and one a kind of evidence."""
    rows = list(rows)
    quotes, slug = quotes_of([row.evidence for row in rows]), actor.workspace.slug
    strengths = strength_of([row.claim for row in rows], today=today_in(actor.workspace)) if rows else {}
    return [
        Offered(
            row=row,
            quote=quotes.get(row.evidence_id),
            evidence_url=url_of(row.evidence, workspace_slug=slug),
            claim_url=url_of(row.claim, workspace_slug=slug),
            strength=strengths[row.claim_id],
        )
        for row in rows
    ]
