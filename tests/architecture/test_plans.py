"""No page asks SQLite for something that makes it walk every object of the workspace.

SQLite plans without looking at how much is there, so a plan of this small world is that of a large one.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tests.architecture.test_pages import PAGES, address, visit

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics, which grow with it"),
]

# Reading nodes by an index that narrows by the workspace alone,
WHOLE = re.compile(r"SEARCH \S+ USING .*INDEX (nodes_(?!counter)|sqlite_autoindex_nodes_node_)\w+ \(workspace_id=\?\)")
# unless it reads them in the order of that index, until there are enough.
NEWEST = re.compile(
    r"""FROM "nodes_node" .*ORDER BY "nodes_node"."updated_at" DESC(, "nodes_node"."id" DESC)? LIMIT \d+$"""
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_walks_through_no_whole_workspace(name, here):
    asked: list[tuple[str, object]] = []

    def keep(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        visit(here.people["owner"], "get", address(name, here))

    read = [one for one in asked if one[0].startswith(("SELECT", "WITH")) and not NEWEST.search(one[0])]
    assert [(line, sql) for sql, params in read for line in plan(sql, params) if WHOLE.search(line)] == []


def plan(sql: str, params: object) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [row[-1] for row in cursor.fetchall()]
