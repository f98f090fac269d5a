"""The bridge over real connections: a small WSGI application behind uvicorn, clients on plain sockets."""

import hashlib
import json
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
import uvicorn

from allied.site.bridge import Bridge

LIMIT = 2 * 2**20
STALL = 1.0
open_streams: set[int] = set()


class Whole(list[bytes]):
    """What Django's ordinary response is to a server: an iterable that is complete."""

    streaming = False


def application(environ: dict[str, Any], start_response: Any) -> Any:
    path = environ["PATH_INFO"]
    if path == "/stream":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return endless()
    if path == "/file":
        start_response("200 OK", [("Content-Type", "application/octet-stream")])
        file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the bridge
        file.write(b"x" * 8 * 2**20)
        file.seek(0)
        return environ["wsgi.file_wrapper"](file)
    if path == "/broken":
        raise RuntimeError("no answer")
    read = environ["wsgi.input"].read()
    said = {
        "size": len(read),
        "digest": hashlib.sha256(read).hexdigest(),
        "length": environ.get("CONTENT_LENGTH"),
        "headers": {name: value for name, value in environ.items() if name.startswith("HTTP_")},
        "path": path,
        "remote": environ["REMOTE_ADDR"],
        "scheme": environ["wsgi.url_scheme"],
    }
    body = json.dumps(said).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return Whole([body])


def endless() -> Iterator[bytes]:
    mark = id(object())
    open_streams.add(mark)
    try:
        while True:
            yield b"y" * 65536
            time.sleep(0.01)
    finally:
        open_streams.discard(mark)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    bridge = Bridge(application, threads=4, limit=LIMIT, stall=STALL)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(bridge, log_config=None, lifespan="off", ws="none", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(10)
    listener.close()


def talk(port: int, request: bytes) -> tuple[int, dict[str, Any] | bytes]:
    """Send raw bytes on a new connection; the status, and the JSON or the text of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        said = b""
        while chunk := connection.recv(65536):
            said += chunk
    head, _, body = said.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body) if b"application/json" in head else body


def ask(port: int, path: str = "/", *headers: str, method: str = "GET", body: bytes = b"") -> tuple[int, Any]:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
    return talk(port, "\r\n".join(lines).encode() + body)


def until(found: Any, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.02)
    return False


def test_twenty_stalled_uploads_do_not_hold_up_a_page(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly a few"
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(head)
        time.sleep(0.1)
        began = time.monotonic()

        status, _ = ask(port)

        assert status == 200
        assert time.monotonic() - began < STALL / 2


def test_twenty_clients_that_take_nothing_of_a_file_do_not_hold_up_a_page(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(20):
            stalled = stack.enter_context(socket.socket())
            stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stalled.connect(("127.0.0.1", port))
            stalled.sendall(b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.2)

        assert ask(port)[0] == 200


def test_an_upload_that_stops_half_way_is_refused(port: int) -> None:
    status, text = talk(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly a few")

    assert status == 408
    assert b"half way" in text


def test_a_client_that_left_closes_its_stream(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        assert until(lambda: bool(open_streams))

    assert until(lambda: not open_streams)


def test_a_client_that_takes_nothing_of_a_stream_is_cut(port: int) -> None:
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        assert until(lambda: bool(open_streams))

        assert until(lambda: not open_streams, 10 * STALL)


def test_a_body_over_the_limit_is_refused(port: int) -> None:
    body = b"z" * (LIMIT + 1)

    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body))
        with suppress(ConnectionError):
            client.sendall(body)
        assert client.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_whole_body_arrives_as_it_was_sent(port: int) -> None:
    body = os.urandom(LIMIT)

    _, said = ask(port, "/", f"Content-Length: {len(body)}", method="POST", body=body)

    assert said["digest"] == hashlib.sha256(body).hexdigest()
    assert said["length"] == str(len(body))


def test_a_chunked_body_gets_a_length(port: int) -> None:
    body = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"

    _, said = ask(port, "/", "Transfer-Encoding: chunked", method="POST", body=body)

    assert said["length"] == "11"
    assert said["size"] == 11
    assert "HTTP_TRANSFER_ENCODING" not in said["headers"]


def test_header_names_with_an_underscore_are_dropped(port: int) -> None:
    _, said = ask(port, "/", "X_Forwarded_For: 6.6.6.6", "X-Good: yes")

    assert "HTTP_X_FORWARDED_FOR" not in said["headers"]
    assert said["headers"]["HTTP_X_GOOD"] == "yes"


def test_forwarded_headers_change_neither_address_nor_scheme(port: int) -> None:
    _, said = ask(port, "/", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Proto: https")

    assert said["remote"] == "127.0.0.1"
    assert said["scheme"] == "http"


def test_cookies_on_two_lines_stay_two_cookies(port: int) -> None:
    _, said = ask(port, "/", "Cookie: a=1", "Cookie: b=2")

    assert said["headers"]["HTTP_COOKIE"] == "a=1; b=2"


def test_a_path_outside_of_ascii_arrives_as_wsgi_wants_it(port: int) -> None:
    _, said = ask(port, "/caf%C3%A9")

    assert said["path"].encode("latin-1").decode() == "/café"


def test_a_file_arrives_whole(port: int) -> None:
    status, body = ask(port, "/file")

    assert status == 200
    assert body.count(b"x") == 8 * 2**20


def test_head_has_no_body(port: int) -> None:
    status, body = ask(port, "/file", method="HEAD")

    assert (status, body) == (200, b"")


def test_an_application_that_fails_answers_500_and_the_next_request_is_served(port: int) -> None:
    assert ask(port, "/broken")[0] == 500
    assert ask(port)[0] == 200
