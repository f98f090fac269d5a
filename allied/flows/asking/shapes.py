"""An answer as plain data, alike for the command line, the API and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allied.flows.asking.answers import Answer, Cited, Group
from allied.flows.asking.worded import Worded
from allied.kernel.embeddings.retrieval import Hit
from allied.kernel.words import _

NEXT = _("Bring in feedback about it, ask in other words, or ask of everything by leaving out the filters.")


def answer_shape(answer: Answer) -> dict[str, Any]:
    """``quotes`` are ranked; each names the claims that it bears on."""
    bearing = {one.node.pk: _bearing(one, answer.groups) for one in answer.quotes}
    return {
        "question": answer.question,
        "answered": answer.answered,
        "quotes": [quote_shape(one) | {"claims": bearing[one.node.pk]} for one in answer.quotes],
        "claims": [_claim(group) for group in answer.groups if group.claim],
        "fell_short": [quote_shape(one) for one in answer.fell_short],
        "searched": answer.searched,
        "nearest": round(answer.nearest, 4),
        "threshold": answer.threshold,
        "next": "" if answer.answered else NEXT,
    }


def quote_shape(one: Cited) -> dict[str, Any]:
    return {
        "ref": one.node.reference,
        "source_id": one.source_id,
        "score": round(one.score, 4),
        "text": one.quote.text,
        "sentence": one.parts[1] or one.quote.text,
        "who": one.quote.who,
        "source": one.quote.source,
        "date": one.quote.dated_on.isoformat(),
        "method": one.quote.method,
    }


def worded_shape(worded: Worded) -> dict[str, Any]:
    """``sentences`` cite quotes by reference; how many were ``dropped`` because no quote carries them."""
    return {
        "sentences": [
            {"text": one.text, "quotes": [cited.node.reference for __, cited in one.cited]} for one in worded.sentences
        ],
        "dropped": worded.dropped,
        "sent": worded.sent,
        "model": worded.model,
        "host": worded.host,
        "trouble": worded.trouble,
    }


def suggested_shapes(found: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """What to ask, with how a page words it."""
    return [{"question": question, "words": words} for question, words in found]


def found_shape(hit: Hit, source_id: str) -> dict[str, Any]:
    """What a search found."""
    return {
        "ref": hit.node.reference,
        "source_id": source_id,
        "score": round(hit.score, 4),
        "kind": hit.node.kind,
        "title": hit.node.title,
        "state": hit.node.state,
    }


def _claim(group: Group) -> dict[str, Any]:
    assert group.claim is not None  # noqa: S101  the caller leaves the others out
    assert group.strength is not None  # noqa: S101  every claim has one
    return {
        "ref": group.claim.reference,
        "title": group.claim.title,
        "strength": str(group.strength.level),
        "flag": str(group.strength.flag),
        "people_for": group.strength.people_for,
        "people_against": group.strength.people_against,
        "quotes": [one.node.reference for one in group.quotes],
    }


def _bearing(one: Cited, groups: list[Group]) -> list[dict[str, str]]:
    return [
        {"ref": group.claim.reference, "relation": each.relation, "strength": str(group.strength.level)}
        for group in groups
        if group.claim and group.strength
        for each in group.quotes
        if each.node.pk == one.node.pk
    ]
