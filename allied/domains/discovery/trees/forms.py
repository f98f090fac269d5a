"""What people fill in about anything in a tree. The actions check again; these word the questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from allied.domains.discovery.models import Grown, Period, Result
from allied.domains.discovery.trees.actions import said
from allied.domains.discovery.trees.experiments import LEARNED_LENGTH, Finding
from allied.domains.discovery.trees.sizes import MOST, SOURCE_LENGTH
from allied.domains.discovery.trees.sorts import DESCRIPTION_LENGTH, SORTS, Detail, Sort
from allied.kernel.activity.editions import edition
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.people.models import Member
from allied.kernel.people.queries import products
from allied.kernel.words import _
from allied.web.forms import Form, required


class BranchForm(Form):
    """The wording of an outcome, a solution or an assumption, and the product that it is about."""

    title = forms.CharField(
        max_length=TITLE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages=required(_("Write it in one sentence. Nothing was changed.")),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=DESCRIPTION_LENGTH,
        widget=forms.Textarea({"rows": 5}),
    )
    product = forms.ChoiceField(label=_("Product"), required=False)

    def __init__(self, *args: Any, sort: Sort, actor: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sort = sort
        self.fields["title"].label, self.fields["title"].help_text = sort.asks, sort.hint
        self.fields |= {detail.name: _field(detail) for detail in sort.details}
        self.order_fields(["title", *(detail.name for detail in sort.details), "description", "product"])
        self.products = {str(product.pk): product for product in products(actor=actor)}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [*((pk, product.name) for pk, product in self.products.items()), ("", _("The whole workspace"))]

    @classmethod
    def of(cls, grown: Grown, *, actor: Member, data: QueryDict | None = None) -> BranchForm:
        """The form with what it says now, or with what somebody typed instead."""
        return cls(data, sort=SORTS[grown.node.kind], actor=actor, initial=said(grown))

    def wording(self) -> dict[str, Any]:
        """The keyword arguments of ``add_branch`` and ``edit_branch``."""
        words = self.cleaned_data
        return {
            "title": words["title"],
            "description": words["description"],
            "details": {detail.name: words[detail.name] for detail in self.sort.details},
            "product": self.products.get(words["product"]),
        }


def _field(detail: Detail) -> forms.Field:
    shared: dict[str, Any] = {"label": detail.label, "help_text": detail.hint, "required": False}
    if detail.options:
        return forms.ChoiceField(choices=[("", _("Not said yet")), *detail.options.items()], **shared)
    if detail.is_day:
        return forms.CharField(widget=forms.DateInput({"type": "date"}), max_length=10, **shared)
    return forms.CharField(max_length=detail.limit, **shared)


class PlaceForm(Form):
    """Under what it shall stand, by reference; ``after`` which sibling, and what it stood under when it was opened."""

    other = forms.CharField(
        max_length=20, error_messages=required(_("Choose where it shall stand. Nothing was moved."))
    )
    after = forms.CharField(max_length=20, required=False)
    stood = forms.CharField(max_length=20, required=False)


class TitleForm(Form):
    """A title beside the one that the person saw."""

    title = forms.CharField(max_length=TITLE_LENGTH, error_messages=required(_("Write a title. Nothing was changed.")))
    was = forms.CharField(max_length=TITLE_LENGTH, required=False)


class PlantForm(Form):
    """A tree as text."""

    text = forms.CharField(
        label=_("Lines"),
        help_text=_(
            "Indent what stands under the line above it. A line may begin with “Opportunity:”, “Solution:”, "
            "“Assumption:” or “Experiment:”. Or paste CSV with the columns level, kind and title."
        ),
        max_length=60_000,
        strip=False,
        widget=forms.Textarea({"rows": 14, "spellcheck": "true"}),
        error_messages=required(_("Write one line for each object. Nothing was added.")),
    )


class ResultForm(Form):
    """What came of an experiment. ``said`` is what stands now; without a result the day is today's."""

    result = forms.ChoiceField(
        label=_("What does it say about the assumption?"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages=required(_("Choose what it says. Nothing was recorded.")),
    )
    n = forms.IntegerField(
        label=_("How many people or cases"),
        min_value=1,
        error_messages=required(
            _("Say with how many people or cases, at least 1. Nothing was recorded."),
            min_value=_("Say with how many people or cases, at least 1. Nothing was recorded."),
        ),
    )
    bore_out = forms.IntegerField(
        label=_("How many of them bore it out"),
        help_text=_("Who did what the assumption says, such as 7 of 9."),
        required=False,
        min_value=0,
    )
    found_on = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput({"type": "date"}),
        error_messages=required(_("Say on which day it ended. Nothing was recorded.")),
    )
    learned = forms.CharField(
        label=_("What we learned"), required=False, max_length=LEARNED_LENGTH, widget=forms.Textarea({"rows": 4})
    )
    counts = forms.BooleanField(
        label=_("Count it as evidence"),
        help_text=_("Its method decides its weight: what people were seen doing counts most, opinions count nothing."),
        required=False,
    )

    def __init__(self, *args: Any, said: Mapping[str, str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={**said, "found_on": said["found_on"] or str(today)}, **kwargs)
        self.said = said

    @property
    def seen(self) -> str:
        """The edition of what stood when the page was opened, not of the day that it proposes."""
        return super().seen if self.is_bound else edition(self.said)

    def finding(self) -> Finding:
        return Finding(**self.cleaned_data)


def _whole(label: str, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, required=False, min_value=0, max_value=MOST)


class SizeForm(Form):
    """How large an opportunity is; all of it may stay empty."""

    people_low = _whole(_("People, at the least"), _("A figure that you would be surprised to fall below."))
    people = _whole(_("People, most likely"), _("Who meets this need, from analytics, counts or an estimate."))
    people_high = _whole(_("People, at the most"))
    period = forms.ChoiceField(label=_("In what time"), choices=Period.choices, initial=Period.MONTH, required=False)
    asked = _whole(_("How many people rated it"), _("In a survey, on scales of five answers. All rated both."))
    important = _whole(_("Of them: important"), _("Who chose one of the two highest answers on importance."))
    satisfied = _whole(
        _("Of them: satisfied today"), _("Who chose one of the two highest answers on how well it is met today.")
    )
    sized_from = forms.CharField(
        label=_("Where this is from"),
        help_text=_("The survey, the report or the person who estimated it, and when."),
        required=False,
        max_length=SOURCE_LENGTH,
    )


class GrowForm(Form):
    """What is added under something, and behind which sibling."""

    title = forms.CharField(max_length=TITLE_LENGTH, error_messages=required(_("Write a title. Nothing was added.")))
    sort = forms.CharField(max_length=20)
    after = forms.CharField(max_length=20, required=False)
