"""Save, rename, share and delete lists. Each post answers with the page of the list."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from allied.kernel.errors import BadInput
from allied.kernel.saved_lists import actions, queries
from allied.kernel.saved_lists.models import SavedList
from allied.kernel.words import _
from allied.web.http import MemberRequest, go_to, member_view, toast
from allied.web.jinja import url
from allied.web.lists.registry import registered
from allied.web.lists.saved import address_of, default_id, of_change, of_default, query_of, said


@require_POST
@member_view
def save(request: MemberRequest, key: str) -> HttpResponse:
    """POST /lists/<key>/saved: keep what the address shows under a name."""
    query = _query(request, key)
    name, is_shared = request.POST.get("name", ""), "is_shared" in request.POST
    try:
        saved = actions.save_list(key, name=name, query=query, is_shared=is_shared, actor=request.member)
    except BadInput as refusal:
        toast(request, str(refusal))
        return _open(request, key, query)
    toast(
        request,
        _("“%(name)s” is saved%(value)s.", name=saved.name, value=_(" for everyone") if saved.is_shared else ""),
        _deletion(saved),
    )
    return _to(request, saved)


@require_POST
@member_view
def change(request: MemberRequest, key: str, saved_id: int) -> HttpResponse:
    """POST /lists/<key>/saved/<id>: rename and share it, or let it stand for what the address shows now."""
    saved = queries.saved_list(saved_id, actor=request.member)
    query = _query(request, key) if request.POST.get("do") == "update" else None
    before = said(saved)
    try:
        name, is_shared = (None, None) if query is not None else (request.POST.get("name"), "is_shared" in request.POST)
        actions.change_list(saved, name=name, query=query, is_shared=is_shared, actor=request.member)
        toast(request, _("“%(name)s” is saved.", name=saved.name), undo=of_change(saved, before))
    except BadInput as refusal:
        toast(request, str(refusal))
        saved.refresh_from_db()
    return _to(request, saved)


@require_POST
@member_view
def delete(request: MemberRequest, key: str, saved_id: int) -> HttpResponse:
    """POST /lists/<key>/saved/<id>/deletion."""
    saved = queries.saved_list(saved_id, actor=request.member)
    actions.delete_list(saved, actor=request.member)
    toast(
        request,
        _("The list “%(name)s” is deleted.", name=saved.name),
        url("web:list-restoration", key=key, saved_id=saved_id),
    )
    return _open(request, key, "list=all")


@require_POST
@member_view
def restore(request: MemberRequest, key: str, saved_id: int) -> HttpResponse:
    """POST /lists/<key>/saved/<id>/restoration: undo the deletion."""
    saved = actions.restore_list(queries.saved_list(saved_id, actor=request.member, deleted=True), actor=request.member)
    toast(request, _("The list “%(name)s” is back.", name=saved.name))
    return _to(request, saved)


@require_POST
@member_view
def default(request: MemberRequest, key: str) -> HttpResponse:
    """POST /lists/<key>/default: with which saved list to begin; none means all of it."""
    pk = request.POST.get("saved", "")
    saved = queries.saved_list(int(pk), actor=request.member) if pk.isascii() and pk.isdigit() else None
    place, before = registered(key), default_id(key, actor=request.member)
    actions.begin_with(key, saved, actor=request.member)
    toast(
        request,
        _("%(label)s begins with “%(name)s” for you.", label=place.label, name=saved.name)
        if saved
        else _("%(label)s begins with all.", label=place.label),
        undo=of_default(key, before, saved.pk if saved else None),
    )
    return _to(request, saved) if saved else _open(request, key, "list=all")


def _query(request: MemberRequest, key: str) -> str:
    """The address that the form names, in the spelling of the list."""
    found = registered(key).at(request, QueryDict(request.POST.get("query", "")[:4_000]))
    return query_of(found.values)


def _to(request: MemberRequest, saved: SavedList) -> HttpResponse:
    return _open(request, saved.list_key, address_of(saved))


def _open(request: MemberRequest, key: str, query: str) -> HttpResponse:
    return go_to(request, f"{url(registered(key).url_name)}?{query}")


def _deletion(saved: SavedList) -> str:
    """The address that undoes the saving of a new list."""
    return url("web:list-deletion", key=saved.list_key, saved_id=saved.pk)
