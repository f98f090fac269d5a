"""/nodes/{id}/comments and /comments: what people say about an object."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.people.models import Member
from allied.kernel.talk import actions, queries
from allied.kernel.talk.models import Comment
from allied.site.api.nodes import router as nodes
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.etags import check_unchanged
from allied.web.api.finding import node_named
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, member_or_none, member_ref, node_ref

router = Router(tags=["Talk"])
OLDEST: Final = Order(("pk",), falls=False)


class CommentText(Body):
    text: str = Field(description="Markdown. #INS-12 refers to an object, @Imani Okafor to a member.")


class CommentBody(CommentText):
    reply_to: str | None = Field(None, description="The id of the comment that began the discussion.")


class CommentShape(Schema):
    """What one member says about one object. ``text`` is "" once it is deleted."""

    id: str
    href: str
    node: NodeRef
    reply_to: str | None
    author: MemberRef
    text: str
    created_at: datetime
    edited_at: datetime | None
    resolved_at: datetime | None
    resolved_by: MemberRef | None
    deleted_at: datetime | None


class CommentPage(Schema):
    data: list[CommentShape]
    next: str | None
    cursor: str | None


@nodes.get("/{id}/comments", response=CommentPage, tags=["Talk"], summary="List what was said, oldest first")
def comments(request: ApiRequest, id: str, query: Query[PageQuery]) -> HttpResponse:  # noqa: A002  its name in the address
    node = node_named(id, actor=request.member)
    found = page(request, queries.comments(node, actor=request.member), query, OLDEST)
    return answers.some(request, [shape(one) for one in found.rows], found)


@nodes.post("/{id}/comments", response={201: CommentShape}, tags=["Talk"], summary="Say something, or reply")
def add_comment(request: ApiRequest, id: str, body: CommentBody) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    first = _in_body(body.reply_to, request.member) if body.reply_to else None
    made = actions.add_comment(node, body.text, actor=request.member, reply_to=first)
    shown = shape(_comment(request, made.pk))
    return answers.one(request, shown, status=201, location=shown.href)


@router.get("/{id}", response=CommentShape, summary="Read a comment")
def comment(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return answers.one(request, shape(_comment(request, id)))


@router.patch("/{id}", response=CommentShape, summary="Word one's own comment anew")
def edit_comment(request: ApiRequest, id: str, body: CommentText) -> HttpResponse:  # noqa: A002
    return _act(request, id, lambda found, actor: actions.edit_comment(found, body.text, actor=actor))


@router.delete("/{id}", response=CommentShape, summary="Delete a comment; for 30 days it can be restored")
def delete_comment(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _act(request, id, lambda found, actor: actions.delete_comment(found, actor=actor))


@router.post("/{id}/restoration", response=CommentShape, summary="Bring a deleted comment back")
def restore_comment(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _act(request, id, lambda found, actor: actions.restore_comment(found, actor=actor))


@router.post("/{id}/resolution", response=CommentShape, summary="Resolve a discussion, by its first comment")
def resolve_comment(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _act(request, id, lambda found, actor: actions.resolve_comment(found, actor=actor))


@router.delete("/{id}/resolution", response=CommentShape, summary="Reopen a discussion")
def reopen_comment(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return _act(request, id, lambda found, actor: actions.reopen_comment(found, actor=actor))


def shape(made: Comment) -> CommentShape:
    return CommentShape(
        id=made.pk,
        href=f"/api/v1/comments/{made.pk}",
        node=node_ref(made.node),
        reply_to=made.reply_to_id,
        author=member_ref(made.author),
        text="" if made.is_deleted else made.text,
        created_at=made.created_at,
        edited_at=made.edited_at,
        resolved_at=made.resolved_at,
        resolved_by=member_or_none(made.resolved_by),
        deleted_at=made.deleted_at,
    )


def _act(request: ApiRequest, name: str, act: Callable[[Comment, Member], Any]) -> HttpResponse:
    found = _comment(request, name)
    check_unchanged(request.headers.get("If-Match", ""), answers.shown(shape(found)))
    act(found, request.member)
    return answers.one(request, shape(_comment(request, name)))


def _comment(request: ApiRequest, name: str) -> Comment:
    return queries.comment_by_id(name, actor=request.member)


def _in_body(name: str, actor: Member) -> Comment:
    try:
        return queries.comment_by_id(name, actor=actor)
    except NotVisible as refusal:
        raise BadInput(reply_to=f"{refusal} Nothing was stored.") from refusal
