"""Who works here: workspaces, products, people and the sides that they stand for."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from allied.kernel.people.catalogue import SIDES, Discipline, Role, Side


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do is said by their memberships, never here."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.email


class Preferences(models.Model):
    """How Allied is for one person, in every workspace and on every device. Empty means: as it is for everyone."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="preferences")
    pronouns = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    dates = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=10, blank=True)
    density = models.CharField(max_length=12, blank=True)
    single_keys = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Preferences of {self.user}"


class Workspace(models.Model):
    """The wall: nothing is ever visible across workspaces."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    working_days = models.CharField(max_length=7, default="12345")  # ISO: 1 is Monday, 7 is Sunday
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Holiday(models.Model):
    """A day on which this workspace does not work; clocks in working days skip it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day"], name="people_holiday_is_one_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class Product(models.Model):
    """What the team builds. Most objects of a workspace belong to one product."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="products")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "slug"], name="people_product_slug_is_unique"),
            models.UniqueConstraint("workspace", Lower("name"), name="people_product_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """A person in one workspace: the actor of every use-case. Deactivated, never deleted."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    discipline = models.CharField(max_length=20, choices=Discipline, default=Discipline.OTHER)
    created_at = models.DateTimeField(default=timezone.now)
    last_active_at = models.DateTimeField(null=True)  # to the hour
    deactivated_at = models.DateTimeField(null=True)
    deactivated_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="people_member_is_once_a_workspace"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="people_member_role_is_known"),
            models.CheckConstraint(
                condition=Q(discipline__in=Discipline.values), name="people_member_discipline_is_known"
            ),
            models.CheckConstraint(
                condition=Q(deactivated_at__isnull=True, deactivated_by__isnull=True)
                | Q(deactivated_at__isnull=False, deactivated_by__isnull=False),
                name="people_member_deactivation_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def side(self) -> Side:
        return SIDES.get(Discipline(self.discipline), Side.OTHER)

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


class StandIn(models.Model):
    """A member whom an owner names to speak for a side that the workspace lacks."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="stand_ins")
    side = models.CharField(max_length=10, choices=Side)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "side"], name="people_stand_in_is_one_a_side"),
            models.CheckConstraint(condition=Q(side__in=[Side.UX, Side.PRODUCT]), name="people_stand_in_has_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.get_side_display()}"


class Invitation(models.Model):
    """A link that lets one person join. Only the hash of its token is kept."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    discipline = models.CharField(max_length=20, choices=Discipline, default=Discipline.OTHER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="people_invitation_acceptance_is_whole",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="people_invitation_has_a_life"),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.workspace}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
