"""The place of each object in the thread."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from allied.kernel.nodes.bindings import kind_of
from allied.kernel.nodes.catalogue import BY_LETTERS, KINDS, Kind
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Product, Workspace

TITLE_LENGTH = 300
READERS_LENGTH = 1_000


def readable(actor: Member, at: str = "node") -> models.Q:
    """That the actor may read the node at the end of the foreign key ``at``: ``visible_to`` of what hangs on a node.

    A join, because for a subquery SQLite would first list every node of the workspace.
    """
    return _readable(actor, f"{at}__")


def readable_one_by_one(actor: Member, at: str = "node", **narrowed: object) -> models.Q:
    """The same as ``readable``, for a table with few rows: each is found by the key of its node.

    For a join SQLite would begin with every node of the workspace. ``narrowed`` asks more of the node.
    """
    if actor.role == Role.GUEST:
        return models.Q(pk__in=[])
    node = Node.objects.visible_to(actor).filter(pk=models.OuterRef(f"{at}_id"), **narrowed)
    return models.Q(models.Exists(node))


def _readable(actor: Member, before: str = "") -> models.Q:
    """In the actor's workspace, not in the trash, and no private draft of others."""
    if actor.role == Role.GUEST:
        return models.Q(**{f"{before}pk__in": []})
    here = models.Q(**{f"{before}workspace_id": actor.workspace_id, f"{before}trashed_at": None})
    return here & (models.Q(**{f"{before}readers": ""}) | models.Q(**{f"{before}readers__contains": f",{actor.pk},"}))


def referred(reference: str, at: str = "node") -> models.Q:
    """That the node at the end of ``at`` reads like ``INS-12``: with ``readable``, one look into the index of names.

    A subquery for the node instead would let SQLite begin with every node of the workspace.
    """
    return _referred(reference, f"{at}__")


def _referred(reference: str, before: str = "") -> models.Q:
    """That the node's reference reads so; nothing does for a text that is none."""
    letters, _, number = reference.strip().upper().partition("-")
    if letters not in BY_LETTERS or not number.isascii() or not number.isdigit() or len(number) > 9:
        return models.Q(**{f"{before}pk__in": []})
    return models.Q(**{f"{before}kind": BY_LETTERS[letters].name, f"{before}number": int(number)})


class NodeQuerySet(models.QuerySet["Node"]):
    def visible_to(self, actor: Member) -> Self:
        """Those of the actor's workspace, without the trash and private drafts of others.

        A guest reads nothing but what was shared with them by name.
        """
        return self.none() if actor.role == Role.GUEST else self.filter(_readable(actor))

    def in_trash_of(self, actor: Member) -> Self:
        """Those in the trash of the actor's workspace; of private drafts those that the actor might read."""
        if actor.role == Role.GUEST:
            return self.none()
        own = models.Q(readers="") | models.Q(readers__contains=f",{actor.pk},")
        return self.filter(own, workspace_id=actor.workspace_id, trashed_at__isnull=False)

    def referred(self, reference: str) -> Self:
        """Those whose reference reads like ``INS-12``; none for any other text."""
        return self.filter(_referred(reference))


class Node(models.Model):
    """The place of one object in the thread: id, kind, reference, workspace, product, title and state.

    Everything that can be linked, cited, commented or followed has exactly one node, so links, activity and
    search use real foreign keys, never (type, id). Title and state live here only: any page can name any object.
    """

    id = models.CharField(primary_key=True, max_length=40)
    # Without indexes of their own: other indexes begin with them.
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="nodes", db_index=False)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="nodes", db_index=False)
    kind = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    state = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)
    readers = models.CharField(max_length=READERS_LENGTH, blank=True)  # of a private draft: the members' ids, ",3,15,"

    objects = NodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "number"], name="nodes_node_reference_is_unique"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="nodes_node_number_begins_at_one"),
        ]
        indexes = [
            models.Index(fields=["workspace", "kind", "state"], name="nodes_by_state"),
            models.Index(fields=["workspace", "kind", "-created_at", "-id"], name="nodes_newest_first"),
            models.Index(fields=["product", "kind", "-created_at", "-id"], name="nodes_newest_of_product"),
            models.Index(fields=["workspace", "-updated_at"], name="nodes_changed_last"),
            models.Index(fields=["workspace", "kind", "-updated_at"], name="nodes_changed_of_kind"),
            models.Index(fields=["workspace"], condition=models.Q(trashed_at__isnull=False), name="nodes_in_trash"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def spec(self) -> Kind:
        return KINDS[self.kind]

    @property
    def reference(self) -> str:
        return f"{self.spec.letters}-{self.number}"

    @property
    def state_label(self) -> str:
        return self.spec.states[self.state]

    @property
    def is_private(self) -> bool:
        """A draft that only its author and those named read."""
        return self.readers != ""

    def is_readable_by(self, member_id: int) -> bool:
        """Whether it is shared, or private to that member among others."""
        return not self.is_private or f",{member_id}," in self.readers

    @property
    def is_ended(self) -> bool:
        """Superseded, retired, dropped or archived: kept and readable, but it carries no evidence on."""
        return self.archived_at is not None or self.state in self.spec.ended


class Counter(models.Model):
    """The last number given to a kind in a workspace. Numbers are taken in blocks and never used twice."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="nodes_counter_is_one_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.last}"


class ThreadedQuerySet(models.QuerySet):  # type: ignore[type-arg]  # the model is the subclass's
    def visible_to(self, actor: Member) -> Self:
        """Those that the actor may read, each with its node and product.

        The kind is asked for too, though each has it: so an index finds the few of one kind among all nodes.
        """
        own = models.Q(node__kind=kind_of(self.model))
        return self.filter(readable(actor), own).select_related("node", "node__product")


class Threaded(models.Model):
    """Base of every domain object that takes part in the thread: its primary key is its node."""

    node = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="+")

    objects = ThreadedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.node)
