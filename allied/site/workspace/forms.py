"""What one types in the settings of a workspace and of oneself."""

from __future__ import annotations

from typing import Any

from django import forms

from allied.kernel.access.models import Scope
from allied.kernel.membership.invitations import INVITABLE
from allied.kernel.membership.preferences import PRONOUNS_LENGTH
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.words import _
from allied.site.entrance.forms import SIDE_HINT, ZONES
from allied.web.appearance import DENSITIES, THEMES
from allied.web.formats import DATES
from allied.web.forms import Form, required

DAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
THEIR_SIDE = _("It decides the side that their votes and signatures count for: UX, Product, or neither.")
ROLES = [(role.value, role.label) for role in Role if role in INVITABLE]


class WorkspaceForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages=required(_("Write a name for the workspace."))
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=ZONES, help_text=_("Dates and clocks run in this zone.")
    )
    working_days = forms.MultipleChoiceField(
        label=_("Working days"),
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Clocks in working days skip the others."),
        error_messages=required(_("Choose at least one working day.")),
    )


class HolidayForm(Form):
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=required(
            _("Choose the day."), invalid=_("Write the day as YEAR-MONTH-DAY, for example 2026-12-25.")
        ),
    )
    holiday_name = forms.CharField(label=_("What for"), max_length=120, required=False)


class ProductForm(Form):
    product_name = forms.CharField(
        label=_("Name of the product"), max_length=120, error_messages=required(_("Write the name of the product."))
    )


class InvitationForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("So that you know whose link it is.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("It is filled in for them. They can change it.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.EDITOR)
    discipline = forms.ChoiceField(
        label=_("Discipline"), choices=Discipline.choices, initial=Discipline.PRODUCT, help_text=THEIR_SIDE
    )


class ProfileForm(Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages=required(_("Write the name.")))
    discipline = forms.ChoiceField(label=_("Discipline"), choices=Discipline.choices, help_text=SIDE_HINT)


class PreferencesForm(Form):
    """How Allied is for one person. Its ids have a prefix of their own: it shares a page with the profile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="preferences_%s", **kwargs)

    pronouns = forms.CharField(
        label=_("Pronouns"),
        max_length=PRONOUNS_LENGTH,
        required=False,
        help_text=_("Shown beside your name among the people, if you like."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of your dates"),
        choices=[("", _("The workspace's")), *ZONES],
        required=False,
        help_text=_("Clocks in working days stay in the workspace's zone."),
    )
    dates = forms.ChoiceField(
        label=_("Language of dates"), choices=[(name, way.label) for name, way in DATES.items()], required=False
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=list(THEMES.items()))
    density = forms.ChoiceField(label=_("Density"), choices=list(DENSITIES.items()))
    single_keys = forms.BooleanField(
        label=_("Single letters are shortcuts"),
        required=False,
        help_text=_(
            "J, K, X, Z, G and the letters on buttons. Switch them off if you speak to your device or press keys "
            "by accident. Ctrl K stays."
        ),
    )


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class TokenForm(Form):
    """Its ids have a prefix of their own: it shares a page with the profile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="token_%s", **kwargs)

    name = forms.CharField(
        label=_("What is it for"), max_length=120, error_messages=required(_("Write what the token is for."))
    )
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, initial=Scope.READ)
    days = forms.IntegerField(label=_("Days until it expires"), initial=90, min_value=1, max_value=365)
