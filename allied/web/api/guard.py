"""The door of the API: who asks, how often, and whether what they send can be read at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.operation import Operation
from ninja.security import HttpBearer

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.access.models import AccessToken, Scope
from allied.kernel.errors import BadInput, TooMany
from allied.kernel.membership.tokens import bearer
from allied.kernel.people.models import Member
from allied.web import rates
from allied.web.api.problems import Refusal
from allied.web.security import is_storable

SAFE: Final = frozenset({"GET", "HEAD"})
REQUESTS_A_MINUTE: Final = 600  # by one token
FAILURES_A_MINUTE: Final = 30  # with a token that does not work, from one address
_SOURCES = {"body": "application/json", "form": "multipart/form-data", "file": "multipart/form-data"}


class ApiRequest(HttpRequest):
    """A request by a program that acts as ``member``, through the token ``auth``."""

    auth: AccessToken
    member: Member


class PersonalAccessToken(HttpBearer):
    """Names the way in for the OpenAPI document; ``guarded`` has opened the door before it is asked."""

    openapi_description = "A personal access token, made on the page “Your account”."

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "auth", None)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return getattr(request, "auth", None)


def guarded(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap one operation: token, limit and scope first, then the form of what was sent, then the operation."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # the frame hands over a bound method

    def checked(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            token = enter(request)
            _check_scope(request, token)
            _check_query(request, operation)
            _check_body(request, operation)
            check_text({**request.GET.dict(), **path})
        except Exception as refusal:
            return operation.api.on_exception(request, refusal)
        return run(request, **path)

    return checked


def enter(request: HttpRequest) -> AccessToken:
    """Find out which program asks, and set ``request.auth`` and ``request.member``.

    Raises:
        Refusal: no live token, or too many requests.
        Denied: the token's member reads nothing here.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = bearer(secret.strip()) if scheme.lower() == "bearer" and secret else None
    if token is None:
        _count(f"address:{rates.address_of(request)}", FAILURES_A_MINUTE)
        sentence = "This needs a personal access token that is live. Make one on the page “Your account”."
        raise Refusal(401, sentence, headers={"WWW-Authenticate": 'Bearer realm="Allied"'})
    _count(f"token:{token.pk}", REQUESTS_A_MINUTE)
    request.auth, request.member = token, token.member  # type: ignore[attr-defined]
    access.require(token.member, Permission.WORKSPACE_READ)
    return token


def _check_scope(request: HttpRequest, token: AccessToken) -> None:
    """Raises: Refusal, where a token that may only read is used to write."""
    if request.method not in SAFE and token.scope != Scope.WRITE:
        sentence = f"The token “{token.name}” may only read. Use one that may write. Nothing was changed."
        raise Refusal(403, sentence, headers={"WWW-Authenticate": 'Bearer error="insufficient_scope", scope="write"'})


def _count(who: str, limit: int) -> None:
    """Count one more request in this minute. Raises: Refusal, when there were too many."""
    try:
        rates.count(f"api:{who}", limit)
    except TooMany as refusal:
        wait = refusal.wait
        sentence = f"More than {limit} requests came in this minute. Go on in {wait} seconds. Nothing was changed."
        raise Refusal(429, sentence, headers={"Retry-After": str(wait)}) from None


def _check_query(request: HttpRequest, operation: Operation) -> None:
    """A misspelled filter must not quietly answer with everything. Raises: BadInput."""
    known: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            known |= set(getattr(model, "__ninja_flatten_map__", None) or model.model_fields)
    unknown = sorted(set(request.GET) - known)
    if unknown:
        listed = ", ".join(sorted(known)) or "none"
        sentence = f"This address has no such parameter. It knows: {listed}."
        raise BadInput(**{name.strip() or "whole": sentence for name in unknown})


def _check_body(request: HttpRequest, operation: Operation) -> None:
    """Raises: Refusal, for a body of the wrong type or size; BadInput, where none is expected."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    wanted = {_SOURCES.get(model.__ninja_param_source__ or "", "") for model in operation.models} - {""}
    if not wanted:
        if length > 2 and request.method not in SAFE:
            raise BadInput(whole="This address takes no body. Nothing was changed.")
        return
    if not length:
        return
    (media_type,) = wanted
    if request.content_type != media_type:
        raise Refusal(415, f"Send this as {media_type}. Nothing was changed.")
    if media_type == "application/json" and length > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or length):
        raise Refusal(413, "The body is larger than this address takes. Nothing was changed.")
    if media_type == "multipart/form-data":
        check_text(request.POST.dict())


def check_text(value: Any) -> None:
    """Raises: BadInput, naming the field with a character that no database keeps (U+0000, half a surrogate pair)."""
    for field, text in _texts(value, ""):
        if not is_storable(text):
            sentence = "This text holds a character that cannot be stored, such as U+0000. Remove it."
            raise BadInput(**{field or "whole": f"{sentence} Nothing was changed."})


def _texts(value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield field, str(name)
            yield from _texts(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, field)
