"""What people fill in about a round and on a ballot. The actions check again; these word the questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from allied.domains.prioritization.actions import Plan
from allied.domains.prioritization.frameworks import LARGEST, Factor, definition_of
from allied.domains.prioritization.models import PURPOSE_LENGTH, REASON_LENGTH, Candidate, Framework, Round
from allied.domains.prioritization.planning import MOMENT, planned
from allied.domains.prioritization.rules import Criterion, Mark, Range
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member
from allied.kernel.thread.figures import Figure
from allied.kernel.words import _
from allied.web.forms import BoundField, Form, required

REFERENCE = re.compile(r"[A-Za-z]{3}-\d{1,9}")
SCORES = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("", _("Leave it out"))]
CRITERION = re.compile(r"(?P<name>.+?)\s*[:=\t]\s*(?P<weight>\d+(?:[.,]\d+)?)")


def moment(label: str, hint: str, *, is_required: bool) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=is_required,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages=required(
            _("Choose the day and the time."),
            invalid=_("Write YEAR-MONTH-DAY HOUR:MINUTE, for example 2026-12-18 17:00."),
        ),
    )


class RoundForm(Form):
    """The plan of a round. ``choices`` are the nodes that may be ticked; others are named by reference."""

    question = forms.CharField(
        label=_("Question"),
        help_text=_("What is to be ordered, such as “Holds and collection, first quarter: which of these first?”"),
        max_length=TITLE_LENGTH,
        error_messages=required(_("Write the question in one sentence.")),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        help_text=_("The outcome that both sides try for, and what happens with the result."),
        required=False,
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )
    candidates = forms.MultipleChoiceField(
        label=_("What is compared"),
        help_text=_("At least 2. Of each kind those changed last stand here; name others below."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more = forms.CharField(
        label=_("Others, by reference"),
        help_text=_("Separated by spaces, such as OPP-12 ITM-3."),
        required=False,
        max_length=1000,
    )
    framework = forms.ChoiceField(
        label=_("What people are asked"),
        choices=Framework.choices,
        initial=Framework.VOTES,
        widget=forms.RadioSelect,
        help_text=_(
            "RICE with ranges asks for reach, impact and effort: low, likely, high; the evidence sets how wide they "
            "are. The others ask for one figure each and are shown for comparison: they tell nothing of how sure "
            "anybody is."
        ),
    )
    criteria = forms.CharField(
        label=_("Criteria and their weights"),
        help_text=_("For weighted criteria only. One a line, such as “Fewer wasted trips: 3”."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    closes_at = moment(_("Ballots come in until"), _("In the workspace’s time zone."), is_required=False)
    quorum_ux = forms.IntegerField(label=_("Ballots needed from UX"), min_value=1, max_value=500, initial=2)
    quorum_product = forms.IntegerField(label=_("Ballots needed from Product"), min_value=1, max_value=500, initial=2)
    is_named = forms.BooleanField(
        label=_("Show names at the reveal"),
        help_text=_("Cannot be changed once the round is open. Without names, nobody learns who cast which ballot."),
        required=False,
    )

    def __init__(self, *args: Any, choices: Sequence[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = {node.pk: node for node in choices}
        field = self.fields["candidates"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  declared above
        field.choices = [(node.pk, f"{node.reference} {node.title}") for node in choices]

    @classmethod
    def of(
        cls, found: Round, asked: Sequence[Candidate], *, choices: Sequence[Node], data: QueryDict | None
    ) -> RoundForm:
        """The form with what the round asks now."""
        known = {node.pk: node for node in [*(candidate.node for candidate in asked), *choices]}
        return cls(data, choices=list(known.values()), initial=planned(found, asked))

    def plan(self, *, actor: Member) -> Plan:
        """What was filled in.

        Raises:
            BadInput: a reference names nothing that the actor may read, or a criterion has no weight.
        """
        said = self.cleaned_data
        chosen = [self.nodes[pk] for pk in said["candidates"]] + _referred(said["more"], actor)
        names = ("question", "purpose", "framework", "closes_at", "quorum_ux", "quorum_product", "is_named")
        criteria = [_criterion(line) for line in said["criteria"].splitlines() if line.strip()]
        return Plan(candidates=chosen, criteria=criteria, **{name: said[name] for name in names})


class QuickForm(RoundForm):
    """A round that opens at once and closes within minutes: a question, what is compared, and votes from 1 to 5."""

    minutes = forms.TypedChoiceField(
        label=_("Time to vote"),
        choices=[("5", _("5 minutes")), ("10", _("10 minutes")), ("15", _("15 minutes"))],
        initial="5",
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("purpose", "framework", "criteria", "closes_at", "is_named"):  # of longer rounds
            del self.fields[name]

    def plan(self, *, actor: Member) -> Plan:
        said = self.cleaned_data
        chosen = [self.nodes[pk] for pk in said["candidates"]] + _referred(said["more"], actor)
        return Plan(
            said["question"],
            candidates=chosen,
            closes_at=timezone.now() + timedelta(minutes=said["minutes"]),
            quorum_ux=said["quorum_ux"],
            quorum_product=said["quorum_product"],
        )


def _criterion(line: str) -> Criterion:
    found = CRITERION.fullmatch(line.strip())
    if found is None:
        raise BadInput(
            criteria=_(
                "“%(line)s” has no weight. Write a colon and a number after it. Nothing was changed.", line=line.strip()
            )
        )
    return Criterion(found["name"], float(found["weight"].replace(",", ".")))


def _referred(text: str, actor: Member) -> list[Node]:
    found = []
    for reference in REFERENCE.findall(text):
        node = Node.objects.visible_to(actor).referred(reference).first()
        if node is None:
            raise BadInput(
                more=_(
                    "There is no %(reference)s here. Check the reference. Nothing was changed.",
                    reference=reference.upper(),
                )
            )
        found.append(node)
    return found


@dataclass(frozen=True)
class Estimate:
    """One factor of one candidate: its three fields, from low to high."""

    label: str
    unit: str
    low: BoundField
    likely: BoundField
    high: BoundField


@dataclass(frozen=True)
class Question:
    """What the ballot asks about one candidate. ``reach`` is what the thread knows, filled in where ``is_filled``."""

    candidate: Candidate
    score: BoundField
    reason: BoundField
    estimates: tuple[Estimate, ...]
    figures: tuple[BoundField, ...]
    reach: Figure | None
    is_filled: bool


class BallotForm(Form):
    """One vote, one reason and what the framework asks about each candidate.

    ``widths`` say by candidate how many times low and high lie from a likely value that stands alone; ``confidences``
    what the evidence proposes and ``reach`` how many people the thread knows of, where the framework asks for them.
    """

    def __init__(
        self,
        *args: Any,
        found: Round,
        asked: Sequence[Candidate],
        widths: Mapping[str, float],
        confidences: Mapping[str, float],
        reach: Mapping[str, Figure],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.asked, self.widths, self.confidences, self.reach = asked, widths, confidences, reach
        self.definition = definition_of(found)
        for candidate in asked:
            self._ask(candidate)

    def questions(self) -> list[Question]:
        return [self._question(candidate) for candidate in self.asked]

    def marks(self) -> dict[str, Mark]:
        """The marks by candidate; those with nothing in them are left out."""
        found = {}
        for candidate in self.asked:
            pk = candidate.node_id
            score, reason = self.cleaned_data[f"score-{pk}"], self.cleaned_data[f"reason-{pk}"]
            mark = Mark(int(score) if score else None, reason, self._estimates(pk), self._figures(pk))
            if mark != Mark():
                found[pk] = mark
        return found

    def _ask(self, candidate: Candidate) -> None:
        pk, reference = candidate.node_id, candidate.node.reference
        self.fields[f"score-{pk}"] = forms.ChoiceField(
            label=_("Your vote"), choices=SCORES, required=False, widget=forms.RadioSelect
        )
        self.fields[f"reason-{pk}"] = forms.CharField(
            label=_("Your reason about %(reference)s", reference=reference),
            help_text=_("One or two sentences. The other side reads it at the reveal, beside your vote."),
            required=False,
            max_length=REASON_LENGTH,
            widget=forms.Textarea({"rows": 2}),
        )
        for factor in self.definition.factors:
            name = f"{factor.name}-{pk}"
            if not self.definition.has_ranges:
                self.fields[name] = self._field(factor, pk)
                continue
            for point, label in (("-low", _("Low")), ("", _("Likely")), ("-high", _("High"))):
                given = self._proposed(factor, pk)[point]
                self.fields[name + point] = forms.FloatField(label=label, required=False, min_value=0, initial=given)

    def _question(self, candidate: Candidate) -> Question:
        pk = candidate.node_id
        factors, has_ranges = self.definition.factors, self.definition.has_ranges
        estimates = tuple(self._estimate(factor, pk) for factor in factors if has_ranges)
        figures = tuple(self._bound(f"{factor.name}-{pk}") for factor in factors if not has_ranges)
        is_filled = any(self._proposed(factor, pk)[""] is not None for factor in factors if factor.name == "reach")
        score, reason = self._bound(f"score-{pk}"), self._bound(f"reason-{pk}")
        return Question(candidate, score, reason, estimates, figures, self.reach.get(pk), is_filled)

    def _estimate(self, factor: Factor, pk: str) -> Estimate:
        low, likely, high = (self._bound(f"{factor.name}-{pk}{point}") for point in ("-low", "", "-high"))
        return Estimate(factor.label, factor.unit, low, likely, high)

    def _field(self, factor: Factor, pk: str) -> forms.Field:
        if not factor.names:
            given = self._proposed(factor, pk)[""]
            return forms.FloatField(label=factor.label, help_text=factor.unit, required=False, initial=given)
        choices = [("", _("Leave it out")), *((f"{value:g}", word) for value, word in factor.worded.items())]
        proposed = self._proposed(factor, pk)[""]
        return forms.ChoiceField(
            label=factor.label,
            help_text=factor.unit,
            choices=choices,
            initial="" if proposed is None else f"{proposed:g}",
            required=False,
        )

    def _proposed(self, factor: Factor, pk: str) -> dict[str, float | None]:
        """What stands in its fields before anybody writes: low, likely and high as they are named."""
        if factor.name == "confidence":
            return {"": self.confidences.get(pk)}
        known = self.reach.get(pk) if factor.name == "reach" else None
        if known is None or known.period != factor.period or not factor.takes(known.likely):
            return {"-low": None, "": None, "-high": None}
        return {"-low": known.low if factor.takes(known.low) else None, "": known.likely, "-high": known.high}

    def _bound(self, name: str) -> BoundField:
        bound = self[name]
        assert isinstance(bound, BoundField)  # noqa: S101  what forms of this base draw
        return bound

    def _estimates(self, pk: str) -> dict[str, Range]:
        """The factors that were filled in; a likely value alone gets the width that the evidence sets.

        What the thread filled in says nothing by itself.
        """
        found, is_own = {}, False
        for factor in self.definition.factors if self.definition.has_ranges else ():
            name, proposed = factor.name, self._proposed(factor, pk)
            given = {point: self.cleaned_data[f"{name}-{pk}{point}"] for point in ("-low", "", "-high")}
            is_own |= given != proposed
            low, likely, high = given.values()
            if likely is None and (low is not None or high is not None):
                raise BadInput(**{f"{name}-{pk}": _("Write the likely value too. Nothing was stored.")})
            if likely is not None:
                width = self.widths[pk]
                found[name] = (likely / width if low is None else low, likely, likely * width if high is None else high)
        return found if is_own else {}

    def _figures(self, pk: str) -> dict[str, float]:
        """The figures that were filled in; those that the thread proposes say nothing by themselves."""
        if not self.definition.is_scored:
            return {}
        said = {factor.name: self.cleaned_data[f"{factor.name}-{pk}"] for factor in self.definition.factors}
        found = {name: float(value) for name, value in said.items() if value not in {None, ""}}
        proposed = {factor.name: self._proposed(factor, pk)[""] for factor in self.definition.factors}
        return found if any(value != proposed[name] for name, value in found.items()) else {}


class CapacityForm(Form):
    """How much there is of what candidates cost. ``unit`` is that of the framework's cost."""

    capacity = forms.FloatField(
        label=_("Capacity"),
        min_value=0,
        max_value=LARGEST,
        error_messages=required(_("Write how much there is, as a number of 0 or more."), invalid=_("Write a number.")),
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].help_text = unit


class ExtendForm(Form):
    closes_at = moment(_("Ballots come in until"), _("In the workspace’s time zone."), is_required=True)


class CancelForm(Form):
    reason = forms.CharField(
        label=_("Why is it cancelled?"),
        help_text=_("Everyone who voted reads this. Nobody will be able to read the ballots."),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Say why, in one sentence. Nothing was changed.")),
    )
