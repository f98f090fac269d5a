"""The history of a text field on a record page: old and new word by word, and "Put back".

A slice says once, in ``AppConfig.ready``, what its fields are called and how they are edited::

    rewording.register("insight", queries.insight_by_reference, {"claim": "Claim"}, {"claim": Edit(…)})

Putting back is the ordinary edit with the former text, so its permission, state and conflicts hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Rewording
from allied.kernel.activity.rewordings import rewording_by_id
from allied.kernel.errors import Conflict, InvalidState, NotVisible
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.models import Member
from allied.kernel.personal import undo
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _
from allied.web.difference import Line, difference
from allied.web.http import MemberRequest, go_to, member_view, render, toast
from allied.web.lists import editing
from allied.web.lists.editing import Edit

UNDO = "field.put_back"


@dataclass(frozen=True)
class Fields:
    """The text fields of a kind: what they are called, and how those that can be put back are edited."""

    find: Callable[..., Any]
    labels: Mapping[str, str]
    edits: Mapping[str, Edit]


@dataclass(frozen=True)
class Reworded:
    """One change as the macro draws it; ``left`` tells the wording that it left, which an edit that goes on moves."""

    pk: int
    label: str
    lines: list[Line]
    left: str
    may_go_back: bool


_fields: dict[str, Fields] = {}


def register(
    kind: str, find: Callable[..., Any], labels: Mapping[str, str], edits: Mapping[str, Edit] | None = None
) -> None:
    """Say what the text fields of a kind are called, and how each is edited where it can be put back."""
    _fields[kind] = Fields(find, labels, edits or {})


def reworded(one: Rewording) -> Reworded:
    """One change, drawn."""
    known = _fields[one.node.kind]
    label = known.labels.get(one.field, one.field.replace("_", " ").capitalize())
    lines, left = difference(one.before, one.after), edition({one.field: one.after})
    return Reworded(one.pk, label, lines, left, one.field in known.edits)


@require_POST
@member_view
def put_back(request: MemberRequest, rewording_id: int) -> HttpResponse:
    """POST /rewordings/<id>/put-back: let a field say again what it said before an edit.

    Where it says something else by now than the edit had ``left`` when it was shown, the answer shows what would be
    overwritten and asks; ``seen`` says that the person has read that.
    """
    one = rewording_by_id(rewording_id, actor=request.member)
    row, edit = _row(one.node.kind, one.node.reference, one.field, request.member)
    words, seen = edit.said(row), request.POST.get("seen", "")
    if words[edit.name] == one.before:
        raise InvalidState(_("%(reference)s says that already. Nothing was changed.", reference=one.node.reference))
    left = request.POST.get("left") or edition({one.field: one.after})
    if edition({one.field: words[edit.name]}) != left and not seen:
        return _ask(request, one, words, edit)
    try:
        was = editing.change(row, edit, one.before, actor=request.member, seen=seen or edition(words))
    except Conflict as conflict:
        return _ask(request, one, conflict.now, edit)
    given = {"kind": one.node.kind, "reference": one.node.reference, "field": one.field}
    back = Undo(UNDO, given | {"to": was, "after": one.before}, one.node)
    toast(
        request,
        _(
            "%(label)s of %(reference)s says again what it said before.",
            label=reworded(one).label,
            reference=one.node.reference,
        ),
        undo=back,
    )
    return go_to(request, url_of(one.node, workspace_slug=request.member.workspace.slug))


def _ask(request: MemberRequest, one: Rewording, words: Mapping[str, str], edit: Edit) -> HttpResponse:
    shown = {
        "change": one,
        "label": reworded(one).label,
        "lines": difference(words[edit.name], one.before),
        "seen": edition(words),
    }
    return render(request, "web/put-back.html", shown, status=409)


def _row(kind: str, reference: str, field: str, actor: Member) -> tuple[Any, Edit]:
    known = _fields.get(kind)
    if known is None or field not in known.edits:
        raise NotVisible(_("This cannot be put back by itself. Open the record and edit it. Nothing was changed."))
    return known.find(reference, actor=actor), known.edits[field]


def _undo(given: dict[str, Any], *, actor: Member) -> str:
    row, edit = _row(given["kind"], given["reference"], given["field"], actor)
    if edit.said(row)[edit.name] != given["after"]:
        raise InvalidState(_("%(given)s was changed since. Nothing was changed.", given=given["reference"]))
    editing.change(row, edit, given["to"], actor=actor)
    return _("%(given)s reads as it did before.", given=given["reference"])


def register_undo() -> None:
    undo.register(UNDO, _undo)
