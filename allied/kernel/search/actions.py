"""Keep the words by which nodes are found. Called inside the action that writes the text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from allied.kernel import bulk
from allied.kernel.nodes.models import Node
from allied.kernel.search.models import Entry
from allied.kernel.text import words

LONGEST_BODY = 20_000


def scope_of(workspace_id: int, kind: str) -> str:
    return f"ws{workspace_id} ws{workspace_id}{kind}"


def index(node: Node, *texts: str) -> None:
    """Make the node findable by its reference, its title and ``texts``; replaces what was indexed before."""
    index_many([(node, texts)])


def index_many(found: Iterable[tuple[Node, Iterable[str]]]) -> None:
    """Index many nodes in few statements."""
    entries = [
        Entry(node=node, scope=scope_of(node.workspace_id, node.kind), body=_body(node, texts)) for node, texts in found
    ]
    Entry.objects.bulk_create(
        entries, batch_size=250, update_conflicts=True, unique_fields=["node"], update_fields=["scope", "body"]
    )


def index_new(found: Iterable[tuple[Node, Iterable[str]]]) -> None:
    """Index nodes that were made in this same transaction, in one statement."""
    bulk.insert(
        [
            Entry(node=node, scope=scope_of(node.workspace_id, node.kind), body=_body(node, texts))
            for node, texts in found
        ]
    )


def _body(node: Node, texts: Iterable[str]) -> str:
    found = words(" ".join(dict.fromkeys(part for part in (node.title, *texts) if part)))
    return " ".join([node.reference.lower().replace("-", ""), *dict.fromkeys(found)])[:LONGEST_BODY].rstrip()


def rebuild() -> None:
    """Build SQLite's index again from the table; PostgreSQL's column needs nothing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")
