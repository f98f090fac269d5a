"""How Allied is for one person: theirs to say, in every workspace at once."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allied.kernel.errors import BadInput
from allied.kernel.people.models import Preferences, User
from allied.kernel.text import clean
from allied.kernel.words import _

PRONOUNS_LENGTH = 40


def change_preferences(user: User, **wanted: Any) -> Preferences:
    """Set those preferences that are named and keep the others; ``wanted`` are fields of ``Preferences``.

    Raises:
        BadInput: the pronouns are too long, or there is no such time zone.
    """
    if "pronouns" in wanted:
        wanted["pronouns"] = clean(wanted["pronouns"], field="pronouns", limit=PRONOUNS_LENGTH, single_line=True)
    if wanted.get("time_zone") and wanted["time_zone"] not in available_timezones():
        raise BadInput(time_zone=_("There is no such time zone. Choose one from the list."))
    kept, __ = Preferences.objects.update_or_create(user=user, defaults=wanted)
    return kept
