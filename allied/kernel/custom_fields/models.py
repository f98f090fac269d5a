"""The fields that a workspace gave a kind, their options, and what they hold for each object."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _

NAME_LENGTH = 60
HELP_LENGTH = 300
OPTION_LENGTH = 80
TEXT_LENGTH = 500  # fits an index entry of PostgreSQL (2,704 bytes) however wide its characters are
PLACES = 6  # decimals of a number


class Type(models.TextChoices):
    """What a field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One choice")
    CHOICES = "choices", _("Several choices")
    PERSON = "person", _("Person")
    LINK = "link", _("Link")


HAS_OPTIONS = frozenset({Type.CHOICE, Type.CHOICES})
COLUMNS = {  # where a value of each type is kept
    Type.TEXT: "text",
    Type.LINK: "text",
    Type.NUMBER: "number",
    Type.YES_NO: "is_yes",
    Type.DATE: "day",
    Type.CHOICE: "option",
    Type.CHOICES: "option",
    Type.PERSON: "person",
}


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def visible_to(self, actor: Member) -> Self:
        """Those of the actor's workspace, archived ones too."""
        return self.none() if actor.role == Role.GUEST else self.filter(workspace_id=actor.workspace_id)


class CustomField(models.Model):
    """One field of one kind. ``key`` names it for programs and addresses and never changes; its type neither."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    key = models.SlugField(max_length=NAME_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    type = models.CharField(max_length=10, choices=Type)
    help = models.CharField(max_length=HELP_LENGTH, blank=True)
    position = models.PositiveSmallIntegerField()
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "key"], name="custom_fields_key_is_unique"),
            models.UniqueConstraint(
                "workspace",
                "kind",
                Lower("name"),
                condition=Q(archived_at=None),
                name="custom_fields_name_is_unique",
            ),
            models.CheckConstraint(condition=Q(type__in=Type.values), name="custom_fields_type_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_options(self) -> bool:
        return self.type in HAS_OPTIONS

    @property
    def column(self) -> str:
        """The column of ``FieldValue`` that holds its values."""
        return COLUMNS[Type(self.type)]


class FieldOption(models.Model):
    """One choice of a field. One that is no longer offered stays where it was chosen."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="options")
    label = models.CharField(max_length=OPTION_LENGTH)
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("field", Lower("label"), name="custom_fields_option_is_once")]

    def __str__(self) -> str:
        return self.label


class FieldValue(models.Model):
    """What a field holds for an object: one row, of several choices one each. An empty field has none.

    Each type has its own column, so that values are compared and ordered as what they are.
    """

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="values")
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    number = models.DecimalField(null=True, max_digits=18, decimal_places=PLACES)
    is_yes = models.BooleanField(null=True)
    day = models.DateField(null=True)
    option = models.ForeignKey(FieldOption, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "field", "option"], name="custom_fields_choice_is_once"),
            models.UniqueConstraint(
                fields=["node", "field"], condition=Q(option=None), name="custom_fields_value_is_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["field", "number", "node"], condition=Q(number__isnull=False), name="custom_fields_by_number"
            ),
            models.Index(fields=["field", "day", "node"], condition=Q(day__isnull=False), name="custom_fields_by_day"),
            models.Index(
                fields=["field", "option", "node"], condition=Q(option__isnull=False), name="custom_fields_by_option"
            ),
            models.Index(fields=["field", "text", "node"], condition=~Q(text=""), name="custom_fields_by_text"),
            models.Index(fields=["option"], condition=Q(option__isnull=False), name="custom_fields_of_option"),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.node}"
