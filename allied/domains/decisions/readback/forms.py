"""What people fill in about predictions. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms

from allied.domains.decisions.forms import People, text
from allied.domains.decisions.models import DIGITS, PLACES, REASON_LENGTH, UNIT_LENGTH, Prediction
from allied.domains.decisions.readback import queries
from allied.domains.decisions.readback.actions import Figure, Forecast
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.forms import Form, required


def _number(label: str, hint: str = "", *, needed: str = "") -> forms.DecimalField:
    sentences = {"invalid": _("Write a number, such as 12.5."), **(required(needed) if needed else {})}
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=bool(needed),
        max_digits=DIGITS,
        decimal_places=PLACES,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages=sentences,
    )


def _whole(label: str, hint: str, *, needed: str = "") -> forms.IntegerField:
    sentences = {"invalid": _("Write a whole number."), **(required(needed) if needed else {})}
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=bool(needed),
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=sentences,
    )


class PredictionForm(Form):
    """What is expected of a decision or an item. ``about`` is gone where another prediction is superseded."""

    about = forms.CharField(
        label=_("What will change it"),
        help_text=_("A decision or a roadmap item, by reference, such as DEC-2."),
        error_messages=required(_("Name the decision or the item.")),
    )
    measure = forms.CharField(
        label=_("What is measured"),
        help_text=_("So that two people would count the same, such as “Visits that end with a book borrowed”."),
        max_length=TITLE_LENGTH,
        error_messages=required(_("Say what is measured.")),
    )
    low = _number(_("From"), needed=_("Write the lower end of the range."))
    high = _number(_("To"), needed=_("Write the upper end of the range."))
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=UNIT_LENGTH, help_text=_("Such as %, people, £, seconds.")
    )
    read_on = forms.DateField(
        label=_("On which day"),
        help_text=_("Who reads it is asked on this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=required(_("Choose the day on which it can be read.")),
    )
    percent = _whole(
        _("Probability in percent"),
        _("How sure you are that it lies in the range: 50 is a coin, 90 is wrong once in ten."),
        needed=_("Say how sure you are, 1 to 99."),
    )
    voice = forms.ChoiceField(
        label=_("Who says it"),
        choices=Prediction.Voice.choices,
        initial=Prediction.Voice.PERSON,
        widget=forms.RadioSelect,
        error_messages=required(_("Say for whom you predict.")),
    )
    reads = forms.ChoiceField(label=_("Who reads it back"), required=False)
    reason = text(_("Why"), _("One or two sentences."), rows=2, limit=REASON_LENGTH, needed=_("Say why you expect it."))

    def __init__(self, *args: Any, actor: Member, supersedes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.people = actor, People(actor)
        field = self.fields["reads"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = self.people.choices(_("I do"))
        if supersedes:
            del self.fields["about"]

    def target(self) -> Node:
        reference = self.cleaned_data["about"]
        node = Node.objects.visible_to(self.actor).referred(reference).first()
        if node is None:
            raise BadInput(
                about=_(
                    "There is no %(reference)s here. Check the reference. Nothing was changed.", reference=reference
                )
            )
        return node

    def forecast(self) -> Forecast:
        told = {name: said for name, said in self.cleaned_data.items() if name not in ("about", "reads")}
        return Forecast(**told, reads=self.people.by_key.get(self.cleaned_data["reads"]))


def said(found: Prediction) -> dict[str, Any]:
    """What a prediction says, as the form gives it."""
    texts = {"measure": found.measure, "unit": found.unit, "voice": found.voice, "reason": found.reason}
    numbers = {"low": queries.plain(found.low), "high": queries.plain(found.high), "percent": found.percent}
    return texts | numbers | {"read_on": found.read_on, "reads": str(found.reads_id)}


class FigureForm(Form):
    """What came, with its n; or why that is not known."""

    figure = _number(_("The figure"), _("Leave it empty where it could not be read."))
    n = _whole(_("Of how many (n)"), _("People or cases that were counted."))
    low = _number(_("Its interval from"))
    high = _number(_("Its interval to"), _("Both ends, where the figure has an interval."))
    note = text(
        _("What to know of it, or why it could not be read"),
        _("Needed where there is no figure, or where the last one is disputed."),
        rows=2,
        limit=REASON_LENGTH,
    )

    def said(self) -> Figure:
        return Figure(**self.cleaned_data)
