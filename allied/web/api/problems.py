"""Refusals and failures as ``application/problem+json`` (RFC 9457). No internals, whatever happened."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from allied.kernel.errors import AlliedError, BadInput, Denied, InvalidState, NotVisible, TooMany
from allied.synthesis.missing import NoEmbedder

logger = logging.getLogger("allied.api")

# status → name in the type's address, title, what a program can do about it
PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: ("not-understood", "The request cannot be read", "Send well-formed JSON in UTF-8."),
    401: ("no-token", "A token is needed", "Send a live personal access token: Authorization: Bearer allied_…"),
    403: ("not-allowed", "You may not do this", "The role or the token’s scope does not allow it; ask as detail says."),
    404: ("not-found", "There is no such thing", "It does not exist in the workspace of the token."),
    405: ("method-not-allowed", "This address does not do that", "The Allow header lists what it does."),
    409: ("not-now", "The state does not allow this", "detail says what to do first."),
    412: ("changed-since", "It changed since you read it", "Read it again; changed holds what is different now."),
    413: ("too-large", "The request is too large", "Send less at once."),
    415: ("wrong-type", "The body has the wrong type", "Set Content-Type as the reference says."),
    422: ("not-usable", "What was sent cannot be used", "errors has a sentence for each field."),
    429: ("too-many", "Too many requests", "Wait as many seconds as Retry-After says."),
    500: ("failure", "Something failed on the server", "Nothing was changed. Try again later, or tell your operator."),
    503: (
        "not-installed",
        "A part of the server is missing",
        "Nothing was changed. detail says what your operator can do.",
    ),
}
STATUS: dict[type[AlliedError], int] = {NotVisible: 404, Denied: 403, InvalidState: 409, BadInput: 422}


class Refusal(AlliedError):
    """A refusal that is HTTP's own, not a use-case's. ``more`` are further members of the problem."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.headers, self.more = status, headers or {}, more


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> HttpResponse:
    """The answer for a problem; ``more`` are members beside type, title, status and detail."""
    name, title, _ = PROBLEMS[status]
    body = {"type": f"/api/v1/docs#{name}", "title": title, "status": status, "detail": detail, **more}
    text = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/problem+json", headers=dict(headers or {}))


def register(api: NinjaAPI) -> None:
    """Let every failure inside the API become a problem."""
    api.add_exception_handler(AlliedError, _refused)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Http404, lambda _request, _missing: problem(404, "There is nothing at this address."))
    for kind in (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        api.add_exception_handler(kind, _too_large)
    for broken in (UnreadablePostError, MultiPartParserError):
        api.add_exception_handler(broken, _not_read)
    api.add_exception_handler(NoEmbedder, lambda _request, missing: problem(503, str(missing)))
    api.add_exception_handler(Exception, _failed)


def _refused(_request: HttpRequest, refusal: AlliedError | type[AlliedError]) -> HttpResponse:
    if isinstance(refusal, Refusal):
        return problem(refusal.status, str(refusal), headers=refusal.headers, **refusal.more)
    if isinstance(refusal, TooMany):
        return problem(429, str(refusal), headers={"Retry-After": str(refusal.wait)})
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    if isinstance(refusal, BadInput):
        return problem(status, " ".join(dict.fromkeys(refusal.fields.values())), errors=refusal.fields)
    return problem(status, str(refusal))


def _http_error(request: HttpRequest, failure: HttpError | type[HttpError]) -> HttpResponse:
    cause = getattr(failure, "__cause__", None)
    if isinstance(cause, AlliedError):  # from our parser, which the frame wraps
        return _refused(request, cause)
    if isinstance(cause, RequestDataTooBig):
        return _too_large(request, cause)
    return problem(400, "The body is no well-formed JSON in UTF-8. Nothing was changed.")


def _not_valid(_request: HttpRequest, failure: ValidationError | type[ValidationError]) -> HttpResponse:
    fields = {one.field: one.sentence for one in complaints(getattr(failure, "errors", []))}
    return problem(422, " ".join(dict.fromkeys(fields.values())), errors=fields)


def _too_large(_request: HttpRequest, _failure: object) -> HttpResponse:
    return problem(413, "The request is larger than this address takes. Nothing was changed.")


def _not_read(_request: HttpRequest, _failure: object) -> HttpResponse:
    return problem(400, "The body could not be read to its end. Nothing was changed.")


def _failed(request: HttpRequest, failure: Exception | type[Exception]) -> HttpResponse:
    logger.error(
        "%s %s failed", request.method, request.path, exc_info=failure if isinstance(failure, Exception) else None
    )
    return problem(500, "Something failed on the server and was written to its log. Nothing was changed.")


@dataclass(frozen=True)
class Complaint:
    """What is wrong with one field, by its path in the request."""

    field: str
    sentence: str


_SENTENCES = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field here.",
    "string_type": "This must be text.",
    "int_parsing": "This must be a whole number.",
    "int_type": "This must be a whole number.",
    "bool_parsing": "This must be true or false.",
    "datetime_parsing": "This must be a time such as 2026-05-04T09:30:00Z.",
    "datetime_from_date_parsing": "This must be a time such as 2026-05-04T09:30:00Z.",
    "timezone_aware": "This time must say its zone, such as 2026-05-04T09:30:00Z.",
    "model_attributes_type": "This must be an object.",
    "dict_type": "This must be an object.",
}


def complaints(errors: Iterable[Mapping[str, Any]]) -> list[Complaint]:
    """The validator's findings in our words. A path begins below the body or the query."""
    found = []
    for error in errors:
        where = [str(part) for part in error["loc"]]
        below = where[2:] if where[:1] in (["body"], ["form"], ["file"]) else where[1:]
        sentence = _SENTENCES.get(error["type"]) or f"{error['msg'].rstrip('.')}."
        found.append(Complaint(".".join(below[-1:] if where[:1] == ["query"] else below), sentence))
    return found
