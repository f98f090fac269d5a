"""The forms of talk."""

from __future__ import annotations

from django import forms

from allied.web.forms import Form, required


class CommentForm(Form):
    """What somebody says about an object."""

    text = forms.CharField(
        label="Comment",
        widget=forms.Textarea({"rows": 5}),
        strip=False,
        error_messages=required("Write something here first. Nothing was changed."),
    )
