"""Attach files, describe and remove them; and the one address under which a file is served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from allied.kernel.access import Permission
from allied.kernel.errors import NotVisible
from allied.kernel.files import actions, queries, storage
from allied.kernel.files.actions import Upload
from allied.kernel.files.models import Attachment
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.words import _
from allied.web.formats import plural
from allied.web.http import MemberRequest, is_htmx, member_view, toast
from allied.web.jinja import url

# Whatever a file holds, a browser runs nothing of it, and gives it nothing of the person who opens it.
SANDBOX: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


def uploads_of(request: MemberRequest) -> list[Upload]:
    """The files that a form brings under ``files``."""
    return [Upload(one.name or "file", one.chunks()) for one in request.FILES.getlist("files")]


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def files(request: MemberRequest, reference: str) -> HttpResponse:
    """POST attaches files to an object."""
    node = node_by_reference(reference, actor=request.member)
    made = actions.attach(uploads_of(request), node, actor=request.member)
    more = _(" Describe the images for whoever cannot perceive them.") if any(one.is_image for one in made) else ""
    toast(request, _("%(made)s attached.%(more)s", made=plural(len(made), "file"), more=more))
    return _back(request, node)


@require_safe
@member_view
def file(request: MemberRequest, attachment_id: str) -> HttpResponseBase:
    """GET serves a file: images as they are, everything else to be saved."""
    return served(_attachment(request, attachment_id))


def served(found: Attachment) -> HttpResponseBase:
    """What a file holds, piece by piece, in a form in which a browser runs nothing of it.

    Raises:
        NotVisible: its content is gone.
    """
    place = storage.place_of(found.digest)
    if not place.is_file():
        raise NotVisible(_("The content of this file is missing. Ask who runs Allied to restore it from the backup."))
    kind = found.media_type if found.is_image else "application/octet-stream"
    answer = StreamingHttpResponse(_pieces(place), content_type=kind)
    answer.headers["Content-Length"] = str(found.size)
    answer.headers["Content-Disposition"] = str(content_disposition_header(not found.is_image, found.name))
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _pieces(place: Path) -> Iterator[bytes]:
    with place.open("rb") as content:
        while piece := content.read(2**16):
            yield piece


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def description(request: MemberRequest, attachment_id: str) -> HttpResponse:
    found = _attachment(request, attachment_id)
    actions.describe(found, request.POST.get("description", ""), actor=request.member)
    toast(request, _("The description is saved."))
    return _back(request, found.node, found.pk)


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def removal(request: MemberRequest, attachment_id: str) -> HttpResponse:
    found = actions.remove(_attachment(request, attachment_id), actor=request.member)
    toast(request, _("%(name)s is removed.", name=found.name), url("talk:file-removal-undo", attachment_id=found.pk))
    return _back(request, found.node)


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def removal_undo(request: MemberRequest, attachment_id: str) -> HttpResponse:
    found = queries.attachment_by_id(attachment_id, actor=request.member, removed=True)
    actions.restore(found, actor=request.member)
    toast(request, _("%(name)s is back.", name=found.name))
    return _back(request, found.node, found.pk)


def _attachment(request: MemberRequest, attachment_id: str) -> Attachment:
    return queries.attachment_by_id(attachment_id, actor=request.member)


def _back(request: MemberRequest, node: Node, anchor: str = "discussion") -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(f"{url_of(node, workspace_slug=request.member.workspace.slug)}#{anchor}")
