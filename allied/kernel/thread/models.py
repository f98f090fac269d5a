"""Links, evidence atoms, strength and holds: what ties the nodes together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Workspace
from allied.kernel.thread.catalogue import RELATIONS
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.words import _

NOTE_LENGTH = 500

LEVELS = {level.value: level.label for level in Level}
FLAGS = {flag.value: flag.label for flag in Flag}


class LinkQuerySet(models.QuerySet["Link"]):
    def at_target(self, node: Node | str, *, actor: Member) -> LinkQuerySet:
        """The links to one node that the actor was shown. Links never leave a workspace.

        Asked of the actor alone: with a condition on the workspace of every source SQLite would walk all its nodes.
        """
        return self.none() if actor.role == Role.GUEST else self.filter(target=node)


class Link(models.Model):
    """One typed, directed relation. Stored once; the inverse is a reading of it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_in")
    relation = models.CharField(max_length=30)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "relation", "target"], name="thread_link_is_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="thread_link_is_not_to_itself"),
            models.CheckConstraint(condition=Q(relation__in=sorted(RELATIONS)), name="thread_link_relation_is_known"),
        ]
        indexes = [
            models.Index(fields=["target", "relation", "source"], name="thread_link_inverse"),
            models.Index(fields=["workspace", "relation"], name="thread_link_of_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class MethodClass(models.TextChoices):
    """How near to the fact a method comes. Weights: ``thread.levels``; the methods: ``thread.methods``."""

    BEHAVIOURAL = "behavioural", _("What people did")
    ATTITUDINAL = "attitudinal", _("What people said")
    OPINION = "opinion", _("What colleagues think")


class Atom(models.Model):
    """One piece of first-hand evidence that a node offers: who, by which method, when, optionally x of n.

    ``person`` is the participant's key, never their name. Rows without a person that came from one import or
    source share ``source`` and count as one result.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="atoms")
    method = models.CharField(max_length=30)
    method_class = models.CharField(max_length=12, choices=MethodClass)
    person = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=80, blank=True)
    dated_on = models.DateField()
    n = models.PositiveIntegerField(null=True)
    x = models.PositiveIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(method_class__in=MethodClass.values), name="thread_atom_class_is_known"),
            models.CheckConstraint(condition=Q(n__isnull=True) | Q(n__gte=1), name="thread_atom_n_is_positive"),
            models.CheckConstraint(
                condition=Q(x__isnull=True) | Q(n__isnull=False, x__lte=F("n")), name="thread_atom_x_is_of_n"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "person"], name="thread_atom_of_person", condition=~Q(person="")),
        ]

    def __str__(self) -> str:
        return f"{self.method} of {self.dated_on}"


class Strength(models.Model):
    """What the formula made of a claim's evidence, kept until something changes or ``valid_until`` passes.

    ``s`` and ``c`` are thousandths of a person for and against; ``details`` hold the counts that the words need.
    Read it through ``thread.strength``, which knows what age changed since.
    """

    node = models.OneToOneField(Node, primary_key=True, on_delete=models.CASCADE, related_name="strength")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    half_life_months = models.PositiveSmallIntegerField(null=True, default=18)
    s = models.PositiveIntegerField(default=0)
    c = models.PositiveIntegerField(default=0)
    people_for = models.PositiveIntegerField(default=0)
    people_against = models.PositiveIntegerField(default=0)
    level = models.CharField(max_length=10, choices=LEVELS, default=Level.ASSUMPTION)
    flag = models.CharField(max_length=12, choices=FLAGS, blank=True, default=Flag.NONE)
    valid_until = models.DateField(null=True)
    details = models.JSONField(default=dict)
    formula_version = models.PositiveSmallIntegerField(default=1)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "level"], name="thread_strength_by_level"),
            models.Index(fields=["workspace", "flag"], name="thread_strength_by_flag"),
            models.Index(fields=["valid_until"], name="thread_strength_ages"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.get_level_display(), self.flag]))


class Hold(models.Model):
    """One node forbids an act on another until it is lifted. The only way in which one slice stops another."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="holds")
    forbids = models.CharField(max_length=30)
    placed_by_node = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="holds_placed")
    reason = models.CharField(max_length=500)
    way_out = models.CharField(max_length=500)
    placed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="thread_hold_lifting_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["node", "forbids"], name="thread_hold_stands", condition=Q(lifted_at=None))]

    def __str__(self) -> str:
        return f"{self.forbids} on {self.node_id}"
