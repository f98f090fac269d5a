"""/templates: what new objects may start from."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema

from allied.kernel.templates import actions, queries
from allied.kernel.templates.models import Template
from allied.kernel.templates.registry import startable
from allied.web.api import ApiRequest, answers
from allied.web.api.bodies import Body
from allied.web.api.etags import check_unchanged
from allied.web.api.pages import Order, PageQuery, page

router = Router(tags=["Templates"])
OLDEST: Final = Order(("pk",), falls=False, read=(int,))


class TemplatePatch(Body):
    """``fields`` are texts by the names that the kind has; those that are left out are empty."""

    name: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
    is_default: bool = Field(False, description="Whether new objects of the kind start from it.")


class TemplateBody(TemplatePatch):
    kind: str
    name: str


class TemplateShape(Schema):
    """Texts from which new objects of a kind may start."""

    number: int
    href: str
    kind: str
    name: str
    fields: dict[str, str]
    is_default: bool


class TemplatePage(Schema):
    data: list[TemplateShape]
    next: str | None
    cursor: str | None


class TemplateQuery(PageQuery):
    kind: str = ""


@router.get("", response=TemplatePage, summary="List templates")
def templates(request: ApiRequest, query: Query[TemplateQuery]) -> HttpResponse:
    found = page(request, queries.templates(actor=request.member, kind=query.kind), query, OLDEST)
    return answers.some(request, [shape(one) for one in found.rows], found)


@router.post("", response={201: TemplateShape}, summary="Write a template")
def add_template(request: ApiRequest, body: TemplateBody) -> HttpResponse:
    made = actions.add_template(**body.model_dump(), actor=request.member)
    shown = shape(made)
    return answers.one(request, shown, status=201, location=shown.href)


@router.get("/{int:number}", response=TemplateShape, summary="Read a template")
def template(request: ApiRequest, number: int) -> HttpResponse:
    return answers.one(request, shape(queries.template_by_id(number, actor=request.member)))


@router.patch("/{int:number}", response=TemplateShape, summary="Word a template anew")
def change_template(request: ApiRequest, number: int, body: TemplatePatch) -> HttpResponse:
    found = queries.template_by_id(number, actor=request.member)
    _check(request, found)
    kept: dict[str, Any] = {"name": found.name, "fields": found.fields, "is_default": found.is_default}
    kept |= {name: getattr(body, name) for name in body.model_fields_set}
    return answers.one(request, shape(actions.change_template(found, **kept, actor=request.member)))


@router.delete("/{int:number}", response=TemplateShape, summary="Remove a template; it can be restored")
def remove_template(request: ApiRequest, number: int) -> HttpResponse:
    found = queries.template_by_id(number, actor=request.member)
    _check(request, found)
    return answers.one(request, shape(actions.remove_template(found, actor=request.member)))


@router.post("/{int:number}/restoration", response=TemplateShape, summary="Bring a removed template back")
def restore_template(request: ApiRequest, number: int) -> HttpResponse:
    found = queries.template_by_id(number, actor=request.member, ended=True)
    return answers.one(request, shape(actions.restore_template(found, actor=request.member)))


def shape(template: Template) -> TemplateShape:
    texts = {key: template.fields.get(key, "") for key in startable()[template.kind].fields}
    return TemplateShape(
        number=template.pk,
        href=f"/api/v1/templates/{template.pk}",
        kind=template.kind,
        name=template.name,
        fields=texts,
        is_default=template.is_default,
    )


def _check(request: ApiRequest, found: Template) -> None:
    check_unchanged(request.headers.get("If-Match", ""), answers.shown(shape(found)))
