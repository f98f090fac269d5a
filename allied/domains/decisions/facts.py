"""What the brief of a decision says, as facts: those who sign it stand behind these, whatever words tell them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from allied.domains.decisions.models import Decision, Objection, Prediction
from allied.domains.decisions.queries import SHOWN
from allied.domains.decisions.readback.queries import predicted_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Workspace
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in


@dataclass(frozen=True)
class Facts:
    """A decision with its options, positions and consents at hand, and what else its brief shows."""

    decision: Decision
    objections: list[Objection]
    claims: list[tuple[Node, Strength | None]]
    predictions: list[Prediction]

    @property
    def digest(self) -> str:
        """The same as long as a person would read the same: words, sides, costs, evidence, predictions.

        The names of people and of levels may change without it, and so may what comes of a prediction: nobody signs
        for that. Age that lowers a level, or takes a person away from a claim, is a change.
        """
        one = self.decision
        said = [
            one.question,
            [one.reasons, one.dissent] if one.ended_at else [],
            [[each.title, each.for_people, each.for_business, each.is_chosen] for each in one.options.all()],
            sorted([each.side, each.option_id or 0, each.text] for each in one.positions.all()),
            sorted([each.pk, each.answer, each.reason, each.settlement] for each in one.consents.all()),
            sorted([each.pk, each.ending, each.reason] for each in self.objections),
            [[node.pk, node.title, node.is_ended, *_counts(strength)] for node, strength in self.claims],
            [[each.pk, str(each.low), str(each.high), str(each.read_on), each.percent] for each in self.predictions],
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def facts(found: Sequence[Decision], workspace: Workspace) -> dict[str, Facts]:
    """Of decisions of one workspace, by decision: a fixed number of queries for any number."""
    prefetch_related_objects(found, "options", "positions__option", "positions__author", "consents__member")
    objected: dict[str, list[Objection]] = {}
    nodes = [one.node for one in found]
    rows = Objection.objects.filter(node__in=nodes).select_related("evidence", "placed_by")
    for each in rows.order_by("ending", "-pk"):
        objected.setdefault(each.node_id, []).append(each)
    claims, predicted = _claims(nodes), predicted_of(nodes)
    known = strength_of([node for some in claims.values() for node in some], today=today_in(workspace))
    return {
        one.pk: Facts(
            one,
            objected.get(one.pk, []),
            [(node, known.get(node.pk)) for node in claims.get(one.pk, [])],
            predicted.get(one.pk, []),
        )
        for one in found
    }


def _claims(nodes: Sequence[Node]) -> dict[str, list[Node]]:
    """The insights that each was derived from."""
    links = Link.objects.filter(source__in=nodes, relation="derived_from", target__trashed_at=None)
    found: dict[str, list[Node]] = {}
    for link in links.select_related("target").order_by("pk"):
        of_one = found.setdefault(link.source_id, [])
        if len(of_one) < SHOWN:
            of_one.append(link.target)
    return found


def _counts(strength: Strength | None) -> list[str | int]:
    if strength is None:
        return []
    return [str(strength.level), str(strength.flag), strength.people_for, strength.people_against]
