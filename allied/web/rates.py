"""How often something may be tried: counted in this process by the minute, under names that say nothing."""

from __future__ import annotations

import hashlib
import time
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from allied.kernel.errors import TooMany

MINUTE: Final = 60


def count(what: str, limit: int, *, seconds: int = MINUTE) -> None:
    """Count one more try of ``what``. Raises: TooMany, when there were more than ``limit`` in this span of time."""
    now = int(time.time())
    key = _key(what, now // seconds)
    cache.add(key, 0, seconds + 1)
    try:
        tries = cache.incr(key)
    except ValueError:  # it went between the two calls; a new span has begun
        return
    if tries > limit:
        raise TooMany(seconds - now % seconds)


def check(what: str, limit: int, *, seconds: int = MINUTE) -> None:
    """Refuse without counting. Raises: TooMany, when ``limit`` tries were counted in this span of time."""
    now = int(time.time())
    if cache.get(_key(what, now // seconds), 0) >= limit:
        raise TooMany(seconds - now % seconds)


def address_of(request: HttpRequest) -> str:
    """Who asks, as far as the network tells; uvicorn put a believed proxy's word here."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(what: str, span: int) -> str:
    digest = hashlib.sha256(what.encode()).hexdigest()[:32]
    return f"rate:{digest}:{span}"
