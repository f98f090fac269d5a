"""Puts routers behind one door, and answers like one API also where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI, Router
from ninja.operation import Operation

from allied.web.api import problems
from allied.web.api.guard import PersonalAccessToken, guarded
from allied.web.api.reading import StrictParser

VERSION = "1"
DESCRIPTION = (
    "Feedback, insights, opportunities, roadmap items and the links between them, in the workspace of the token. "
    "What a program may do is what the token’s member may do on the pages."
)


class Api(NinjaAPI):
    """Operations are named as their functions, so each function has a name of its own."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def make(routers: Mapping[str, Router]) -> Api:
    """The API with a router under each prefix ("/insights")."""
    api = Api(
        title="Allied",
        version=VERSION,
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api",
        auth=PersonalAccessToken(),
        parser=StrictParser(),
    )
    problems.register(api)
    api.add_decorator(guarded, mode="view")
    for prefix, router in routers.items():
        api.add_router(prefix, router)
    return api


def addresses(api: Api) -> list[URLPattern]:
    """The routes of the API, and a problem for every other address below it."""
    routes, _, _ = api.urls
    found = [
        URLPattern(route.pattern, _answering(route.callback), name=route.name)
        for route in routes
        if isinstance(route, URLPattern) and route.name != "api-root"
    ]
    return [*found, path("", _nothing_here), re_path("^.*$", _nothing_here)]


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """HEAD answers as GET does, without the body; a method that is not offered is a problem like others."""

    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        response = view(request, **named)
        request.method = asked
        if response.status_code == 405:
            sentence = f"{request.method} is not offered here. The Allow header lists what is."
            return problems.problem(405, sentence, headers={"Allow": response.headers["Allow"]})
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is believed here, so there is nothing to forge
    return answer


def _nothing_here(_request: HttpRequest, **_named: Any) -> HttpResponse:
    return problems.problem(404, "There is nothing at this address. /api/v1/docs lists what there is.")


_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
