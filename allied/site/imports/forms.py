"""What people fill in about imports."""

from __future__ import annotations

from collections.abc import Mapping as Data
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from allied.domains.feedback.forms import ProductForm
from allied.kernel.importing import rules
from allied.kernel.importing.custom import vocabulary_of
from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import ENCODINGS, FORMATS, SEGMENT, Format, Mapping, Use, segment_names
from allied.kernel.importing.reading.personal import Personal
from allied.kernel.importing.targets import everything
from allied.kernel.words import _
from allied.web.forms import Form, required
from allied.web.http import MemberRequest

MOST_FILES = 500
TEXTS = (Format.TABLE, Format.NOTES)


class SeveralFiles(forms.FileInput):
    """A choice of one file or more."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that were chosen: one of any shape, or several e-mails."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(FilesField, self).clean(each, initial) for each in data or []]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("%(count)s files are chosen; %(most)s fit in one go.", count=len(files), most=MOST_FILES)
            )
        if len(files) > 1 and (other := [each.name for each in files if not each.name.lower().endswith(".eml")]):
            raise forms.ValidationError(
                _("Several files at once can be e-mails only (.eml). Import “%(name)s” by itself.", name=other[0][:60])
            )
        return files


class UploadForm(ProductForm):
    """A file, or rows pasted from a sheet, and what they become."""

    target = forms.ChoiceField(
        label=_("What does each row become?"), error_messages=required(_("Choose what rows become."))
    )
    file = FilesField(
        required=False,
        widget=SeveralFiles(attrs={"id": "f-file"}),
        error_messages={"empty": _("The file is empty. Choose one with a row for each piece of feedback.")},
    )
    rows = forms.CharField(required=False, widget=forms.Textarea(attrs={"id": "f-rows"}))

    field_order = ("target", "file", "rows", "product")

    def __init__(self, request: MemberRequest) -> None:
        wanted = request.GET.get("as", "")
        known = [each for each in everything() if rules.may(request.member, each)]
        chosen = wanted if wanted in {each.name for each in known} else "feedback"
        super().__init__(request, initial={"target": chosen})
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(each.name, each.label) for each in known]

    def clean(self) -> dict[str, object]:
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data.get("rows"):
            self.add_error("file", _("Choose a file, or paste rows below."))
        return self.cleaned_data


class LayoutForm(Form):
    """How the file is read, where the guess was wrong: only what can be read in more than one way."""

    encoding = forms.ChoiceField(label=_("Characters are"), choices=list(ENCODINGS.items()))
    form = forms.ChoiceField(label=_("The file holds"), choices=[(each.value, FORMATS[each]) for each in TEXTS])
    sheet = forms.ChoiceField(label=_("The sheet to read"))
    has_header = forms.BooleanField(label=_("The first row holds the names of the columns"), required=False)

    def __init__(self, imported: Import) -> None:
        names = ("encoding", "form", "sheet", "has_header")
        kept = {"form": imported.format} | {name: getattr(imported, name) for name in names if name != "form"}
        super().__init__(initial=kept)
        sheet = self.fields["sheet"]
        assert isinstance(sheet, forms.ChoiceField)  # noqa: S101  declared above
        sheet.choices = [(name, name) for name in imported.sheets]
        for name in self._needless(imported):
            del self.fields[name]

    def _needless(self, imported: Import) -> list[str]:
        if imported.is_text:
            return ["sheet"] if imported.format == Format.TABLE else ["sheet", "has_header"]
        if imported.format == Format.MAIL:
            return ["encoding", "form", "sheet", "has_header"]
        if imported.format == Format.XLSX:
            return ["encoding", "form"] if len(imported.sheets) > 1 else ["encoding", "form", "sheet"]
        return ["form", "sheet", "has_header"]


def mapping_from(imported: Import, data: Data[str, str]) -> Mapping:
    """The mapping that the wizard's selects say; what is missing or unknown stays as it was."""
    known = vocabulary_of(imported).labels
    names = segment_names([column["name"] for column in imported.columns])
    uses = []
    for place, before in enumerate(imported.choices.uses):
        wanted = data.get(f"use-{place}", "")
        meaning = wanted if wanted in known else before.meaning
        uses.append(Use(meaning, names[place] if meaning == SEGMENT else ""))
    return Mapping(
        tuple(uses),
        day_first=data.get("order", "day") != "month",
        update="update" in data,
        keeps=frozenset(kind.value for kind in Personal if f"hide-{kind.name.lower()}" not in data),
    )


def undated_from(imported: Import, data: Data[str, str]) -> date:
    """The day for rows without a date; as it was where the field is blank or no date."""
    try:
        return parse_date(data.get("undated_on", "")) or imported.undated_on
    except ValueError:
        return imported.undated_on
