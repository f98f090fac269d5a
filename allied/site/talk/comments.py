"""Comments: add, reply, edit, delete, resolve, and what an editor asks meanwhile."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.files.actions import attach
from allied.kernel.nodes.bindings import url_of
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_reference
from allied.kernel.talk import actions, queries, suggestions
from allied.kernel.talk.models import TEXT_LENGTH, Comment
from allied.kernel.words import _
from allied.site.talk.files import uploads_of
from allied.site.talk.forms import CommentForm
from allied.web.forms import posted
from allied.web.http import MemberRequest, is_htmx, member_view, render, toast
from allied.web.jinja import url
from allied.web.markdown import render as written
from allied.web.talk import conversation, editing_for

LONGEST_QUERY = 60


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def comments(request: MemberRequest, reference: str) -> HttpResponse:
    """POST says something about an object."""
    node = node_by_reference(reference, actor=request.member)
    form = CommentForm(request.POST)
    if made := form.attempt(lambda: _add(request, node, form.cleaned_data["text"])):
        return _said(request, made, _("Your comment is added."))
    return _editor(request, form, node)


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def replies(request: MemberRequest, comment_id: str) -> HttpResponse:
    """POST answers a comment."""
    first, form = _comment(request, comment_id), CommentForm(request.POST)
    if made := form.attempt(lambda: _add(request, first.node, form.cleaned_data["text"], first)):
        return _said(request, made, _("Your reply is added."))
    return _editor(request, form, first.node)


@require_safe
@member_view
def comment(request: MemberRequest, comment_id: str) -> HttpResponse:
    """GET leads to the comment in its place; HTMX gets its discussion."""
    return _said(request, _comment(request, comment_id))


@member_view(permission=Permission.COMMENT_ADD)
def edit(request: MemberRequest, comment_id: str) -> HttpResponse:
    """GET, POST: word one's own comment anew."""
    found = _comment(request, comment_id)
    form = CommentForm(posted(request), initial={"text": found.text})
    word = partial(actions.edit_comment, found, actor=request.member)
    if request.method == "POST" and form.attempt(lambda: word(form.cleaned_data["text"])) is not None:
        return _said(request, found, _("Your comment is saved."))
    return _editor(request, form, found.node, found)


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def deletion(request: MemberRequest, comment_id: str) -> HttpResponse:
    found = actions.delete_comment(_comment(request, comment_id), actor=request.member)
    return _said(request, found, _("The comment is deleted."), url("talk:deletion-undo", comment_id=comment_id))


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def deletion_undo(request: MemberRequest, comment_id: str) -> HttpResponse:
    found = actions.restore_comment(_comment(request, comment_id), actor=request.member)
    toast(request, _("The comment is back."))
    return _back(request, found)


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def resolution(request: MemberRequest, comment_id: str) -> HttpResponse:
    found = actions.resolve_comment(_comment(request, comment_id), actor=request.member)
    return _said(request, found, _("The discussion is resolved."), url("talk:resolution-undo", comment_id=comment_id))


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def resolution_undo(request: MemberRequest, comment_id: str) -> HttpResponse:
    found = actions.reopen_comment(_comment(request, comment_id), actor=request.member)
    toast(request, _("The discussion is open again."))
    return _back(request, found)


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def reopening(request: MemberRequest, comment_id: str) -> HttpResponse:
    found = actions.reopen_comment(_comment(request, comment_id), actor=request.member)
    return _said(request, found, _("The discussion is open again."))


@require_POST
@member_view(permission=Permission.COMMENT_ADD)
def preview(request: MemberRequest) -> HttpResponse:
    """POST answers with what the text will read like."""
    text = request.POST.get("text", "")[:TEXT_LENGTH]
    return HttpResponse(written(text, actor=request.member, headings_from=3) or _("Nothing to preview yet."))


@require_safe
@member_view(permission=Permission.COMMENT_ADD)
def suggest(request: MemberRequest) -> HttpResponse:
    """GET ?q=@im or ?q=#INS-1: what may stand there."""
    typed = request.GET.get("q", "")[:LONGEST_QUERY]
    ask = suggestions.people if typed.startswith("@") else suggestions.objects
    return JsonResponse({"data": [asdict(one) for one in ask(typed[1:], actor=request.member)]})


@transaction.atomic
def _add(request: MemberRequest, node: Node, text: str, reply_to: Comment | None = None) -> Comment:
    """The comment with the files that came with it, or neither."""
    made = actions.add_comment(node, text, actor=request.member, reply_to=reply_to)
    if uploads := uploads_of(request):
        attach(uploads, node, actor=request.member, comment=made)
    return made


def _comment(request: MemberRequest, comment_id: str) -> Comment:
    return queries.comment_by_id(comment_id, actor=request.member)


def _said(request: MemberRequest, found: Comment, words: str = "", undo_url: str = "") -> HttpResponse:
    """After an act: its discussion as it is now, or the record with it."""
    if words:
        toast(request, words, undo_url)
    if not is_htmx(request):
        return _back(request, found)
    shown = {
        "one": conversation(found, actor=request.member),
        "count": queries.count_of(found.node, actor=request.member),
    }
    response = render(request, "talk/comment.html", shown, fragment="conversation")
    if shown["one"] is None:
        response.headers["HX-Reswap"] = "delete"
    response.headers["HX-Trigger"] = "allied:said"  # the form that sent it begins anew
    return response


def _back(request: MemberRequest, found: Comment) -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(f"{url_of(found.node, workspace_slug=request.member.workspace.slug)}#{found.pk}")


def _editor(request: MemberRequest, form: CommentForm, node: Node, comment: Comment | None = None) -> HttpResponse:
    """The editor as a page of its own, with the text that was given; for HTMX in the comment's place.

    Raises:
        BadInput: HTMX sent what cannot be used. The page keeps the text.
    """
    is_part = is_htmx(request)
    if is_part and form.errors:
        raise BadInput(text=str(next(iter(form.errors.values()))[0]))
    shown: dict[str, Any] = {"form": form, "node": node, "action": request.path, "comment": comment}
    shown["field_id"] = f"edit-{comment.pk}" if is_part and comment else "id_text"
    shown["editing"] = editing_for(request.member)
    return render(request, "talk/comment.html", shown, fragment="form", status=form.status)
