"""A list as a file, or for the clipboard."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from allied.kernel.errors import NotVisible
from allied.kernel.words import _
from allied.web.http import MemberRequest, member_view
from allied.web.lists import exports
from allied.web.lists.registry import registered


@require_safe
@member_view
def export(request: MemberRequest, key: str, form: str) -> FileResponse:
    """GET /lists/<key>/export/<csv, xlsx or jsonl>?…: every row that the address of the list lets through."""
    if form not in exports.FORMS:
        raise NotVisible(_("A list is exported as csv, xlsx or jsonl."))
    write, content_type = exports.FORMS[form]
    name = f"{key}-{timezone.localdate():%Y-%m-%d}.{form}"
    found = registered(key).at(request, request.GET)
    return FileResponse(write(found), as_attachment=True, filename=name, content_type=content_type)


@require_safe
@member_view
def copy(request: MemberRequest, key: str) -> HttpResponse:
    """GET /lists/<key>/copy?…&node=: the page of the list, or the rows named, for the clipboard."""
    found = registered(key).at(request, request.GET)
    return JsonResponse(exports.clipboard(found, request.GET.getlist("node")))
