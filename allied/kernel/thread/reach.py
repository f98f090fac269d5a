"""The part of the thread that bears on some claims, read from the database in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.thread import models
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.catalogue import EVIDENTIAL
from allied.kernel.thread.formula import HALF_LIFE_MONTHS, Strength, assess
from allied.kernel.thread.propagate import Carry, Reach, propagate

CLAIM_KINDS = tuple(kind.name for kind in KINDS.values() if kind.is_claim)

_CARRIES = f"relation IN ({', '.join(repr(name) for name in EVIDENTIAL)})"  # names of our own catalogue, no input
# CROSS JOIN keeps SQLite to this order: from the few nodes reached to their links. PostgreSQL decides by itself.
_DOWNSTREAM = """
    WITH RECURSIVE reached(id) AS (
        {ids}
        UNION
        SELECT link.target_id FROM reached CROSS JOIN thread_link AS link
        WHERE link.source_id = reached.id AND link.{carries}
    )
    SELECT node.id FROM reached CROSS JOIN nodes_node AS node WHERE node.id = reached.id AND node.kind IN ({claims})
"""
_UPSTREAM = """
    WITH RECURSIVE reached(id) AS (
        {ids}
        UNION
        SELECT link.source_id FROM reached CROSS JOIN thread_link AS link
        WHERE link.target_id = reached.id AND link.{carries}
    )
    SELECT link.source_id, link.relation, link.target_id, node.kind, node.state, node.archived_at IS NOT NULL
    FROM reached CROSS JOIN thread_link AS link CROSS JOIN nodes_node AS node
    WHERE link.target_id = reached.id AND link.{carries} AND node.id = link.source_id
"""


@dataclass(frozen=True, slots=True)
class Bearing:
    """Evidential links, atoms by id, which atoms each node offers, and the nodes that pass nothing on."""

    carries: list[Carry]
    atoms: dict[str, Atom]
    atoms_of: dict[str, list[str]]
    ended: frozenset[str]


def id_list(ids: Iterable[str]) -> tuple[str, str]:
    """SQL that yields ``ids`` as rows, and its one parameter: no limit on their number on either database."""
    if connection.vendor == "postgresql":
        return "SELECT json_array_elements_text(%s::json)", json.dumps(list(ids))
    return "SELECT value FROM json_each(%s)", json.dumps(list(ids))


def among(ids: Iterable[str]) -> RawSQL:
    """``ids`` as a subquery, for ``filter(pk__in=among(ids))``."""
    sql, parameter = id_list(ids)
    return RawSQL(sql, [parameter])  # noqa: S611  the ids travel as a parameter


def claims_downstream(changed: Iterable[str]) -> list[str]:
    """The claims among ``changed``, and those to which evidence flows from there."""
    sql, parameter = id_list(changed)
    claims = ", ".join(repr(kind) for kind in CLAIM_KINDS)
    with connection.cursor() as cursor:
        cursor.execute(_DOWNSTREAM.format(ids=sql, carries=_CARRIES, claims=claims), [parameter])
        return [row[0] for row in cursor.fetchall()]


def bearing_on(claims: Collection[str]) -> Bearing:
    """All that lies upstream of ``claims``. Two queries."""
    sql, parameter = id_list(claims)
    with connection.cursor() as cursor:
        cursor.execute(_UPSTREAM.format(ids=sql, carries=_CARRIES), [parameter])
        rows = cursor.fetchall()
    return _bearing(rows, {*claims, *(row[0] for row in rows)})


def bearing_of_workspace(workspace_id: int) -> Bearing:
    """The whole of a workspace's evidence. Two queries."""
    rows = models.Link.objects.filter(workspace_id=workspace_id, relation__in=EVIDENTIAL).values_list(
        "source_id", "relation", "target_id", "source__kind", "source__state", "source__archived_at"
    )
    return _bearing(list(rows), None, workspace_id)


def _bearing(rows: Sequence[tuple[object, ...]], nodes: Collection[str] | None, workspace_id: int = 0) -> Bearing:
    live = models.Atom.objects.filter(withdrawn_at=None, node__archived_at=None)
    of_these = live.filter(workspace_id=workspace_id) if nodes is None else live.filter(node_id__in=among(nodes))
    atoms: dict[str, Atom] = {}
    atoms_of: dict[str, list[str]] = {}
    for pk, node, person, source, method_class, method, dated_on, n, x in of_these.values_list(
        "pk", "node_id", "person", "source", "method_class", "method", "dated_on", "n", "x"
    ):
        key = str(pk)
        atoms[key] = Atom(key, person or None, source or None, method_class, method, dated_on, n, x)
        atoms_of.setdefault(node, []).append(key)
    return Bearing(
        carries=[Carry(str(source), str(relation), str(target)) for source, relation, target, *_ in rows],
        atoms=atoms,
        atoms_of=atoms_of,
        ended=frozenset(str(row[0]) for row in rows if row[5] or row[4] in KINDS[str(row[3])].ended),
    )


def work_out(
    claims: Collection[str], bearing: Bearing, half_lives: dict[str, int | None], *, today: date
) -> dict[str, Strength]:
    """The strength of each of ``claims``, by the formula, from what bears on them."""
    reaches = propagate(bearing.carries, bearing.atoms_of, ended=bearing.ended)
    atoms, strengths = bearing.atoms, {}
    for claim in claims:
        reach = reaches.get(claim, Reach())
        strengths[claim] = assess(
            [atoms[key] for key in reach.supporting],
            [atoms[key] for key in reach.contradicting],
            today=today,
            half_life_months=half_lives.get(claim, HALF_LIFE_MONTHS),
        )
    return strengths
