"""The part of the thread that bears on some claims, read from the database in few queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.thread import models
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.catalogue import EVIDENTIAL
from allied.kernel.thread.formula import HALF_LIFE_MONTHS, Strength, assess
from allied.kernel.thread.propagate import Carry, Reach, propagate

CLAIM_KINDS = tuple(kind.name for kind in KINDS.values() if kind.is_claim)

# One level of the thread at a time, asked for by IN. In one recursive query SQLite, once it has statistics, builds a
# filter over every link of the workspace; and evidence itself, where most links end, has nothing further upstream.
_CARRIES = ", ".join(f"'{name}'" for name in EVIDENTIAL)  # names of our own catalogue, no input
_DOWN = f"SELECT DISTINCT target_id FROM thread_link WHERE source_id IN ({{ids}}) AND relation IN ({_CARRIES})"  # noqa: S608
_UP = f"""
    SELECT link.source_id, link.relation, link.target_id, node.kind, node.state, node.archived_at IS NOT NULL
    FROM thread_link AS link CROSS JOIN nodes_node AS node
    WHERE link.target_id IN ({{ids}}) AND link.relation IN ({_CARRIES}) AND node.id = link.source_id
"""  # noqa: S608
_ATOMS = """
    SELECT atom.node_id, CAST(atom.id AS text), NULLIF(atom.person, ''), NULLIF(atom.source, ''), atom.method_class,
        atom.method, atom.dated_on, atom.n, atom.x
    FROM thread_atom AS atom CROSS JOIN nodes_node AS node
    WHERE atom.{those} AND atom.withdrawn_at IS NULL AND node.id = atom.node_id AND node.archived_at IS NULL
"""
_ATOMS_OF = _ATOMS.format(those="node_id IN ({ids})")
_ATOMS_IN = _ATOMS.format(those="workspace_id = %s")


@dataclass(frozen=True, slots=True)
class Bearing:
    """Evidential links, atoms by id, which atoms each node offers, and the nodes that pass nothing on."""

    carries: list[Carry]
    atoms: dict[str, Atom]
    atoms_of: dict[str, list[str]]
    ended: frozenset[str]


def id_list(ids: Iterable[str]) -> tuple[str, str | list[str]]:
    """SQL that yields ``ids`` as rows, and its one parameter: no limit on their number on either database."""
    if connection.vendor == "postgresql":
        return "SELECT unnest(%s::text[])", list(ids)  # PostgreSQL then plans by how many they are
    return "SELECT value FROM json_each(%s)", json.dumps(list(ids))


def among(ids: Iterable[str]) -> RawSQL:
    """``ids`` as a subquery, for ``filter(pk__in=among(ids))``."""
    sql, parameter = id_list(ids)
    return RawSQL(sql, [parameter])  # noqa: S611  the ids travel as a parameter


def claims_downstream(changed: Iterable[Node]) -> list[str]:
    """The claims among ``changed``, and those to which evidence flows from there. One query a level."""
    changed = list(changed)
    claims = {node.pk for node in changed if node.spec.is_claim}
    edge = {node.pk for node in changed}
    while edge:
        edge = {row[0] for row in _rows(_DOWN, edge)} - claims
        claims |= edge  # evidence flows to claims alone
    return sorted(claims)


def bearing_on(claims: Collection[str]) -> Bearing:
    """All that lies upstream of ``claims``. One query a level of claims, and one for the atoms."""
    found: list[tuple[Any, ...]] = []
    met, edge = set(claims), set(claims)
    while edge:
        rows = _rows(_UP, edge)
        found += rows
        edge = {row[0] for row in rows if row[3] in CLAIM_KINDS} - met
        met |= edge
    return _bearing(found, _rows(_ATOMS_OF, {*claims, *(row[0] for row in found)}))


def _rows(sql: str, ids: Iterable[str]) -> list[tuple[Any, ...]]:
    subquery, parameter = id_list(ids)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(ids=subquery), [parameter])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def bearing_of_workspace(workspace_id: int) -> Bearing:
    """The whole of a workspace's evidence. Two queries."""
    rows = models.Link.objects.filter(workspace_id=workspace_id, relation__in=EVIDENTIAL).values_list(
        "source_id", "relation", "target_id", "source__kind", "source__state", "source__archived_at"
    )
    with connection.cursor() as cursor:
        cursor.execute(_ATOMS_IN, [workspace_id])
        return _bearing(list(rows), cursor.fetchall())


def _bearing(rows: Sequence[tuple[Any, ...]], read: Iterable[tuple[Any, ...]]) -> Bearing:
    """Links as ``_UP`` reads them, and atoms as ``_ATOMS`` does, put in order."""
    atoms: dict[str, Atom] = {}
    atoms_of: dict[str, list[str]] = {}
    for node, pk, person, source, method_class, method, dated_on, n, x in read:
        day = dated_on if isinstance(dated_on, date) else date.fromisoformat(dated_on)  # SQLite answers with text
        atoms[pk] = Atom._make((pk, person, source, method_class, method, day, n, x))
        atoms_of.setdefault(node, []).append(pk)
    return Bearing(
        carries=[Carry._make(row[:3]) for row in rows],
        atoms=atoms,
        atoms_of=atoms_of,
        ended=frozenset(row[0] for row in rows if row[5] or row[4] in KINDS[row[3]].ended),
    )


def work_out(
    claims: Collection[str], bearing: Bearing, half_lives: dict[str, int | None], *, today: date
) -> dict[str, Strength]:
    """The strength of each of ``claims``, by the formula, from what bears on them."""
    reaches = propagate(bearing.carries, bearing.atoms_of, ended=bearing.ended)
    atoms, strengths = bearing.atoms, {}
    for claim in claims:
        reach = reaches.get(claim) or Reach(frozenset(bearing.atoms_of.get(claim, ())))
        strengths[claim] = assess(
            [atoms[key] for key in reach.supporting],
            [atoms[key] for key in reach.contradicting],
            today=today,
            half_life_months=half_lives.get(claim, HALF_LIFE_MONTHS),
        )
    return strengths
