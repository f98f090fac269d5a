"""Meetings: what a team talks about together, who is there, and what comes of each thing on the agenda."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allied.kernel.nodes.models import Node, Threaded, ThreadedQuerySet
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _

PURPOSE_LENGTH = 2_000
PLACE_LENGTH = 300
LINE_LENGTH = 300
TEXT_LENGTH = 4_000
REASON_LENGTH = 300
MOST_AGENDA = 30
MOST_ATTENDEES = 200
SHORTEST, LONGEST = 5, 480  # minutes of a meeting
LONGEST_BOX = 240  # minutes of one thing on the agenda
MOST_NEEDED = 50


class State(models.TextChoices):
    """The states that the catalogue of kinds gives a meeting. They stand on its node."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CLOSED = "closed", _("Minutes closed")
    CANCELLED = "cancelled", _("Cancelled")


class Type(models.TextChoices):
    """What a meeting is for. Each has a quorum of its own, and follows the last one of its type."""

    STRATEGY = "strategy", _("Strategy")
    GROOMING = "grooming", _("Grooming")
    PRIORITIZATION = "prioritization", _("Prioritization")


class Voice(models.TextChoices):
    """Who can be missed at a meeting: a side, or engineering, which says whether a thing can be built."""

    UX = "ux", _("UX")
    PRODUCT = "product", _("Product")
    ENGINEERING = "engineering", _("Engineering")


class Topic(models.TextChoices):
    """What a voice says on a thing of the agenda, in its own words."""

    FEASIBILITY = "feasibility", _("Feasibility note")
    STATEMENT = "statement", _("Statement for those who are not there")


class Outcome(models.TextChoices):
    """What came of a thing on the agenda. Nothing yet where it is empty."""

    DECIDED = "decided", _("Decided")
    FOLLOW_UP = "follow_up", _("Follow-up")
    PARKED = "parked", _("Parked")


class Answer(models.TextChoices):
    """What an attendee says of an invitation."""

    INVITED = "invited", _("Invited")
    COMING = "coming", _("Coming")
    DECLINED = "declined", _("Declined")


class Meeting(Threaded):
    """People of the team who talk about some objects of the thread at one time. Never a research session.

    Its title and state stand on its node. ``revision`` counts what calendars must take over anew.
    """

    type = models.CharField(max_length=20, choices=Type)
    purpose = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    duration_minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    revision = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    objects: ClassVar[ThreadedQuerySet] = ThreadedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(type__in=Type.values), name="rituals_meeting_type_is_known"),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=SHORTEST, duration_minutes__lte=LONGEST),
                name="rituals_meeting_takes_minutes_to_hours",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, held_at__isnull=False),
                name="rituals_meeting_closing_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["type", "-held_at"], name="rituals_last_of_type")]

    @property
    def title(self) -> str:
        return self.node.title


class AgendaItem(models.Model):
    """An object that a meeting talks about, for how long, and what came of it.

    ``why`` says how it came onto the agenda. A removed one keeps its row, so that it comes back with all that was said.
    ``decision`` records what was decided; a follow-up has an owner and a day, a parked one a reason in ``result``.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    box_minutes = models.PositiveSmallIntegerField(default=10)
    why = models.CharField(max_length=LINE_LENGTH, blank=True)
    notes = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    result = models.TextField(blank=True)
    decision = models.ForeignKey(Node, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "node"], name="rituals_agenda_item_stands_once"),
            models.CheckConstraint(
                condition=Q(box_minutes__gte=1, box_minutes__lte=LONGEST_BOX), name="rituals_agenda_item_has_a_box"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", recorded_at__isnull=True, recorded_by__isnull=True)
                | Q(outcome__in=Outcome.values, recorded_at__isnull=False, recorded_by__isnull=False),
                name="rituals_agenda_item_outcome_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.FOLLOW_UP) | Q(owner__isnull=False, due_on__isnull=False),
                name="rituals_agenda_item_follow_up_has_owner_and_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(outcome="follow_up", done_at__isnull=True),
                name="rituals_open_follow_ups",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.node_id}"


class Statement(models.Model):
    """What one voice says on a thing of the agenda: whether it can be done, or what it thinks when it is not there."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="statements")
    topic = models.CharField(max_length=12, choices=Topic)
    voice = models.CharField(max_length=12, choices=Voice)
    text = models.TextField()
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "topic", "voice"], name="rituals_statement_is_one_a_voice"),
            models.CheckConstraint(
                condition=~Q(topic=Topic.FEASIBILITY, voice=Voice.PRODUCT),
                name="rituals_statement_feasibility_is_of_who_builds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.topic} of {self.voice}"


class Attendee(models.Model):
    """A member who is asked to a meeting, what they answered, and whether they were there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.INVITED)
    is_present = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="rituals_attendee_is_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.member_id}"

    @property
    def words(self) -> str:
        """ "Present" once they were there, else what they answered."""
        return _("Present") if self.is_present else self.get_answer_display()


class Quorum(models.Model):
    """How many people of each voice a type of meeting needs in one workspace, where that is not the usual."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=20, choices=Type)
    ux = models.PositiveSmallIntegerField()
    product = models.PositiveSmallIntegerField()
    engineering = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "type"], name="rituals_quorum_is_one_a_type"),
            models.CheckConstraint(condition=Q(ux__gte=1, product__gte=1), name="rituals_quorum_hears_both_sides"),
        ]

    def __str__(self) -> str:
        return f"{self.workspace_id}: {self.type}"
