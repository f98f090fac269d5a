"""What people type about themes."""

from __future__ import annotations

from django import forms

from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.words import _
from allied.web.forms import Form


class NameForm(Form):
    name = forms.CharField(label=_("Name"), max_length=TITLE_LENGTH, help_text=_("Later runs keep it."))


class FineForm(Form):
    """How fine: a stop from 0 (coarsest) to 10 (finest); blank: as the feedback suggests."""

    stop = forms.IntegerField(label=_("How fine"), min_value=0, max_value=10, required=False)

    def granularity(self) -> float | None:
        stop = self.cleaned_data["stop"]
        return None if stop is None else stop / 10
