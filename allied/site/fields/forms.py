"""The forms of custom fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from allied.kernel.custom_fields.definitions import OptionAs
from allied.kernel.custom_fields.holders import kinds
from allied.kernel.custom_fields.models import HELP_LENGTH, NAME_LENGTH, OPTION_LENGTH, CustomField, FieldOption, Type
from allied.kernel.custom_fields.queries import Filled
from allied.kernel.custom_fields.reading import BETWEEN, offered, ordered
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.forms import Form, required
from allied.web.lists.custom_edits import YES_NO, active_members

HINTS = {
    Type.NUMBER: _("A number, such as 12 or 3.5."),
    Type.LINK: _("A web address that begins with https://."),
}
ONE_A_LINE = _("One a line. Only a field of choices has options.")


class DefinitionForm(Form):
    """What a field is called and what it is for."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, error_messages=required(_("Name the field")))
    help = forms.CharField(
        label=_("What to write here"),
        max_length=HELP_LENGTH,
        required=False,
        help_text=_("One sentence, shown beside the field."),
    )


class NewFieldForm(DefinitionForm):
    """A field that is not there yet."""

    kind = forms.ChoiceField(label=_("It belongs to"), choices=lambda: [(kind, KINDS[kind].plural) for kind in kinds()])
    type = forms.ChoiceField(label=_("What it holds"), choices=Type.choices, help_text=_("It cannot be changed later."))
    options = forms.CharField(
        label=_("Options"), required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text=ONE_A_LINE
    )
    field_order = ("kind", "name", "type", "options", "help")

    def cleaned(self) -> dict[str, Any]:
        return {**self.cleaned_data, "options": self.cleaned_data["options"].splitlines()}


class FieldForm(DefinitionForm):
    """A field that stands, with its options: their words, their order, and whether they can be chosen."""

    def __init__(self, field: CustomField, data: Any) -> None:
        super().__init__(data, initial={"name": field.name, "help": field.help})
        self.options: Sequence[FieldOption] = ordered(field)
        for at, one in enumerate(self.options, 1):
            self._add(one, at)
        if field.has_options:
            self.fields["options"] = forms.CharField(
                label=_("More options"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One a line."),
            )

    def _add(self, one: FieldOption, at: int) -> None:
        self.fields[f"label-{one.pk}"] = forms.CharField(
            label=_("Option %(at)s", at=at),
            max_length=OPTION_LENGTH,
            initial=one.label,
            error_messages=required(_("Name the option")),
        )
        self.fields[f"position-{one.pk}"] = forms.IntegerField(
            label=_("Place"),
            min_value=1,
            max_value=9999,
            initial=at,
            widget=forms.NumberInput(attrs={"class": "input--auto"}),
        )
        self.fields[f"offered-{one.pk}"] = forms.BooleanField(
            label=_("Can be chosen"), required=False, initial=one.is_offered
        )

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The controls of each option."""
        return [tuple(self[f"{part}-{one.pk}"] for part in ("label", "position", "offered")) for one in self.options]  # type: ignore[misc]  # three parts

    def cleaned(self) -> dict[str, Any]:
        given = self.cleaned_data
        options = {
            one.pk: OptionAs(given[f"label-{one.pk}"], given[f"position-{one.pk}"], given[f"offered-{one.pk}"])
            for one in self.options
        }
        added = [line for line in given.get("options", "").splitlines() if line.strip()]
        return {"name": given["name"], "help": given["help"], "options": options, "added": added}


class Several(forms.MultipleChoiceField):
    """Boxes for several choices, which an action takes as one text."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        given = value if isinstance(value, (list, tuple)) else [value or ""]
        return [part.strip() for text in given for part in text.split(BETWEEN) if part.strip()]

    def clean(self, value: Any) -> Any:
        return f"{BETWEEN} ".join(super().clean(self.prepare_value(value or [])))


class ValuesForm(Form):
    """What the fields of one object hold."""

    def __init__(self, filled: Sequence[Filled], data: Any, *, actor: Member) -> None:
        super().__init__(data, initial={one.field.key: one.typed for one in filled})
        people = active_members(actor) if any(one.field.type == Type.PERSON for one in filled) else []
        for one in filled:
            self.fields[one.field.key] = _control(one, people)


def _control(one: Filled, people: Sequence[Member]) -> forms.Field:
    field = one.field
    given: dict[str, Any] = {
        "label": field.name,
        "required": False,
        "help_text": field.help or HINTS.get(Type(field.type), ""),
    }
    if field.type == Type.CHOICES:
        return Several(choices=[(each.label, each.label) for each in offered(field, one.values)], **given)
    if field.type == Type.DATE:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **given)
    if field.type in (Type.TEXT, Type.LINK, Type.NUMBER):
        numeric = {"inputmode": "decimal"} if field.type == Type.NUMBER else {}
        return forms.CharField(widget=forms.TextInput(attrs=numeric), **given)
    return forms.ChoiceField(choices=_choices(one, people), **given)


def _choices(one: Filled, people: Sequence[Member]) -> list[tuple[str, str]]:
    if one.field.type == Type.YES_NO:
        return list(YES_NO.items())
    if one.field.type == Type.CHOICE:
        return [("", _("None")), *((str(each.pk), each.label) for each in offered(one.field, one.values))]
    known = {each.pk: each.name for each in people}
    known |= {value.person.pk: value.person.name for value in one.values if value.person}
    return [("", _("Nobody")), *((str(pk), name) for pk, name in known.items())]
