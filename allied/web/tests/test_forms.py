"""A field says the same in its label, its hint, its error and to a screen reader."""

from django import forms
from django.http import QueryDict

from allied.kernel.errors import BadInput
from allied.web.forms import Form, required
from allied.web.jinja import macro


class Sample(Form):
    title = forms.CharField(
        label="Title", help_text="In one sentence.", error_messages=required("Write a title"), max_length=20
    )
    side = forms.ChoiceField(label="Side", choices=[("ux", "UX")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)


def refused() -> Sample:
    form = Sample(QueryDict("note=<b>"))
    form.is_valid()
    return form


def test_a_new_field_has_its_hint_and_no_error() -> None:
    text = macro("field", Sample()["title"])

    assert '<label for="id_title">Title</label>' in text
    assert 'aria-describedby="id_title-hint"' in text
    assert "aria-invalid" not in text
    assert "required" not in text


def test_a_refused_field_ties_its_sentence_to_its_control() -> None:
    text = macro("field", refused()["title"])

    assert 'aria-describedby="id_title-hint id_title-error"' in text
    assert 'aria-invalid="true"' in text
    assert "Write a title" in text


def test_the_summary_leads_to_each_control_with_the_same_words() -> None:
    form = refused()

    text = macro("error_summary", form, safe="Your note is kept.")

    assert '<a href="#id_title">Write a title</a>' in text
    assert '<a href="#id_side_0">' in text
    assert 'id="id_side_0"' in macro("field", form["side"])
    assert macro("error_summary", Sample()).strip() == ""


def test_what_people_wrote_comes_back_escaped() -> None:
    text = macro("field", refused()["note"])

    assert "&lt;b&gt;" in text
    assert "(optional)" in text


def test_what_an_action_refuses_stands_beside_its_field() -> None:
    form = Sample(QueryDict("title=Waits&side=ux"))
    assert form.is_valid()

    form.refuse(BadInput(title="Another insight has this title.", whole="Nothing was saved."))

    assert form.errors["title"] == ["Another insight has this title."]
    assert form.non_field_errors() == ["Nothing was saved."]
