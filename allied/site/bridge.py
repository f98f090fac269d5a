"""From ASGI to Django as WSGI. A thread is held only while Django computes, never while a client is slow.

- The request's body is read on the event loop, into memory and beyond 1 MB onto disk, before a thread is taken.
  Over the limit it is refused (413), and so is a client that stops sending (408).
- A finished answer, and a file, is sent from the loop; only a generator keeps its thread, for as long as the client
  takes what it yields.
- When the client has left, a request that still waits is dropped and a generator is closed.
- Header names with an underscore are dropped: WSGI cannot tell X_Forwarded_For from X-Forwarded-For.
- A body without a length (chunked) gets one. Statuses, headers and HEAD pass unchanged.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

CHUNK = 1 << 16
IN_MEMORY = 1 << 20
STALL_SECONDS = 60.0
THREAD_MARGIN = 5.0  # a thread waits this much longer than the loop, in case the loop has ended
BARE_HEADERS: Headers = [  # of answers that Django does not give
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
]
TOO_LARGE = 413, b"This is larger than the server takes. Nothing was stored. Go back and send less at once.\n"
TIMED_OUT = 408, b"The request stopped half way. Nothing was stored. Go back and send it again.\n"


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


class Refused(Exception):
    """The request is answered without Django. Its arguments are the status and the text."""


@dataclass
class FileAnswer:
    """What Django returns for a file (PEP 3333's ``wsgi.file_wrapper``); it is read on the loop, not in a thread."""

    file: Any
    size: int = CHUNK

    def __iter__(self) -> FileAnswer:
        return self

    def __next__(self) -> bytes:
        if chunk := self.file.read(self.size):
            return bytes(chunk)
        raise StopIteration

    def close(self) -> None:
        if hasattr(self.file, "close"):
            self.file.close()


class Bridge:
    """An ASGI application around a WSGI one."""

    def __init__(self, app: Application, *, threads: int, limit: int, stall: float = STALL_SECONDS) -> None:
        self.app, self.limit, self.stall = app, limit, stall
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                size = await self._read(receive, body)
            except ClientLeft:
                return
            except Refused as refusal:
                await _refuse(send, *refusal.args)
                return
            exchange = Exchange(self.app, build_environ(scope, body, size), send, self.stall)
            watcher = asyncio.create_task(_watch(receive, exchange))
            try:
                await self._answer(exchange)
            finally:
                exchange.left.set()
                watcher.cancel()

    async def _read(self, receive: Receive, body: IO[bytes]) -> int:
        """Spool the body; its size."""
        size, more = 0, True
        while more:
            try:
                message = await asyncio.wait_for(receive(), self.stall)
            except TimeoutError:
                raise Refused(*TIMED_OUT) from None
            if message["type"] == "http.disconnect":
                raise ClientLeft
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.limit:
                raise Refused(*TOO_LARGE)
            body.write(chunk)
            more = message.get("more_body", False)
        body.seek(0)
        return size

    async def _answer(self, exchange: Exchange) -> None:
        loop = asyncio.get_running_loop()
        try:
            rest = await loop.run_in_executor(self.pool, exchange.run, loop)
            if rest is not None:
                await exchange.send_rest(rest)
        except (ClientLeft, TimeoutError):
            return  # the server closes the connection of an answer that was not finished
        finally:
            if isinstance(exchange.answer, FileAnswer):
                await loop.run_in_executor(self.pool, exchange.answer.close)


class Exchange:
    """One request on its way through Django. ``run`` is called in a thread, the rest on the loop."""

    def __init__(self, app: Application, environ: dict[str, Any], send: Send, stall: float) -> None:
        self.app, self.environ, self._send, self.stall = app, environ, send, stall
        self.left = threading.Event()
        self.answer: Iterable[bytes] = ()
        self.head: Message = {}

    def run(self, loop: asyncio.AbstractEventLoop) -> Iterable[bytes] | None:
        """Let Django answer. What can be sent without this thread is returned; a generator is sent from here."""
        if self.left.is_set():
            raise ClientLeft
        self.answer = self.app(self.environ, self._start)
        if isinstance(self.answer, FileAnswer):
            return self.answer
        try:
            if getattr(self.answer, "streaming", True):
                self._stream(loop)
                return None
            return list(self.answer)
        finally:
            getattr(self.answer, "close", lambda: None)()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], None]:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.head = {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": pairs}
        return _no_write

    def _stream(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand over one chunk at a time and wait until the client took it."""
        self._from_thread(loop, self.head)
        for chunk in self.answer:
            if self.left.is_set():
                return
            if chunk:
                self._from_thread(loop, _part(chunk, more=True))
        self._from_thread(loop, _part(b"", more=False))

    def _from_thread(self, loop: asyncio.AbstractEventLoop, message: Message) -> None:
        asyncio.run_coroutine_threadsafe(self.send(message), loop).result(self.stall + THREAD_MARGIN)

    async def send_rest(self, chunks: Iterable[bytes]) -> None:
        await self.send(self.head)
        for chunk in chunks:
            if self.left.is_set():
                raise ClientLeft
            if chunk:
                await self.send(_part(chunk, more=True))
        await self.send(_part(b"", more=False))

    async def send(self, message: Message) -> None:
        """Raises: TimeoutError, when the client takes nothing for ``stall`` seconds."""
        await asyncio.wait_for(self._send(message), self.stall)


def _part(chunk: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": more}


def _no_write(_: bytes) -> None:
    raise NotImplementedError("write() is not offered; Django does not use it")


async def _watch(receive: Receive, exchange: Exchange) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    exchange.left.set()


async def _refuse(send: Send, status: int, text: bytes) -> None:
    headers: Headers = [
        (b"content-type", b"text/plain"),
        (b"content-length", b"%d" % len(text)),
        (b"connection", b"close"),
        *BARE_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def build_environ(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """PEP 3333's environment. The length of the body is what arrived, whatever the client had announced."""
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", "").encode().decode("latin-1"),
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileAnswer,
    }
    for name, value in _headers(scope["headers"]):
        joined = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{joined}{value}" if name in environ else value
    if size or scope["method"] not in ("GET", "HEAD"):
        environ["CONTENT_LENGTH"] = str(size)
    return environ


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[str, str]]:
    for raw, value in pairs:
        name = raw.decode("latin-1").upper().replace("-", "_")
        if b"_" in raw or name in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            continue
        yield name if name == "CONTENT_TYPE" else f"HTTP_{name}", value.decode("latin-1")
