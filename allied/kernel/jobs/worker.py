"""The worker process: takes jobs until its parent ends or it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
import time

from django.db import close_old_connections

from allied.kernel.jobs import runner

IDLE_SECONDS = 0.5
BEAT_SECONDS = 5.0


def run(*, parent: int | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until process ``parent`` is no longer this one's parent."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    worker, beaten = runner.worker_name(), 0.0
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        close_old_connections()
        if time.monotonic() - beaten > BEAT_SECONDS:
            runner.beat(worker)
            runner.queue_periodic()
            beaten = time.monotonic()
        job = runner.take(worker)
        if job is None:
            stop.wait(IDLE_SECONDS)
            continue
        runner.run(job, worker)
