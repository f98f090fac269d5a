"""The way in over HTTP: ``POST /mcp`` with a personal access token. Each request stands for itself.

It is an ASGI application beside Django, with the door of the API: the same tokens, limits and host names. A request
from a page of another origin is refused, as the protocol asks. There is no session and no stream: GET is refused too.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest

from allied.kernel.errors import Denied
from allied.kernel.people.models import Member
from allied.site.assistants.threads import in_thread
from allied.site.bridge import BARE_HEADERS, Receive, Scope, Send, build_environ
from allied.web.api.guard import enter
from allied.web.api.problems import Refusal

PATH: Final = "/mcp"
LARGEST: Final = 256_000  # bytes of a request; a question has 500 characters


async def assistants(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request of an assistant."""
    request = WSGIRequest(build_environ(scope, io.BytesIO(), 0))
    try:
        _check(request)
        token = await in_thread(lambda: enter(request))
    except Denied as refusal:
        await _refuse(send, 403, str(refusal))
    except Refusal as refusal:
        await _refuse(send, refusal.status, str(refusal), dict(refusal.headers))
    else:
        manager = (await in_thread(_library))(token.member)
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def _library() -> Callable[[Member], Any]:
    """What makes the protocol's side of one request. It takes seconds to load, and only once: off the event loop."""
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager  # noqa: PLC0415

    from allied.site.assistants.server import server  # noqa: PLC0415

    def made(member: Member) -> Any:
        spoken = server(lambda: member)
        return StreamableHTTPSessionManager(spoken, stateless=True, json_response=True, max_request_body_size=LARGEST)

    return made


def _check(request: WSGIRequest) -> None:
    """Raises: Refusal, for another method, host or origin than ours."""
    if request.method != "POST":
        raise Refusal(405, "Send requests by POST; there is no stream here.", headers={"Allow": "POST"})
    try:
        host = request.get_host()
    except DisallowedHost:
        raise Refusal(400, "This server is not known by that host name. Set ALLIED_URL.") from None
    origin = request.headers.get("Origin", "")
    if origin and origin.partition("://")[2] != host:
        raise Refusal(403, "Pages of another origin may not ask here.")


async def _refuse(send: Send, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": sentence}}).encode()
    pairs = [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]
    standard = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body)), *BARE_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": [*standard, *pairs]})
    await send({"type": "http.response.body", "body": body})
