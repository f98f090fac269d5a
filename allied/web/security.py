"""Headers of every answer: nothing inline, nothing from elsewhere, no frame around us; and text that can be kept."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponseBase

from allied.kernel.words import _
from allied.web.http import error_page

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Referrer-Policy": "same-origin",
}
# Pages hold what members wrote. Kept nowhere, they are gone after sign-out, also for the Back button.
KEPT_NOWHERE = "private, no-store"
NOT_STORABLE = _(
    "It held a character that cannot be stored, such as U+0000. Nothing was changed."
    " Go back, remove it, and send again."
)


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; a view that needs another value sets the header itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        return response

    return middleware


def storable_text(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: refuse U+0000 and half surrogate pairs on every page; PostgreSQL would fail on them.

    The API refuses them itself, with the name of the field.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_page = not request.path_info.startswith("/api/")
        if is_page and not all(map(is_storable, _texts(request))):
            return error_page(request, 400, NOT_STORABLE)
        return get_response(request)

    return middleware


def is_storable(text: str) -> bool:
    """Whether every database keeps the text as it is."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _texts(request: HttpRequest) -> Iterable[str]:
    yield request.path_info
    sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    for query in sent:
        for name, values in query.lists():
            yield name
            yield from values
