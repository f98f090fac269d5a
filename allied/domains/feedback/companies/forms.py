"""What people fill in about a company. The actions check again; these word the questions."""

from __future__ import annotations

from typing import Any

from django import forms

from allied.domains.feedback.models import COMPANY_LENGTH
from allied.kernel.words import _
from allied.web.forms import Form, required


class CompanyForm(Form):
    """Its name, and what else means it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=COMPANY_LENGTH,
        error_messages=required(_("Give the company a name. Nothing was lost.")),
    )
    also = forms.CharField(
        label=_("Other names and e-mail domains"),
        required=False,
        help_text=_(
            "One a line, such as Northwind Ltd or northwind.example. Feedback that names one of them comes from it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def wording(self) -> dict[str, Any]:
        """The keywords of the actions."""
        return {"name": self.cleaned_data["name"], "also": self.cleaned_data["also"].splitlines()}
