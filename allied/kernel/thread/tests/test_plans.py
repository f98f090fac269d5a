"""How SQLite goes about the queries that run on every change: by index, whatever statistics it has of its tables."""

from __future__ import annotations

import pytest
from django.db import connection

from allied.kernel.thread import reach

STATISTICS = [
    ("thread_link", "sqlite_autoindex_thread_link_1", "300000 3 3 1"),
    ("thread_link", "thread_link_inverse", "300000 40 20 1"),
    ("thread_link", "thread_link_of_workspace", "300000 300000 75000"),
    ("nodes_node", "sqlite_autoindex_nodes_node_1", "100000 1"),
]


@pytest.fixture
def many_links(db):
    """Statistics as of 300,000 links, in a database that has none."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl IN ('thread_link', 'nodes_node')")
        cursor.executemany("INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)", STATISTICS)
        cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads EXPLAIN otherwise, and plans by itself")
@pytest.mark.parametrize("sql", [reach._DOWN, reach._UP, reach._ATOMS_OF], ids=["down", "up", "atoms"])
def test_what_bears_on_a_claim_is_found_by_index(many_links, sql):
    ids, parameter = reach.id_list(["ins_1"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.format(ids=ids), [parameter])
        steps = [row[3] for row in cursor.fetchall()]

    assert [step for step in steps if "BLOOM" in step or ("SCAN" in step and "json_each" not in step)] == []
