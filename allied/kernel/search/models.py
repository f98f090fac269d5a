from __future__ import annotations

from django.db import models

from allied.kernel.nodes.models import Node


class Entry(models.Model):
    """The words by which a node is found, normalized. The full-text index follows this table by itself.

    SQLite: an external-content FTS5 table kept by triggers. PostgreSQL: a stored tsvector column with a GIN
    index. ``scope`` holds one token a workspace and one a kind, so that the index itself narrows the search.
    """

    node = models.OneToOneField(Node, on_delete=models.CASCADE, related_name="search_entry")
    scope = models.CharField(max_length=80)
    body = models.TextField()

    def __str__(self) -> str:
        return self.body[:60]
