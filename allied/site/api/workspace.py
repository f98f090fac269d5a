"""/me, /products, /members: whom a token speaks for, and what the workspace has."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from ninja import Field, Router, Schema

from allied.kernel.access.catalogue import GRANTS
from allied.kernel.people.models import Member, Product
from allied.kernel.people.queries import members, products
from allied.web.api import ApiRequest, answers

router = Router(tags=["Workspace"])


class WorkspaceShape(Schema):
    slug: str
    name: str
    time_zone: str


class MemberShape(Schema):
    """Somebody who works here. ``side`` follows from the discipline."""

    id: int
    name: str
    role: str
    discipline: str
    side: str
    is_active: bool


class TokenShape(Schema):
    name: str
    scope: str
    expires_at: datetime


class MeShape(MemberShape):
    """Whom the token speaks for, and what they may do."""

    workspace: WorkspaceShape
    permissions: list[str]
    token: TokenShape


class ProductShape(Schema):
    slug: str = Field(description="Names the product everywhere in this API.")
    name: str


class MemberList(Schema):
    data: list[MemberShape]
    next: str | None


class ProductList(Schema):
    data: list[ProductShape]
    next: str | None


@router.get("/me", response=MeShape, summary="Read whom the token speaks for")
def me(request: ApiRequest) -> HttpResponse:
    member, token = request.member, request.auth
    workspace = member.workspace
    shape = MeShape(
        **member_shape(member).model_dump(),
        workspace=WorkspaceShape(slug=workspace.slug, name=workspace.name, time_zone=workspace.time_zone),
        permissions=sorted(GRANTS[member.role]),
        token=TokenShape(name=token.name, scope=token.scope, expires_at=token.expires_at),
    )
    return answers.one(request, shape)


@router.get("/products", response=ProductList, summary="List products")
def all_products(request: ApiRequest) -> HttpResponse:
    return answers.listed([product_shape(one) for one in products(actor=request.member)])


@router.get("/members", response=MemberList, summary="List members")
def all_members(request: ApiRequest) -> HttpResponse:
    return answers.listed([member_shape(one) for one in members(actor=request.member)])


def member_shape(member: Member) -> MemberShape:
    return MemberShape(
        id=member.pk,
        name=member.name,
        role=member.role,
        discipline=member.discipline,
        side=member.side.value,
        is_active=member.is_active,
    )


def product_shape(product: Product) -> ProductShape:
    return ProductShape(slug=product.slug, name=product.name)
