"""What the macro ``discussion`` draws: what was said about a node, and what the reader may do with it.

A record page of any slice needs one line in its template: ``{{ ui.discussion(talk(node)) }}``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import kinds as kinds_with_fields
from allied.kernel.custom_fields.holders import may_fill
from allied.kernel.custom_fields.queries import Filled, filled
from allied.kernel.files.models import Attachment
from allied.kernel.files.queries import attachments
from allied.kernel.labels.models import Label
from allied.kernel.labels.queries import labels_of
from allied.kernel.nodes.addresses import address
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.talk import notices, queries
from allied.kernel.talk.models import Comment
from allied.kernel.talk.queries import Discussion
from allied.web import current
from allied.web.keeping import Keeping, keeping
from allied.web.markdown import render_all


@dataclass(frozen=True)
class File:
    """One attachment. Addresses are "" where the reader may not do it."""

    id: str
    name: str
    size: int
    url: str
    is_image: bool
    description: str
    by: str
    describe_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class Remark:
    """One comment. Addresses are "" where the reader may not do it."""

    id: str
    author: Member
    at: datetime
    html: Markup
    is_edited: bool = False
    is_deleted: bool = False
    edit_url: str = ""
    delete_url: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Editing:
    """What a text editor asks while one types."""

    preview_url: str
    suggest_url: str


@dataclass(frozen=True)
class Conversation:
    """A comment with its replies. ``is_resolved``: it is folded, with who settled it and when."""

    id: str
    first: Remark
    replies: tuple[Remark, ...]
    editing: Editing
    is_resolved: bool = False
    resolved_by: Member | None = None
    resolved_at: datetime | None = None
    reply_url: str = ""
    resolve_url: str = ""
    reopen_url: str = ""


@dataclass(frozen=True)
class Following:
    """Whether the reader follows a node, and how many do. ``url`` turns it over."""

    is_on: bool
    followers: int
    url: str


@dataclass(frozen=True)
class Talk:
    """Everything that was said about a node."""

    conversations: tuple[Conversation, ...]
    count: int
    editing: Editing
    add_url: str = ""
    following: Following | None = None
    files: tuple[File, ...] = ()
    attach_url: str = ""
    keeping: Keeping | None = None
    labels: tuple[Label, ...] = ()
    labels_url: str = ""
    fields: tuple[Filled, ...] = ()
    fields_url: str = ""


def talk(node: Node) -> Talk:
    """What was said about the node, for who asks for this page. Five queries, and those of references and fields."""
    request = current.request()
    assert request is not None  # noqa: S101  templates are drawn for a request
    return talk_about(node, actor=request.member)  # type: ignore[attr-defined]  # member_view put it there


def talk_about(node: Node, *, actor: Member) -> Talk:
    """The same for a given member."""
    found = queries.discussions(node, actor=actor)
    files = _files(node, actor)
    may, here = access.can(actor, Permission.COMMENT_ADD), {"reference": node.reference}
    fields = filled(node, actor=actor) if node.kind in kinds_with_fields() else []
    return Talk(
        conversations=tuple(_conversations(found, actor, files)),
        count=sum(len(one.replies) + (not one.first.is_deleted) for one in found),
        editing=editing_for(actor),
        add_url=_address("comments", actor, **here) if may else "",
        following=following(node, actor=actor),
        files=tuple(files[None]),
        attach_url=_address("files", actor, **here) if may else "",
        keeping=keeping(node, actor=actor),
        labels=tuple(labels_of([node])[node.pk]),
        labels_url=_address("node-labels", actor, **here) if access.can(actor, Permission.LABEL_USE) else "",
        fields=tuple(fields),
        fields_url=_address("on", actor, area="fields", **here) if fields and may_fill(node, actor=actor) else "",
    )


def _files(node: Node, actor: Member) -> dict[str | None, list[File]]:
    """The attachments of a node by the comment they are on; None for those on the node itself: one query."""
    found: dict[str | None, list[File]] = defaultdict(list)
    for one in attachments(node, actor=actor):
        found[one.comment_id].append(_file(one, actor))
    return found


def _file(one: Attachment, actor: Member) -> File:
    may = access.can(actor, Permission.COMMENT_ADD)
    may_remove = may and (one.added_by_id == actor.pk or access.can(actor, Permission.COMMENT_MODERATE))
    here = {"attachment_id": one.pk}
    return File(
        id=one.pk,
        name=one.name,
        size=one.size,
        url=_address("file", actor, **here),
        is_image=one.is_image,
        description=one.description,
        by=one.added_by.name,
        describe_url=_address("file-description", actor, **here) if may and one.is_image else "",
        remove_url=_address("file-removal", actor, **here) if may_remove else "",
    )


def following(node: Node, *, actor: Member) -> Following:
    """Whether the actor follows a node: one query."""
    who = notices.followers(node)
    name = "unfollow" if actor.pk in who else "follow"
    return Following(actor.pk in who, len(who), _address(name, actor, reference=node.reference))


def conversation(comment: Comment, *, actor: Member) -> Conversation | None:
    """The discussion to which a comment belongs; None where nothing of it is left."""
    found = queries.discussion(comment, actor=actor)
    return _conversations([found], actor, _files(comment.node, actor))[0] if found else None


def editing_for(actor: Member) -> Editing:
    return Editing(_address("preview", actor), _address("suggestions", actor))


def _conversations(
    found: Sequence[Discussion], actor: Member, files: dict[str | None, list[File]]
) -> list[Conversation]:
    rows = [row for one in found for row in (one.first, *one.replies)]
    texts = render_all(["" if row.is_deleted else row.text for row in rows], actor=actor, headings_from=3)
    remarks = {row.pk: _remark(row, html, actor, files[row.pk]) for row, html in zip(rows, texts, strict=True)}
    return [_conversation(one, remarks, actor) for one in found]


def _conversation(found: Discussion, remarks: dict[str, Remark], actor: Member) -> Conversation:
    first, may = found.first, access.can(actor, Permission.COMMENT_ADD)
    here = {"comment_id": first.pk}
    return Conversation(
        id=first.pk,
        first=remarks[first.pk],
        replies=tuple(remarks[reply.pk] for reply in found.replies),
        editing=editing_for(actor),
        is_resolved=first.is_resolved,
        resolved_by=first.resolved_by,
        resolved_at=first.resolved_at,
        reply_url=_address("replies", actor, **here) if may and not first.is_deleted else "",
        resolve_url=_address("resolution", actor, **here) if may and not first.is_resolved else "",
        reopen_url=_address("reopening", actor, **here) if may and first.is_resolved else "",
    )


def _remark(row: Comment, html: Markup, actor: Member, files: Sequence[File]) -> Remark:
    is_mine = row.author_id == actor.pk and access.can(actor, Permission.COMMENT_ADD)
    may_delete = is_mine or access.can(actor, Permission.COMMENT_MODERATE)
    return Remark(
        id=row.pk,
        author=row.author,
        at=row.created_at,
        html=html,
        is_edited=row.edited_at is not None,
        is_deleted=row.is_deleted,
        edit_url=_address("edit", actor, comment_id=row.pk) if is_mine and not row.is_deleted else "",
        delete_url=_address("deletion", actor, comment_id=row.pk) if may_delete and not row.is_deleted else "",
        files=tuple(files),
    )


def _address(name: str, actor: Member, area: str = "talk", **kwargs: str) -> str:
    return address(f"{area}:{name}", workspace=actor.workspace.slug, **kwargs)
