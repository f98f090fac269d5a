"""What the server runs: health probes, assistants, and Django for everything else."""

import gc
from importlib import import_module

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from allied.site.assistants.web import PATH, assistants
from allied.site.bridge import Bridge, Receive, Scope, Send
from allied.site.health import Health

THREADS = 8  # measured: more threads only wait for the database and for each other

health = Health()
pages = Bridge(WSGIHandler(), threads=THREADS, limit=settings.REQUEST_LIMIT)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One port for everything. Django must be set up (``allied serve`` has done it)."""
    found = assistants if scope["path"] == PATH else health.route(scope["path"])
    await (found or pages)(scope, receive, send)


def settle() -> None:
    """Load all pages, and let the garbage collector leave alone what is there by then.

    A full collection, at one page in seventy, otherwise walks 180,000 objects that never go: 130 ms against 10 on a
    busy machine.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
