"""What is worth solving, and for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from allied.kernel.nodes.models import Threaded
from allied.kernel.people.models import Member
from allied.kernel.words import _


class Grown(Threaded):
    """What stands in an opportunity solution tree. Title and state are the node's; what it stands under is a link.

    ``place`` orders those of one kind under the same parent.
    """

    description = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.CharField(max_length=500, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because=""),
                name="%(app_label)s_%(class)s_end_is_whole",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.node.state not in self.node.spec.ended

    @property
    def live_state(self) -> str:
        """The state in which it is while it has not ended."""
        return self.node.spec.first_state


class Period(models.TextChoices):
    """In what time so many people meet a need."""

    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")
    EVER = "ever", _("in all")


class Opportunity(Grown):
    """A need, pain or wish of people that, if we met it, would move an outcome. Never a solution.

    What it is part of, what supports it and what addresses it are links. Its size: how many ``people`` meet it in a
    ``period``, between ``people_low`` and ``people_high``; and of ``asked`` people how many called it ``important``
    and how many are ``satisfied`` with how it is met today, each in the two highest of five answers.
    """

    concerns = models.CharField(max_length=300, blank=True)
    people_low = models.PositiveIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)
    people_high = models.PositiveIntegerField(null=True)
    period = models.CharField(max_length=7, choices=Period.choices, blank=True)
    asked = models.PositiveIntegerField(null=True)
    important = models.PositiveIntegerField(null=True)
    satisfied = models.PositiveIntegerField(null=True)
    sized_from = models.CharField(max_length=300, blank=True)

    class Meta(Grown.Meta):
        constraints = [
            *Grown.Meta.constraints,
            models.CheckConstraint(
                condition=Q(people_low__isnull=True, people__isnull=True, people_high__isnull=True, period="")
                | ~Q(period="") & Q(people_low__lte=F("people"), people__lte=F("people_high")),
                name="discovery_opportunity_people_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=True, important__isnull=True, satisfied__isnull=True)
                | Q(asked__gte=1, important__lte=F("asked"), satisfied__lte=F("asked")),
                name="discovery_opportunity_ratings_are_of_those_asked",
            ),
        ]


class Outcome(Grown):
    """What is to change: a measure or words, from a baseline to a goal, by a day. ``focus`` is worked on first."""

    measure = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=60, blank=True)
    goal = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    focus = models.ForeignKey(Opportunity, null=True, on_delete=models.SET_NULL, related_name="+")


class Solution(Grown):
    """One way to meet an opportunity. It rests on assumptions."""


class Risk(models.TextChoices):
    """What would have to be true for a solution to work."""

    DESIRABLE = "desirable", _("Desirable")
    VIABLE = "viable", _("Viable")
    FEASIBLE = "feasible", _("Feasible")
    USABLE = "usable", _("Usable")
    ETHICAL = "ethical", _("Ethical")


class Importance(models.TextChoices):
    """How much of a solution falls if the assumption is wrong."""

    HIGH = "high", _("High: without it the solution fails")
    MEDIUM = "medium", _("Medium: the solution has to change")
    LOW = "low", _("Low: details change")


class Assumption(Grown):
    """What must be true for a solution to work. A claim: evidence stands for it or against it."""

    risk = models.CharField(max_length=10, choices=Risk.choices, blank=True)
    importance = models.CharField(max_length=10, choices=Importance.choices, blank=True)
    test = models.CharField(max_length=300, blank=True)
    test_on = models.DateField(null=True)


class Result(models.TextChoices):
    """What an experiment said about the assumption that it tested."""

    SUPPORTS = "supports", _("Supports it")
    CONTRADICTS = "contradicts", _("Contradicts it")
    UNCLEAR = "unclear", _("Unclear")


class Experiment(Grown):
    """A test of one assumption: planned, running, then done with a result that can stand as evidence.

    ``bore_out`` of ``n`` people or cases did what the assumption says. The node's state says how far it is.
    """

    method = models.CharField(max_length=30, blank=True)
    expects = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    began_on = models.DateField(null=True)
    result = models.CharField(max_length=11, choices=Result.choices, blank=True)
    n = models.PositiveIntegerField(null=True)
    bore_out = models.PositiveIntegerField(null=True)
    found_on = models.DateField(null=True)
    learned = models.CharField(max_length=2_000, blank=True)

    class Meta(Grown.Meta):
        constraints = [
            *Grown.Meta.constraints,
            models.CheckConstraint(
                condition=Q(result="", n__isnull=True, bore_out__isnull=True, found_on__isnull=True, learned="")
                | ~Q(result="")
                & Q(n__gte=1, found_on__isnull=False)
                & (Q(bore_out__isnull=True) | Q(bore_out__lte=F("n"))),
                name="discovery_experiment_result_is_whole",
            ),
        ]

    @property
    def live_state(self) -> str:
        if self.result:
            return "done"
        return "running" if self.began_on else "planned"

    @property
    def share(self) -> tuple[int, int] | None:
        """How many of how many the result stands for as it is worded, or None where that was not counted."""
        if self.n is None or (self.bore_out is None and self.result == Result.UNCLEAR):
            return None
        if self.result == Result.CONTRADICTS:
            return self.n - (self.bore_out or 0), self.n
        return (self.n if self.bore_out is None else self.bore_out), self.n
