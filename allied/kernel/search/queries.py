"""Find nodes by words: every word must occur, the last one may be unfinished."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import nodes_standing_for
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.text import words

CANDIDATES = 400
FEW = 60  # up to here one query for whole nodes is quicker than one for titles and one for the best
_REFERENCE = re.compile(r"^\s*#?([a-zA-Z]{3})-?(\d{1,9})\s*$")


@dataclass(frozen=True)
class Found:
    """``nodes``, best first, of ``total``; ``is_cut`` when only the newest ``CANDIDATES`` matches were ranked.

    ``merged`` is the reference that was asked for, where what it named was merged into the node found.
    """

    nodes: list[Node]
    is_cut: bool = False
    total: int = 0
    merged: str = ""


def find(
    *, actor: Member, text: str, kinds: Sequence[str] = (), product_id: int | None = None, limit: int = 50
) -> Found:
    """Nodes that hold all words of ``text``, words of the title first, then the newest.

    A text that is a reference (INS-12) finds that node alone.
    """
    if actor.role == Role.GUEST:
        return Found([])
    named = _REFERENCE.match(text)
    if named:
        by_name = Node.objects.visible_to(actor).referred(f"{named[1]}-{named[2]}").select_related("product")
        if found := list(by_name):
            return Found(found, total=len(found))
        reference = f"{named[1]}-{named[2]}".upper()
        if stands := list(nodes_standing_for([reference], actor=actor).values()):
            return Found(stands, total=1, merged=reference)
    wanted = words(text)[:12]
    if not wanted:
        return Found([])
    ids = matching_ids(actor, wanted, kinds=kinds, limit=CANDIDATES)
    nodes = Node.objects.visible_to(actor).filter(pk__in=ids, archived_at=None)
    if product_id is not None:
        nodes = nodes.filter(product_id=product_id)
    place = {pk: at for at, pk in enumerate(ids)}
    if len(ids) <= FEW:
        whole = nodes.select_related("product") if ids else []
        best = sorted(whole, key=lambda node: (_missing(node.title, wanted), place[node.pk]))
        return Found(best[:limit], total=len(best))
    titles = nodes.values_list("pk", "title")  # 400 whole nodes would take ten times as long
    ranked = sorted(titles, key=lambda row: (_missing(row[1], wanted), place[row[0]]))
    return Found(_whole([pk for pk, _ in ranked[:limit]]), len(ids) == CANDIDATES, len(ranked))


def matching_ids(actor: Member, wanted: Sequence[str], *, kinds: Sequence[str] = (), limit: int) -> list[str]:
    """Ids of the newest nodes whose entry holds every wanted word; the last word matches as a prefix."""
    scopes = [f"ws{actor.workspace_id}{kind}" for kind in kinds] or [f"ws{actor.workspace_id}"]
    sql, parameters = (_sqlite if connection.vendor == "sqlite" else _postgres)(wanted, scopes, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def _sqlite(wanted: Sequence[str], scopes: list[str], limit: int) -> tuple[str, list[str | int]]:
    scope = " OR ".join(f'"{token}"' for token in scopes)
    terms = " ".join(f'"{word}"' for word in wanted)  # words() leaves letters, digits and _ only
    query = f"scope : ({scope}) AND body : ({terms}*)"
    sql = (
        "SELECT e.node_id FROM search_index i JOIN search_entry e ON e.id = i.rowid "
        "WHERE search_index MATCH %s ORDER BY i.rowid DESC LIMIT %s"
    )
    return sql, [query, limit]


def _postgres(wanted: Sequence[str], scopes: list[str], limit: int) -> tuple[str, list[str | int]]:
    scope = " | ".join(f"'{token}'" for token in scopes)
    terms = " & ".join([*(f"'{word}'" for word in wanted[:-1]), f"'{wanted[-1]}':*"])
    sql = "SELECT node_id FROM search_entry WHERE vector @@ %s::tsquery ORDER BY id DESC LIMIT %s"
    return sql, [f"({scope}) & {terms}", limit]


def _whole(ids: Sequence[str]) -> list[Node]:
    """These nodes, in this order, with their products; who may read them was asked before."""
    found = Node.objects.filter(pk__in=ids).select_related("product").in_bulk() if ids else {}
    return [found[pk] for pk in ids if pk in found]


def _missing(title: str, wanted: Sequence[str]) -> int:
    """How many of the wanted words the title has not, not even as a beginning."""
    there = words(title)
    return sum(not any(word.startswith(part) for word in there) for part in wanted)
