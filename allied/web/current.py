"""The request being answered, for the parts of a page that take no arguments: csrf, addresses, the time zone."""

from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from allied.kernel import words
from allied.web import formats

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def request() -> HttpRequest | None:
    """The request of this thread, or None outside of one (commands, tests of a template alone)."""
    return _request.get()


def workspace_slug() -> str:
    """The slug of the workspace in the address, or "" on pages outside of one."""
    found = request()
    match = getattr(found, "resolver_match", None)
    member = getattr(found, "member", None)
    return member.workspace.slug if member else (match.kwargs.get("workspace", "") if match else "")


def remember_request(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; also puts back the time zone and the language of dates, which are the member's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _request.set(request)
        words.speak(settings.LANGUAGE_CODE)
        try:
            return get_response(request)
        finally:
            _request.reset(token)
            timezone.deactivate()
            formats.write_dates("")

    return middleware
