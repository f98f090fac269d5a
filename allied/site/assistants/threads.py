"""Work that asks the database, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from django.db import close_old_connections

THREADS: Final = 2  # pages have their own; assistants wait for each other, not pages for them

T = TypeVar("T")
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="assistant")


async def in_thread(work: Callable[[], T]) -> T:
    """Do ``work`` in a thread, with database connections that are let go when they are too old."""

    def done() -> T:
        close_old_connections()
        try:
            return work()
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_pool, done)
