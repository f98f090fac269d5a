"""What people fill in about feedback."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.http import QueryDict
from django.utils import timezone

from allied.domains.feedback.actions import Wording, said, segments_of, worded
from allied.domains.feedback.models import COMPANY_LENGTH, Feedback
from allied.kernel.people.models import Product
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _
from allied.web.forms import Form, required
from allied.web.http import MemberRequest

CLASSES = [
    ("attitudinal", _("What people said or wrote themselves")),
    ("behavioural", _("What people were observed doing")),
    ("opinion", _("What others think or pass on")),
]
ABOUT = _("Which product is it about?")


def method_field() -> forms.ChoiceField:
    """How something was learned; it decides what it weighs as evidence."""
    by_class = {
        label: [(m.name, m.label) for m in METHODS.values() if m.method_class == name] for name, label in CLASSES
    }
    return forms.ChoiceField(
        label=_("How was it learned?"),
        choices=list(by_class.items()),
        initial="feedback",
        help_text=_(
            "What people did weighs most. What colleagues think is counted, and never raises a claim’s strength."
        ),
    )


class ProductForm(Form):
    """A form about one product: asks which only where there are several."""

    product = forms.ChoiceField(label=ABOUT, error_messages=required(_("Choose the product that this is about.")))

    def __init__(self, request: MemberRequest, *, initial: dict[str, object] | None = None) -> None:
        chosen = request.layout.product
        start = {"product": str(chosen.pk) if chosen else ""} | (initial or {})
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None, initial=start)
        self.products = {str(product.pk): product for product in request.layout.products}
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(key, product.name) for key, product in self.products.items()]
        if len(self.products) == 1:
            field.widget, field.required = forms.HiddenInput(), False

    def chosen_product(self) -> Product:
        """The product, once the form is valid."""
        return self.products.get(self.cleaned_data["product"]) or next(iter(self.products.values()))


class FeedbackForm(ProductForm):
    """One thing that one person said."""

    text = forms.CharField(
        label=_("What they said or wrote"),
        help_text=_("Their own words, as close as you can."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=required(_("Write what the person said.")),
    )
    author = forms.CharField(
        label=_("Who said or entered it"),
        required=False,
        max_length=200,
        help_text=_("A name or role; yours where you pass it on."),
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        required=False,
        max_length=200,
        help_text=_("Only where you pass on what somebody told you: who said it, such as a customer or company."),
    )
    own_words = forms.BooleanField(
        label=_("These are that person’s own words"),
        required=False,
        help_text=_("Leave it off where you put it in yours: then it counts as an opinion."),
    )
    company = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=COMPANY_LENGTH,
        help_text=_("Whom they speak for: its name or e-mail domain. A new name makes a new company."),
    )
    source = forms.CharField(
        label=_("Where it came from"),
        required=False,
        max_length=60,
        help_text=_("For example phone call or shop floor."),
    )
    received_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Today if blank."),
    )
    method = method_field()

    field_order = (
        "text",
        "author",
        "on_behalf_of",
        "own_words",
        "company",
        "source",
        "received_on",
        "product",
        "method",
    )

    def received_at(self, request: MemberRequest) -> datetime | None:
        """Noon of the chosen day, so that no zone moves it to another; None for today."""
        day: date | None = self.cleaned_data["received_on"]
        if day is None or day == timezone.localdate():
            return None
        return datetime.combine(day, time(12), request.member.workspace.zone)


class NotesForm(ProductForm):
    """Several pieces of feedback in one text."""

    text = forms.CharField(
        label=_("The notes"),
        help_text=_("One a paragraph, with a blank line between them. Without blank lines, one a line."),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages=required(_("Paste at least one note.")),
    )
    company = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=COMPANY_LENGTH,
        help_text=_("Where all of these come from one: its name or e-mail domain."),
    )
    source = forms.CharField(
        label=_("Where they came from"),
        required=False,
        max_length=60,
        help_text=_("For example open day or help line."),
    )
    method = method_field()

    field_order = ("text", "company", "source", "product", "method")


class SegmentsForm(Form):
    """The groups that a person belongs to, one a line."""

    segments = forms.CharField(
        label=_("Segments"),
        required=False,
        help_text=_("One a line, such as branch: Ramsbury."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def as_dict(self) -> dict[str, str]:
        """Segments by name.

        Raises:
            BadInput: a line has no colon.
        """
        return segments_of(self.cleaned_data["segments"])


class CorrectionForm(Form):
    """What stands in an item, to be corrected."""

    text = forms.CharField(
        label=_("What they said or wrote"),
        help_text=_("Correct slips and take out what names people. The meaning stays theirs."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages=required(_("Write what the person said.")),
    )
    author = forms.CharField(
        label=_("Who said or entered it"), required=False, max_length=200, help_text=_("A name or role.")
    )
    on_behalf_of = forms.CharField(
        label=_("On behalf of"),
        required=False,
        max_length=200,
        help_text=_(
            "Filled in, it counts as an opinion, unless you choose below that it is in that person’s own words."
        ),
    )
    method = method_field()
    received_on = forms.CharField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Blank where nobody knows."),
    )
    rating = forms.CharField(
        label=_("Rating"),
        required=False,
        max_length=20,
        help_text=_("A number on the scale of its source, or blank."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    segments = SegmentsForm.base_fields["segments"]

    @classmethod
    def of(cls, item: Feedback, *, data: QueryDict | None = None) -> CorrectionForm:
        """The form with what the item says now, or with what somebody typed instead."""
        return cls(data, initial=said(item))

    def wording(self, item: Feedback) -> Wording:
        """Raises: BadInput, where the day, the rating or the segments cannot be read."""
        return worded(item, {name: text.replace("\r\n", "\n") for name, text in self.cleaned_data.items()})
