"""Where contents lie: ALLIED_HOME/files/ab/cd…, under their SHA-256. Written once, then only read or erased."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from allied.kernel.errors import BadInput
from allied.kernel.files.types import HEAD
from allied.kernel.words import _


def store() -> Path:
    """The folder of all contents."""
    return Path(settings.HOME) / "files"


def place_of(digest: str) -> Path:
    """Where the content with that digest lies, or would."""
    return Path(settings.HOME) / "files" / digest[:2] / digest[2:]


@dataclass(frozen=True)
class Written:
    """A content on the disk that nothing names yet: its digest, its size and its first bytes."""

    path: Path
    digest: str
    size: int
    head: bytes

    def keep(self) -> None:
        """Put it where its digest says. Keeping the same twice is the same as once."""
        place = place_of(self.digest)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        self.path.replace(place)

    def discard(self) -> None:
        """Leave nothing of it; what was kept stays."""
        self.path.unlink(missing_ok=True)


def write(chunks: Iterable[bytes], *, limit: int) -> Written:
    """Write a content beside the others, to be kept or discarded.

    Raises:
        BadInput: it is empty, or larger than ``limit`` bytes. Nothing is left of it, nor where ``chunks`` break off.
    """
    folder = Path(settings.HOME) / "files"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size, head = sha256(), 0, b""
    with NamedTemporaryFile(dir=folder, prefix="new-", delete=False) as file:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise BadInput(
                        files=_("A file may have up to %(limit)s MB. Nothing was stored.", limit=limit // 2**20)
                    )
                head = head or chunk[:HEAD]
                digest.update(chunk)
                file.write(chunk)
            if not size:
                raise BadInput(files=_("The file is empty. Nothing was stored."))
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    return Written(Path(file.name), digest.hexdigest(), size, head)


def erase(digest: str) -> None:
    """Take a content away for good."""
    place_of(digest).unlink(missing_ok=True)
