"""A verified copy of the SQLite database, taken while it is in use."""

import contextlib
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from allied.kernel.errors import InvalidState


def take(folder: Path) -> Path:
    """Copy the database into ``folder``, restore the copy once to be sure of it, and return its place.

    Raises:
        InvalidState: there is no room for it, or the copy does not hold what the database holds.
    """
    source = Path(str(connection.settings_dict["NAME"]))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_room(source, folder)
    name = f"allied-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite3"
    doing, place = folder / f"{name}.doing", folder / name
    doing.unlink(missing_ok=True)
    try:
        copy(source, doing)
        doing.chmod(0o600)
        verify(source, doing)
        os.replace(doing, place)
    finally:
        doing.unlink(missing_ok=True)
    return place


def check_room(source: Path, folder: Path) -> None:
    """The copy and its trial restore need the size of the database twice."""
    needed = 2 * sum(p.stat().st_size for p in (source, Path(f"{source}-wal")) if p.exists())
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise InvalidState(
            f"The snapshot before migrating needs {needed >> 20} MB in {folder} and {free >> 20} MB are free. "
            "Nothing was changed. Free some space, then start again."
        )


def copy(source: Path, target: Path) -> None:
    """SQLite's own backup: consistent, whoever writes meanwhile. The target is one plain file, on the disk."""
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def verify(source: Path, copied: Path) -> None:
    """Restore the copy into a temporary database and count: whole, and every table with as many rows as before."""
    restored = copied.with_suffix(".trial")
    try:
        copy(copied, restored)
        with contextlib.closing(sqlite3.connect(restored)) as trial:
            found = trial.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok" or counts(trial) != counts_of(source):
                raise InvalidState(
                    f"The snapshot of {source} does not read back ({found}). Nothing was changed. Stop any "
                    "other Allied that still writes there, check the disk, then start again."
                )
    finally:
        restored.unlink(missing_ok=True)


def counts_of(place: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(place)) as opened:
        return counts(opened)


def counts(opened: sqlite3.Connection) -> dict[str, int]:
    """Rows by table; the tables inside a full-text index are SQLite's own business."""
    listed = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = [name for (name,) in listed]
    return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
