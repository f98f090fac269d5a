"""What people fill in when a release ships."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from allied.kernel.words import _
from allied.web.forms import Form, required


class ShipForm(Form):
    """The day on which it reached people."""

    shipped_on = forms.DateField(
        label=_("Shipped on"),
        help_text=_("The charts mark this day. It may lie in the past."),
        widget=forms.DateInput({"type": "date"}),
        error_messages=required(_("Choose the day on which it shipped."), invalid=_("Write a day such as 2026-03-31.")),
    )

    @classmethod
    def on(cls, today: date, data: Any = None) -> ShipForm:
        return cls(data, initial={"shipped_on": today.isoformat()})
