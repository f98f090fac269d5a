"""/notifications, following and favorites: what is the token's member's own. It leaves no activity."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.personal import actions as personal
from allied.kernel.personal import queries as kept
from allied.kernel.talk import following, notices
from allied.kernel.talk.models import Follow
from allied.kernel.talk.notices import Notice
from allied.site.api.nodes import router as nodes
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.finding import node_named
from allied.web.api.pages import Order, PageQuery, page
from allied.web.api.shapes import MemberRef, NodeRef, member_or_none, node_ref

router = Router(tags=["Notifications"])
favorites_router = Router(tags=["Favorites"])
NEWEST: Final = Order(("pk",), read=(int,))
MOST_AT_ONCE: Final = 200


class NotificationShape(Schema):
    """That the member is told of something that happened to an object."""

    number: int
    node: NodeRef
    happening: str = Field(description="owner, clock, mention, reply, comment or change")
    by: MemberRef | None
    words: str = Field(description="What they did, after their name.")
    at: datetime
    read_at: datetime | None


class NotificationPage(Schema):
    data: list[NotificationShape]
    next: str | None
    cursor: str | None


class NotificationQuery(PageQuery):
    unread: bool = Field(False, description="Those alone that wait to be read.")


class Reading(Body):
    """Which notifications are read: by number, or all where ``numbers`` is null."""

    numbers: list[int] | None = Field(max_length=MOST_AT_ONCE)


class Numbers(Schema):
    number: list[int] = Field(max_length=MOST_AT_ONCE, description="Again for each notification.")


class Marked(Schema):
    """Those of the numbers that changed."""

    numbers: list[int]


class Ways(Schema):
    """How the member is told, by kind of happening."""

    ways: dict[str, str] = Field(
        description="owner, clock, mention, reply, comment, change: instant, daily, app, never"
    )


class WaysBody(Body):
    ways: dict[str, str] = Field(description="Kinds that are not named stay.")


class FollowShape(Schema):
    """Whether the member is told of what happens to an object, and why."""

    node: NodeRef
    is_on: bool
    why: str | None = Field(description="chosen, author, owner, comment or mention")


class FavoriteShape(Schema):
    """Whether the member keeps an object at hand."""

    node: NodeRef
    is_favorite: bool


class FavoriteList(Schema):
    data: list[NodeRef]
    next: None


@router.get("", response=NotificationPage, summary="List one's own notifications, newest first")
def notifications(request: ApiRequest, query: Query[NotificationQuery]) -> HttpResponse:
    wanted = notices.notifications(actor=request.member)
    found = page(request, wanted.filter(read_at=None) if query.unread else wanted, query, NEWEST)
    return answers.some(request, [_notice(one) for one in notices.in_words(found.rows)], found)


@router.get("/ways", response=Ways, summary="Read how one is told of each kind of happening")
def ways(request: ApiRequest) -> HttpResponse:
    return answers.one(request, _ways(request.member))


@router.patch("/ways", response=Ways, summary="Say how to be told of some kinds of happening")
def choose_ways(request: ApiRequest, body: WaysBody) -> HttpResponse:
    following.choose_ways(body.ways, actor=request.member)
    return answers.one(request, _ways(request.member))


@router.post("/reading", response=Marked, summary="Mark notifications as read")
def mark_read(request: ApiRequest, body: Reading) -> HttpResponse:
    return answers.shape(Marked(numbers=notices.mark_read(body.numbers, actor=request.member)))


@router.delete("/reading", response=Marked, summary="Mark notifications as not read")
def mark_unread(request: ApiRequest, query: Query[Numbers]) -> HttpResponse:
    return answers.shape(Marked(numbers=notices.mark_unread(query.number, actor=request.member)))


@nodes.get("/{id}/follow", response=FollowShape, tags=["Notifications"], summary="Read whether one follows an object")
def followed(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002  its name in the address
    return answers.one(request, _follow(node_named(id, actor=request.member), request.member))


@nodes.put("/{id}/follow", response=FollowShape, tags=["Notifications"], summary="Be told of what happens to it")
def follow(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    following.follow(node, actor=request.member)
    return answers.one(request, _follow(node, request.member))


@nodes.delete("/{id}/follow", response=FollowShape, tags=["Notifications"], summary="Be told of it no more")
def unfollow(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    following.unfollow(node, actor=request.member)
    return answers.one(request, _follow(node, request.member))


@favorites_router.get("", response=FavoriteList, summary="List one's favorites, in the order chosen; at most 30")
def favorites(request: ApiRequest) -> HttpResponse:
    return answers.listed([node_ref(one) for one in kept.favorites(actor=request.member)])


@nodes.put("/{id}/favorite", response=FavoriteShape, tags=["Favorites"], summary="Keep an object at hand")
def add_favorite(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    personal.add_favorite(node, actor=request.member)
    return answers.one(request, FavoriteShape(node=node_ref(node), is_favorite=True))


@nodes.delete("/{id}/favorite", response=FavoriteShape, tags=["Favorites"], summary="No longer keep it at hand")
def remove_favorite(request: ApiRequest, id: str) -> HttpResponse:  # noqa: A002
    node = node_named(id, actor=request.member)
    personal.remove_favorite(node, actor=request.member)
    return answers.one(request, FavoriteShape(node=node_ref(node), is_favorite=False))


def _follow(node: Node, member: Member) -> FollowShape:
    found = Follow.objects.filter(node=node, member=member).first()
    is_on = found is not None and found.is_on
    return FollowShape(node=node_ref(node), is_on=is_on, why=found.why if found and is_on else None)


def _ways(member: Member) -> Ways:
    return Ways(ways={str(kind): str(way) for kind, way in following.ways_of(member).items()})


def _notice(notice: Notice) -> NotificationShape:
    row = notice.row
    return NotificationShape(
        number=row.pk,
        node=node_ref(row.node),
        happening=row.happening,
        by=member_or_none(row.activity.actor),
        words=str(notice.event.words),
        at=row.at,
        read_at=row.read_at,
    )
