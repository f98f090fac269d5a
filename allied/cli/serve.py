"""`allied serve`: migrate, serve and work, in one process on a laptop or one role each behind a proxy."""

import importlib.util
import signal
import socket
from collections.abc import Callable

import click
import uvicorn
from django.conf import settings

from allied.cli.keeper import WorkerKeeper
from allied.cli.output import Refused, Unusable, answer, note
from allied.kernel.jobs import worker
from allied.settings.variables import text
from allied.site import database
from allied.site.asgi import application, settle
from allied.site.entrance.rules import LOOPBACK, may_set_up, setup_code


@click.command(help="Migrate, serve the pages and run the worker. Ctrl+C stops it.")
@click.option("--host", default=lambda: text("ALLIED_HOST"), show_default="ALLIED_HOST, 127.0.0.1")
@click.option("--port", type=click.IntRange(0, 65535), default=lambda: text("ALLIED_PORT"), show_default="8000")
@click.option("--role", type=click.Choice(["all", "web", "worker"]), default="all", show_default=True)
@click.option("--demo/--no-demo", default=False, help="Load the demo workspace into an empty installation.")
def command(host: str, port: int, role: str, demo: bool) -> None:
    if role != "worker":
        check_front_end()
        listener = listen(host, port)
    prepare_database()
    if role == "worker":
        return worker.run()
    sign_in = load_demo() if demo else ""
    code = set_up(listener)
    keeper = WorkerKeeper() if role == "all" else None
    try:
        if keeper:
            keeper.start()
        serve(listener, lambda: greet(address(listener), sign_in, code))
    finally:
        if keeper:
            keeper.stop()
    return None


def check_front_end() -> None:
    if not (settings.UI / ".vite" / "manifest.json").exists():
        raise Refused("The front end is not built. Run: make setup")


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; taken before the database is touched, so that a second start changes nothing."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as refusal:
        listener.close()
        other = port + 1 if 1024 <= port < 65535 else 8001
        raise Unusable(
            f"Cannot listen on {host}:{port} ({refusal.strerror}). Try: allied serve --port {other}"
        ) from None
    return listener


def prepare_database() -> None:
    done = database.migrate(has_dump=False, say=note)
    if done.snapshot:
        note(f"The data as it was before this version: {done.snapshot}")


def load_demo() -> str:
    """Load the demo workspace where nothing is yet; return how its members sign in."""
    if importlib.util.find_spec("allied.cli.demo") is None:
        return ""
    said: str = importlib.import_module("allied.cli.demo").load()
    return said


def address(listener: socket.socket) -> str:
    """What to type into the browser."""
    if settings.URL:
        return f"{settings.URL}/"
    host, port = listener.getsockname()[:2]
    shown = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{shown}:{port}/"


def set_up(listener: socket.socket) -> str:
    """The set-up code, where the first owner may come from another machine; else empty."""
    is_here_alone = listener.getsockname()[0] in LOOPBACK and not settings.BEHIND_PROXY
    return "" if is_here_alone or not may_set_up() else setup_code()


def greet(where: str, sign_in: str, code: str) -> None:
    asked = f"To set it up from another machine, type this code there: {code}" if code else ""
    lines = [f"Allied is ready: {where}", *filter(None, [asked, sign_in]), "Ctrl+C stops it."]
    answer("\n".join(lines), address=where, sign_in=sign_in, set_up_code=code)


class Server(uvicorn.Server):
    """Says that it is ready once it is."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        settle()
        self.ready()


def serve(listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until SIGTERM or Ctrl+C; requests under way get five seconds."""
    proxies = settings.BEHIND_PROXY
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,  # addresses may hold invitation and reset tokens
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=5,
        proxy_headers=bool(proxies),  # uvicorn's own default believes every process on this machine
        forwarded_allow_ips=proxies or None,
    )
    for name in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises the signal again at the end; by then we are done
        signal.signal(name, lambda *_: None)
    Server(config, ready).run(sockets=[listener])
