"""Every relation the thread allows, on one page: which kinds, which way.

A relation enters this page with the kinds that it joins. ``evidential`` relations carry evidence and are
acyclic together; see ``docs/explanation`` and the page “How evidence strength is worked out”.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from allied.kernel.nodes.catalogue import KINDS


@dataclass(frozen=True)
class Relation:
    """A directed, typed link: *source* ``forward`` *target*, read back as *target* ``inverse`` *source*.

    ``upstream`` names the end that lies nearer to the user evidence, "" where the relation runs across the thread.
    """

    name: str
    forward: str
    inverse: str
    pairs: frozenset[tuple[str, str]]
    acyclic: bool = False
    evidential: bool = False
    upstream: Literal["source", "target", ""] = ""

    def joins(self, source_kind: str, target_kind: str) -> bool:
        return (source_kind, target_kind) in self.pairs


_EVIDENCE = frozenset(kind.name for kind in KINDS.values() if kind.is_evidence)
_CLAIMS = frozenset(kind.name for kind in KINDS.values() if kind.is_claim)
_BEARS_ON = frozenset(
    {(evidence, claim) for evidence in _EVIDENCE for claim in _CLAIMS}
    | {("insight", "insight"), ("insight", "opportunity")}
)
_SAME_KIND = frozenset((kind, kind) for kind in KINDS)

RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in [
        Relation(
            "supports", "supports", "is supported by", _BEARS_ON, acyclic=True, evidential=True, upstream="source"
        ),
        Relation(
            "contradicts",
            "contradicts",
            "is contradicted by",
            _BEARS_ON,
            acyclic=True,
            evidential=True,
            upstream="source",
        ),
        Relation(
            "part_of",
            "is part of",
            "has the part",
            frozenset({("opportunity", "opportunity")}),
            acyclic=True,
            evidential=True,
            upstream="source",
        ),
        Relation("addresses", "addresses", "is addressed by", frozenset({("item", "opportunity")}), upstream="target"),
        Relation(
            "derived_from",
            "is derived from",
            "led to",
            frozenset(
                {("insight", "insight"), ("opportunity", "insight"), ("item", "insight"), ("decision", "insight")}
            ),
            acyclic=True,
            upstream="target",
        ),
        Relation(
            "decided_by",
            "is decided by",
            "decides",
            frozenset((kind, "decision") for kind in ("insight", "opportunity", "item")),
            upstream="target",
        ),
        Relation("concerns", "concerns", "is discussed in", frozenset(("page", kind) for kind in KINDS)),
        Relation("blocks", "blocks", "is blocked by", frozenset({("item", "item")}), acyclic=True),
        Relation("duplicates", "duplicates", "is duplicated by", _SAME_KIND, acyclic=True),
        Relation("supersedes", "supersedes", "is superseded by", _SAME_KIND, acyclic=True),
    ]
}
EVIDENTIAL = tuple(relation.name for relation in RELATIONS.values() if relation.evidential)
