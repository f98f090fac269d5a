"""An empty installation with its worker, for the stories of the whole."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.db import connections

from allied.kernel.jobs.runner import run_all

PAUSE = 0.1  # seconds between two glances at the queue


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Runs jobs beside the server, as the worker of ``allied serve`` does."""
    over = Event()

    def work() -> None:
        while not over.wait(PAUSE):
            run_all()
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()
