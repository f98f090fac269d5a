"""/nodes/{id}/attachments and /attachments: files on an object."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse, HttpResponseBase
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from allied.kernel.files import actions, queries
from allied.kernel.files.actions import Upload
from allied.kernel.files.models import DESCRIPTION_LENGTH, Attachment
from allied.kernel.talk.queries import comment_by_id
from allied.site.api.nodes import router as nodes
from allied.site.talk.files import served
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.etags import check_unchanged
from allied.web.api.finding import in_body, node_named
from allied.web.api.shapes import MemberRef, NodeRef, member_ref, node_ref

router = Router(tags=["Attachments"])


class AttachmentForm(Schema):
    """The file itself is the part ``file``."""

    description: str = Field("", max_length=DESCRIPTION_LENGTH, description="What an image shows.")
    comment: str = Field("", description="The id of one's own comment, where the file belongs to that.")


class Description(Body):
    description: str = Field(description="What an image shows, for whoever cannot perceive it.")


class AttachmentShape(Schema):
    """A file on an object, or on a comment about it."""

    id: str
    href: str
    content: str = Field(description="The address of what it holds.")
    node: NodeRef
    comment: str | None
    name: str
    media_type: str = Field(description="What the content shows itself to be.")
    size: int = Field(description="In bytes.")
    sha256: str
    description: str
    added_by: MemberRef
    added_at: datetime
    removed_at: datetime | None


class AttachmentList(Schema):
    data: list[AttachmentShape]
    next: None


@nodes.get(
    "/{id}/attachments",
    response=AttachmentList,
    tags=["Attachments"],
    summary="List the files on an object and its comments, oldest first; at most 100",
)
def attachments(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    node = node_named(id, actor=request.member)
    found = queries.attachments(node, actor=request.member)
    for one in found:
        one.node = node
    return answers.listed([shape(one) for one in found])


@nodes.post(
    "/{id}/attachments", response={201: AttachmentShape}, tags=["Attachments"], summary="Attach a file, up to 25 MB"
)
def attach(request: ApiRequest, id: str, said: Form[AttachmentForm], file: File[UploadedFile]) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    comment = None
    if said.comment:
        comment = in_body(lambda: comment_by_id(said.comment, actor=request.member), field="comment")
    upload = Upload(file.name or "file", file.chunks())
    (made,) = actions.attach([upload], node, actor=request.member, comment=comment)
    if said.description:
        actions.describe(made, said.description, actor=request.member)
    shown = shape(made)
    return answers.one(request, shown, status=201, location=shown.href)


@router.get("/{id}", response=AttachmentShape, summary="Read about a file")
def attachment(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return answers.one(request, shape(queries.attachment_by_id(id, actor=request.member)))


@router.get("/{id}/content", response={200: bytes}, summary="Download a file")
def content(request: ApiRequest, id: str) -> HttpResponseBase:  # noqa: A002
    return served(queries.attachment_by_id(id, actor=request.member))


@router.patch("/{id}", response=AttachmentShape, summary="Say what an image shows")
def describe(request: ApiRequest, id: str, body: Description) -> HttpResponse:  # noqa: A002
    found = _unchanged(request, id)
    return answers.one(request, shape(actions.describe(found, body.description, actor=request.member)))


@router.delete("/{id}", response=AttachmentShape, summary="Remove a file; for 30 days it can be restored")
def remove(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    return answers.one(request, shape(actions.remove(_unchanged(request, id), actor=request.member)))


@router.post("/{id}/restoration", response=AttachmentShape, summary="Bring a removed file back")
def restore(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    found = queries.attachment_by_id(id, actor=request.member, removed=True)
    return answers.one(request, shape(actions.restore(found, actor=request.member)))


def shape(made: Attachment) -> AttachmentShape:
    return AttachmentShape(
        id=made.pk,
        href=f"/api/v1/attachments/{made.pk}",
        content=f"/api/v1/attachments/{made.pk}/content",
        node=node_ref(made.node),
        comment=made.comment_id,
        name=made.name,
        media_type=made.media_type,
        size=made.size,
        sha256=made.digest,
        description=made.description,
        added_by=member_ref(made.added_by),
        added_at=made.added_at,
        removed_at=made.removed_at,
    )


def _unchanged(request: ApiRequest, name: str) -> Attachment:
    found = queries.attachment_by_id(name, actor=request.member)
    check_unchanged(request.headers.get("If-Match", ""), answers.shown(shape(found)))
    return found
