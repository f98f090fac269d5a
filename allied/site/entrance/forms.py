"""What one types on the way in."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms

from allied.kernel.membership.workspaces import Person
from allied.kernel.people.catalogue import Discipline
from allied.kernel.words import _
from allied.web.forms import Form

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]
SIDE_HINT = _("It decides the side that your votes and signatures count for: UX, Product, or neither.")


class PersonForm(Form):
    """A person who gets an account."""

    person_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    discipline = forms.ChoiceField(
        label=_("Your discipline"), choices=Discipline.choices, initial=Discipline.UX_RESEARCH, help_text=SIDE_HINT
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("12 characters or more. Three unrelated words work well."),
        strip=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> Person:
        given = self.cleaned_data
        return Person(given["person_name"], given["email"], given["password"], given["discipline"])


class SetUpForm(PersonForm):
    """The first workspace, its product and its owner."""

    code = forms.CharField(
        label=_("Set-up code"),
        required=False,
        help_text=_("The server printed it when it started."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    name = forms.CharField(
        label=_("Name of the workspace"),
        max_length=120,
        help_text=_("Usually the organization's name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    product_name = forms.CharField(
        label=_("First product"), max_length=120, help_text=_("More can be added in Settings.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=ZONES,
        initial="UTC",
        help_text=_("Dates and clocks of this workspace run in this zone."),
        widget=forms.Select(attrs={"data-zone": True}),
    )


class JoinForm(PersonForm):
    """A person who was invited."""
