"""The forms of talk."""

from __future__ import annotations

from django import forms

from allied.kernel.words import _
from allied.web.forms import Form, required


class CommentForm(Form):
    """What somebody says about an object."""

    text = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea({"rows": 5}),
        strip=False,
        error_messages=required(_("Write something here first. Nothing was changed.")),
    )
