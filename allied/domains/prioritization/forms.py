"""What people fill in about a round and on a ballot. The actions check again; these word the questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from allied.domains.prioritization.actions import Plan
from allied.domains.prioritization.models import PURPOSE_LENGTH, REASON_LENGTH, Candidate, Framework, Round
from allied.domains.prioritization.rules import FACTORS, Mark, Range
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.forms import BoundField, Form, required

MOMENT = "%Y-%m-%dT%H:%M"
REFERENCE = re.compile(r"[A-Za-z]{3}-\d{1,9}")
SCORES = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("", _("Leave it out"))]
UNITS = {
    "reach": (_("Reach"), _("people a month")),
    "impact": (_("Impact on each of them"), _("0.25 hardly any, 0.5 a little, 1 clear, 2 large, 3 very large")),
    "effort": (_("Effort"), _("person-weeks")),
}


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
            "RICE ranges ask for reach, impact and effort: low, likely, high. Confidence is set by the evidence."
        ),
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
        now = {
            "question": found.question,
            "candidates": [candidate.node_id for candidate in asked],
            "closes_at": timezone.localtime(found.closes_at).strftime(MOMENT) if found.closes_at else "",
            **{
                name: getattr(found, name)
                for name in ("purpose", "framework", "quorum_ux", "quorum_product", "is_named")
            },
        }
        return cls(data, choices=list(known.values()), initial=now)

    def plan(self, *, actor: Member) -> Plan:
        """What was filled in.

        Raises:
            BadInput: a reference names nothing that the actor may read.
        """
        said = self.cleaned_data
        chosen = [self.nodes[pk] for pk in said["candidates"]] + _referred(said["more"], actor)
        names = ("question", "purpose", "framework", "closes_at", "quorum_ux", "quorum_product", "is_named")
        return Plan(candidates=chosen, **{name: said[name] for name in names})


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
    """One factor of one candidate: its three fields."""

    label: str
    unit: str
    low: BoundField
    likely: BoundField
    high: BoundField


@dataclass(frozen=True)
class Question:
    """What the ballot asks about one candidate."""

    candidate: Candidate
    score: BoundField
    reason: BoundField
    estimates: tuple[Estimate, ...]


class BallotForm(Form):
    """One vote, one reason and, where asked, three ranges for each candidate.

    ``widths`` say by candidate how many times low and high lie from a likely value that stands alone.
    """

    def __init__(
        self, *args: Any, found: Round, asked: Sequence[Candidate], widths: Mapping[str, float], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.found, self.asked, self.widths = found, asked, widths
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
            mark = Mark(int(score) if score else None, reason, self._estimates(pk))
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
        for name in FACTORS if self.found.asks_ranges else ():
            for point in ("-low", "", "-high"):
                label = {"-low": _("Low"), "": _("Likely"), "-high": _("High")}[point]
                self.fields[f"{name}-{pk}{point}"] = forms.FloatField(label=label, required=False, min_value=0)

    def _question(self, candidate: Candidate) -> Question:
        pk = candidate.node_id
        asked = FACTORS if self.found.asks_ranges else ()
        estimates = tuple(self._estimate(name, pk) for name in asked)
        return Question(candidate, self._bound(f"score-{pk}"), self._bound(f"reason-{pk}"), estimates)

    def _estimate(self, name: str, pk: str) -> Estimate:
        low, likely, high = (self._bound(f"{name}-{pk}{point}") for point in ("-low", "", "-high"))
        return Estimate(*UNITS[name], low, likely, high)

    def _bound(self, name: str) -> BoundField:
        bound = self[name]
        assert isinstance(bound, BoundField)  # noqa: S101  what forms of this base draw
        return bound

    def _estimates(self, pk: str) -> dict[str, Range]:
        """The factors that were filled in; a likely value alone gets the width that the evidence sets."""
        found = {}
        for name in FACTORS if self.found.asks_ranges else ():
            low, likely, high = (self.cleaned_data[f"{name}-{pk}{point}"] for point in ("-low", "", "-high"))
            if likely is None and (low is not None or high is not None):
                raise BadInput(**{f"{name}-{pk}": _("Write the likely value too. Nothing was stored.")})
            if likely is not None:
                width = self.widths[pk]
                found[name] = (likely / width if low is None else low, likely, likely * width if high is None else high)
        return found


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
