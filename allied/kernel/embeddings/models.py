from __future__ import annotations

from django.db import models
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Product, Workspace


class Vector(models.Model):
    """What a node says: a unit vector of ``model`` in 16-bit floats, and the numbers of its words, 32 bits each.

    ``text_hash`` tells whether the words changed. ``node_updated_at`` is the node's time when it was read, and
    ``generation`` the fill that wrote the row: an array in memory takes up rows of later fills only. ``kind`` and
    ``product`` are copies for narrowing an array; what is answered is checked against the node itself.
    """

    node = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="+")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="+")
    model = models.CharField(max_length=60)
    text_hash = models.CharField(max_length=32)
    node_updated_at = models.DateTimeField()
    generation = models.PositiveIntegerField()
    vector = models.BinaryField()
    terms = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["workspace", "generation"], name="embeddings_of_generation")]

    def __str__(self) -> str:
        return self.node_id


class Progress(models.Model):
    """How far the vectors of a workspace are: nodes that changed before ``caught_up_to`` have theirs.

    ``started_at`` tells the counts of one database from those of another that was restored in its place.
    """

    workspace = models.OneToOneField(Workspace, primary_key=True, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)
    started_at = models.DateTimeField(default=timezone.now)
    generation = models.PositiveIntegerField(default=0)
    caught_up_to = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.workspace_id}: {self.generation}"
