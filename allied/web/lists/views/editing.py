"""Cells that are changed in place, and one change for all rows that are selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from allied.kernel.activity.editions import edition
from allied.kernel.bulk_changes.models import UNDO_WITHIN
from allied.kernel.errors import BadInput, Conflict, InvalidState, NotVisible
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest, go_to, is_htmx, member_view, render, toast
from allied.web.jinja import url
from allied.web.lists import editing
from allied.web.lists.bulk import start_change
from allied.web.lists.editing import Edit, Editing
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field
from allied.web.lists.registry import registered


@dataclass(frozen=True)
class Cell:
    """One field of one row as its editor shows it."""

    key: str
    reference: str
    name: str
    field: Field[Any]
    edit: Edit
    text: str
    seen: str
    choices: dict[str, str]
    error: str = ""


@member_view
def cell(request: MemberRequest, key: str, reference: str, field_key: str) -> HttpResponse:
    """GET the editor of a cell, or with ``?leave`` the cell as it is; POST changes it."""
    found, field = _editing(request, key, field_key), _field(request, key, field_key)
    row, edit = found.find(reference, actor=request.member), found.edits[field_key]
    if "leave" in request.GET:
        return _drawn(request, key, field, row)
    words, choices = edit.said(row), edit.choices(request.member)
    name = _spec(request, key).name(row)
    asked = Cell(key, reference, name, field, edit, words[edit.name], edition(words), choices)
    return _change(request, asked, row) if request.method == "POST" else _editor(request, asked)


def _change(request: MemberRequest, asked: Cell, row: Any) -> HttpResponse:
    text, edit = request.POST.get("to", "").replace("\r\n", "\n"), asked.edit
    try:
        text = edit.tidy(text, request.member)
        before = editing.change(row, edit, text, actor=request.member, seen=request.POST.get("seen"))
    except BadInput as refusal:
        return _editor(request, _again(asked, text, asked.seen, str(refusal)), status=422)
    except Conflict as conflict:
        now = conflict.now[edit.name]
        words = _(
            "%(who)s changed this meanwhile to “%(choices)s”. Save to put yours over it.",
            who=conflict.who,
            choices=asked.choices.get(now, now),
        )
        return _editor(request, _again(asked, text, edition(conflict.now), words), status=409)
    if before != text:
        undo = editing.undo_of(asked.key, asked.field.key, [(asked.reference, before)], text)
        toast(
            request,
            _("%(label)s of %(reference)s is changed.", label=asked.field.label, reference=asked.name),
            undo=undo,
        )
    again = _editing(request, asked.key, asked.field.key).find(asked.reference, actor=request.member)
    return _drawn(request, asked.key, asked.field, again)


def _again(asked: Cell, text: str, seen: str, error: str) -> Cell:
    return replace(asked, text=text, seen=seen, error=error)


def _editor(request: MemberRequest, asked: Cell, *, status: int = 200) -> HttpResponse:
    back = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    values = {
        "cell": asked,
        "back": url(registered(asked.key).url_name),
        "next": back if _is_ours(request, back) else "",
    }
    return render(request, "web/list-cell.html", values, fragment="cell", status=status)


def _drawn(request: MemberRequest, key: str, field: Field[Any], row: Any) -> HttpResponse:
    """The inside of the cell; for a browser without script the list."""
    if not is_htmx(request):
        wanted = request.POST.get("next", "")
        return go_to(request, wanted if _is_ours(request, wanted) else url(registered(key).url_name))
    spec = _spec(request, key)
    shown = spec.shown([row])[0]
    if field.load is not None:
        field.load([shown])
    values = {"field": field, "row": shown, "key": key, "reference": spec.reference(row), "name": spec.name(row)}
    return render(request, "web/list-cell.html", values, fragment="inside")


@require_POST
@member_view
def bulk(request: MemberRequest, key: str) -> HttpResponse:
    """POST /lists/<key>/bulk: ``change`` is ``field~value``, ``node`` the rows; with ``all`` every one."""
    field_key, __, text = request.POST.get("change", "").partition("~")
    edit = _editing(request, key, field_key).edits[field_key]
    place, field = registered(key), _field(request, key, field_key)
    found = place.at(request, request.GET)
    references = list(dict.fromkeys(request.POST.getlist("node")))
    if "all" in request.POST:
        references = [found.spec.reference(row) for row in found.rows[: editing.MOST + 1]]
        if len(references) > editing.MOST and edit.options:
            return _in_background(request, found, field, text)
    if not references:
        raise InvalidState(_("No row is selected. Select some first. Nothing was changed."))
    text = edit.tidy(text, request.member)
    changed = editing.change_many(key, field_key, references, text, actor=request.member)
    words = _(
        "%(label)s of %(changed)s %(value)s changed.",
        label=field.label,
        changed=len(changed),
        value=_("row is") if len(changed) == 1 else _("rows are"),
    )
    toast(request, words, undo=editing.undo_of(key, field_key, changed, text))
    return go_to(request, found.url())


def _in_background(request: MemberRequest, found: FieldList[Any, Any], field: Field[Any], text: str) -> HttpResponse:
    """More rows than one request should change."""
    keys = list(found.rows.values_list("pk", flat=True))
    change = start_change(found.spec.key, field.key, keys, text, label=field.label, actor=request.member)
    toast(
        request,
        _("%(change)s: %(rows)s are being changed.", change=change, rows=plural(change.total, "row")),
        url("web:bulk-undo", change_id=change.pk),
        within=UNDO_WITHIN,
    )
    return go_to(request, url("web:bulk-change", change_id=change.pk))


def _editing(request: MemberRequest, key: str, field_key: str) -> Editing:
    found = editing.editing_for(key, actor=request.member)
    if found is None or field_key not in found.edits:
        raise NotVisible(_("This cannot be changed in a list. Open the record instead. Nothing was changed."))
    return found


def _spec(request: MemberRequest, key: str) -> Spec[Any, Any]:
    return registered(key).at(request, request.GET).spec


def _field(request: MemberRequest, key: str, field_key: str) -> Field[Any]:
    fields = registered(key).at(request, request.GET).by_key
    if field_key not in fields:
        raise NotVisible(_("There is no such field in this list. Nothing was changed."))
    return fields[field_key]


def _is_ours(request: MemberRequest, place: str) -> bool:
    """An address inside the reader's own workspace, with or without the name of this server in front."""
    path = place.removeprefix(f"{request.scheme}://{request.get_host()}")
    return path.startswith(f"/w/{request.member.workspace.slug}/")
