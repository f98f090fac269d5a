"""The API described: OpenAPI for programs, one page for people. Both are made from the routes themselves."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from allied.web.api.pages import MOST
from allied.web.api.problems import PROBLEMS
from allied.web.http import render

PREFIX: Final = "/api/v1"
PROBLEM: Final = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. errors names fields; changed holds what is different since the tag in If-Match.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "changed": {"type": "object", "additionalProperties": True},
        "etag": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
IF_MATCH: Final = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that you read; 412 when the object changed since.",
}


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document. Open to all: it says nothing about any workspace."""
    return JsonResponse(document())


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The page for people who write programs."""
    shown = {"sections": sections(document()), "problems": PROBLEMS, "most": MOST}
    return render(request, "api/reference.html", shown)


def document() -> dict[str, Any]:
    """The OpenAPI document of every route."""
    from allied.site.api import api  # noqa: PLC0415  the API holds this module's addresses

    made = dict(api().get_openapi_schema(path_prefix=PREFIX))
    made["components"] = {**made["components"], "schemas": {**made["components"]["schemas"], "Problem": PROBLEM}}
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            _complete(operation, address, method)
    return made


def _complete(operation: dict[str, Any], address: str, method: str) -> None:
    """Add what holds for every route: how it refuses, and how a write is kept from undoing another."""
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    operation["responses"]["default"] = {
        "description": "A problem",
        "content": {"application/problem+json": shape},
    }
    if method != "get" and "{id}" in address:
        operation["parameters"] = [*operation["parameters"], IF_MATCH]


def sections(made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The routes under the tag that they stand under, in the order of the document."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in made["paths"].items():
        for method, operation in methods.items():
            route = {"method": method.upper(), "address": address, **operation}
            route["fields"] = _fields(made, operation.get("requestBody"))
            found.setdefault(operation["tags"][0], []).append(route)
    return found


def _fields(made: dict[str, Any], body: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Name and meaning of each field of a body."""
    if body is None:
        return []
    (content,) = body["content"].values()
    schema = _resolved(made, content["schema"])
    flat: list[tuple[str, str]] = []
    for name, field in schema.get("properties", {}).items():
        inner = _resolved(made, field)
        is_form = "properties" in inner and "multipart/form-data" in body["content"]
        if is_form:
            flat += [(below, one.get("description", "")) for below, one in inner["properties"].items()]
        else:
            flat.append((name, field.get("description", "")))
    return flat


def _resolved(made: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = made["components"]["schemas"][name] if name else schema
    return found
