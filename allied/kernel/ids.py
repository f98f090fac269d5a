"""Typed public identifiers: ``ins_01JD…``, a kind prefix and a ULID."""

import secrets
import time
from collections.abc import Iterator

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHIFTS = range(125, -1, -5)
_RANDOM_BITS = 80


def _encode(prefix: str, value: int) -> str:
    return f"{prefix}_" + "".join(_CROCKFORD[(value >> shift) & 31] for shift in _SHIFTS)


def new_id(prefix: str) -> str:
    """Return a sortable, URL-safe id whose prefix names the kind of object."""
    return next(new_ids(prefix, 1))


def new_ids(prefix: str, count: int) -> Iterator[str]:
    """Yield ``count`` ids that sort in the order in which they are yielded."""
    start = time.time_ns() // 1_000_000 << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS - 1)
    for offset in range(count):
        yield _encode(prefix, start + offset)
