"""The worker process beside the server: started with it, started again when it dies, gone when the server is."""

import os
import subprocess
import sys
import threading
import time

import structlog
from django.conf import settings

STOP_SECONDS = 10.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0

log = structlog.get_logger("allied.worker")


class WorkerKeeper:
    """Keeps one `allied worker` running. Were this process killed, the worker would notice that its parent is gone."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the worker to finish its step; end it after ``STOP_SECONDS``."""
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(STOP_SECONDS)
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._process = start_worker()
            if self._stopping.is_set():
                self._process.terminate()
            code = self._process.wait()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - began > STEADY_SECONDS else min(2 * pause, LONGEST_PAUSE)
            log.warning("worker.ended", code=code, again_in_seconds=pause)
            self._stopping.wait(pause)


def start_worker() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", "allied.cli", "worker", "--parent", str(os.getpid())]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdin=subprocess.DEVNULL)  # noqa: S603
