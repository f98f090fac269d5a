"""Every relation the thread allows, on one page: which kinds, which way.

A relation enters this page with the kinds that it joins. ``evidential`` relations carry evidence and are
acyclic together; see ``docs/explanation`` and the page “How evidence strength is worked out”.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.words import _


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
    | {("insight", "insight"), ("insight", "opportunity"), ("insight", "assumption")}
)
_SAME_KIND = frozenset((kind, kind) for kind in KINDS)

RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in [
        Relation(
            "supports", _("supports"), _("is supported by"), _BEARS_ON, acyclic=True, evidential=True, upstream="source"
        ),
        Relation(
            "contradicts",
            _("contradicts"),
            _("is contradicted by"),
            _BEARS_ON,
            acyclic=True,
            evidential=True,
            upstream="source",
        ),
        Relation(
            "part_of",
            _("is part of"),
            _("has the part"),
            frozenset({("opportunity", "opportunity")}),
            acyclic=True,
            evidential=True,
            upstream="source",
        ),
        Relation(
            "moves",
            _("would move"),
            _("would be moved by"),
            frozenset({("opportunity", "outcome")}),
            upstream="source",
        ),
        Relation(
            "addresses",
            _("addresses"),
            _("is addressed by"),
            frozenset({("item", "opportunity"), ("solution", "opportunity")}),
            upstream="target",
        ),
        Relation(
            "underlies",
            _("underlies"),
            _("rests on"),
            frozenset({("assumption", "solution")}),
            upstream="source",
        ),
        Relation("tests", _("tests"), _("is tested by"), frozenset({("experiment", "assumption")}), upstream="source"),
        Relation(
            "delivers",
            _("delivers"),
            _("is delivered by"),
            frozenset({("item", "solution"), ("release", "item")}),
            upstream="target",
        ),
        Relation(
            "derived_from",
            _("is derived from"),
            _("led to"),
            frozenset(
                {
                    ("insight", "insight"),
                    ("insight", "theme"),
                    ("opportunity", "insight"),
                    ("item", "insight"),
                    ("decision", "insight"),
                    ("prediction", "decision"),
                    ("prediction", "item"),
                    ("finding", "insight"),
                    ("finding", "feedback"),
                }
            ),
            acyclic=True,
            upstream="target",
        ),
        Relation(
            "decided_by",
            _("is decided by"),
            _("decides"),
            frozenset((kind, "decision") for kind in ("insight", "opportunity", "solution", "item")),
            upstream="target",
        ),
        Relation(
            "concerns",
            _("concerns"),
            _("is discussed in"),
            frozenset((source, kind) for source in ("page", "meeting") for kind in KINDS),
        ),
        Relation("found_in", _("was found in"), _("shows"), frozenset({("finding", "item")}), upstream="source"),
        Relation("blocks", _("blocks"), _("is blocked by"), frozenset({("item", "item")}), acyclic=True),
        Relation("duplicates", _("duplicates"), _("is duplicated by"), _SAME_KIND, acyclic=True),
        Relation("supersedes", _("supersedes"), _("is superseded by"), _SAME_KIND, acyclic=True),
    ]
}
EVIDENTIAL = tuple(relation.name for relation in RELATIONS.values() if relation.evidential)
