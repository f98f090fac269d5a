"""`allied worker`: background jobs."""

import os
import threading
import time

import click

from allied.cli.output import Refused
from allied.kernel.jobs import worker
from allied.site import database

GRACE_SECONDS = 10.0


@click.command(help="Run background jobs until told to stop (SIGTERM, Ctrl+C).")
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
def command(parent: int | None) -> None:
    if database.state().pending:
        raise Refused("The database waits for migrations. Run: allied migrate")
    if parent is not None:
        threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    worker.run(parent=parent)


def end_with(parent: int) -> None:
    """The worker stops between two jobs by itself; a long job gets ``GRACE_SECONDS`` and is resumed later."""
    while os.getppid() == parent:
        time.sleep(0.5)
    time.sleep(GRACE_SECONDS)
    os._exit(0)
