"""What the server runs: health probes, assistants, and Django for everything else."""

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
