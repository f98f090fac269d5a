"""Where uploaded files lie until their import is over: as they came, and rewritten to be read."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.importing.reading import Record, records
from allied.kernel.words import _

if TYPE_CHECKING:
    from allied.kernel.importing.models import Import

SIZE_LIMIT = 100 * 1024 * 1024
GONE = _("The file of this import is no longer kept. Upload it again; rows that are here already are not added twice.")


def folder() -> Path:
    place = Path(settings.HOME) / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def original(key: str) -> Path:
    return folder() / f"{key}.upload"


def readable(key: str) -> Path:
    return folder() / f"{key}.utf8"


def keep(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store an upload; return its key and size.

    Raises:
        BadInput: it is larger than the limit. Nothing is kept then.
    """
    key, size = secrets.token_hex(16), 0
    with original(key).open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > SIZE_LIMIT:
                break
            file.write(chunk)
    if size > SIZE_LIMIT:
        forget(key)
        limit = SIZE_LIMIT // 1024**2
        raise BadInput(
            file=_(
                "The file is larger than %(limit)s MB. Split it and import the parts. Nothing was stored.", limit=limit
            )
        )
    return key, size


def forget(key: str) -> None:
    """Remove both copies of an upload."""
    for path in (original(key), readable(key)):
        path.unlink(missing_ok=True)


def older_than(moment: datetime) -> Iterator[Path]:
    """Files that nobody has written to since then."""
    return (path for path in folder().iterdir() if path.stat().st_mtime < moment.timestamp())


def body(imported: Import, *, offset: int = 0, row: int = 0) -> Iterator[Record]:
    """The rows below the header, from where reading stopped.

    Raises:
        InvalidState: the file is no longer kept.
    """
    path = readable(imported.file_key)
    if not path.exists():
        raise InvalidState(GONE)
    found = records(path, imported.layout.dialect, offset=offset, number=row)
    return islice(found, 1, None) if imported.has_header and not offset else found
