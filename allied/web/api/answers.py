"""Answers of the API: one object with its ETag, one page of a list with its Link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from ninja import Schema
from pydantic_core import to_json

from allied.web.api import etags
from allied.web.api.pages import Found, next_address


def one(request: HttpRequest, shape: Schema, *, status: int = 200, location: str = "") -> HttpResponse:
    """An object; 304 when the reader has it as it is."""
    etag = etags.tag(shown(shape))
    if request.method in ("GET", "HEAD") and etags.is_same(request.headers.get("If-None-Match", ""), etag):
        return _plain(b"", 304, {"ETag": etag})
    headers = {"ETag": etag} | ({"Location": location} if location else {})
    return _plain(shape.model_dump_json().encode(), status, headers)


def some(request: HttpRequest, shapes: Sequence[Schema], found: Found[Any]) -> HttpResponse:
    """A page of a list: ``data``, and ``next`` with the address of the page after it."""
    following = next_address(request, found.next_cursor) if found.next_cursor else None
    return listed(shapes, next=following, cursor=found.next_cursor or None)


def listed(shapes: Sequence[Schema], *, next: str | None = None, **more: Any) -> HttpResponse:  # noqa: A002  its name on the wire
    """A list that has one page, or the page before ``next``."""
    headers = {"Link": f'<{next}>; rel="next"'} if next else {}
    body = {"data": [shape.model_dump() for shape in shapes], "next": next, **more}
    return _plain(to_json(body), 200, headers)


def shape(shape: Schema) -> HttpResponse:
    """Something that is worked out for this answer, so without an ETag."""
    return _plain(shape.model_dump_json().encode(), 200, {})


def nothing() -> HttpResponse:
    return _plain(b"", 204, {})


def shown(shape: Schema) -> dict[str, Any]:
    """The object as its JSON reads."""
    return shape.model_dump(mode="json")


def _plain(body: bytes, status: int, headers: dict[str, str]) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="application/json", headers=headers)
    if status in (204, 304):
        del response["Content-Type"]
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    return response
