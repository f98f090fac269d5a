"""The database and this version of the code: do they fit, and how the one is brought up to the other.

A snapshot of existing data comes before the first change: for SQLite here, for PostgreSQL as a dump that the
administrator takes, so migrating there waits for a word. A database that a newer version wrote is refused.
"""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from allied.kernel.errors import InvalidState
from allied.site import snapshot

MIGRATION_LOCK = 0x616C6C696564  # "allied": one process migrates a PostgreSQL database at a time


@dataclass(frozen=True)
class State:
    """What the database has, against what this code knows; migrations are named "app.0001_name"."""

    is_empty: bool
    pending: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Migrated:
    applied: tuple[str, ...] = ()
    snapshot: Path | None = None


def state() -> State:
    """Read the database's own list of migrations. Raises: OperationalError, when it does not answer."""
    connection.ensure_connection()
    loader = MigrationLoader(connection)
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as cause:
        raise InvalidState(
            f"The database's migrations are out of order ({cause}). Nothing was changed. Restore a backup, "
            "or start with an empty database."
        ) from None
    applied, known = set(loader.applied_migrations), set(loader.graph.nodes)
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    return State(
        is_empty=not applied,
        pending=_names(known - applied),
        unknown=_names(applied - known - set(loader.disk_migrations) - replaced),
    )


def _names(keys: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in keys))


def check_known(found: State) -> None:
    """Raises: InvalidState, when a newer version of Allied wrote this database."""
    if found.unknown:
        raise InvalidState(
            f"A newer version of Allied wrote this database: it has {found.unknown[-1]}. Nothing was changed. Start "
            f"that version (git pull; make run), or restore the copy from before it: {settings.HOME / 'backups'}"
        )


def require_ready(*, say: Callable[[str], None]) -> None:
    """Make an empty database ready; leave one that fits as it is.

    Raises:
        InvalidState: it has data of an older or a newer version.
    """
    found = state()
    check_known(found)
    if found.is_empty:
        migrate(has_dump=True, say=say)
    elif found.pending:
        raise InvalidState(
            f"The database is of an older version: {len(found.pending)} migrations wait. Nothing was changed. "
            "Run: allied migrate"
        )


def migrate(*, has_dump: bool, say: Callable[[str], None]) -> Migrated:
    """Apply what waits, after a snapshot of existing data.

    Raises:
        InvalidState: the database is newer, or out of order, or PostgreSQL's data has no dump yet, or a migration
            failed; the sentence says where the data as it was lies.
    """
    found = state()
    check_known(found)
    if not found.pending:
        return Migrated()
    with _alone():
        found = state()  # another process may have migrated while this one waited
        if not found.pending:
            return Migrated()
        kept = None if found.is_empty else _keep(found, has_dump, say)
        say("Preparing the database" if found.is_empty else f"Applying {len(found.pending)} migrations")
        _apply(kept)
        return Migrated(found.pending, kept)


def _keep(found: State, has_dump: bool, say: Callable[[str], None]) -> Path | None:
    if connection.vendor == "sqlite":
        say("Taking a snapshot of the data first")
        return snapshot.take(settings.HOME / "backups")
    if not has_dump:
        raise InvalidState(
            f"This version changes the database ({len(found.pending)} migrations). Nothing was changed. Take a dump "
            "first (pg_dump), then run: allied migrate --yes"
        )
    return None


def _apply(kept: Path | None) -> None:
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as cause:
        where = f" The data as it was: {kept}" if kept else ""
        raise InvalidState(f"A migration failed: {cause}.{where} Please report this with the lines above.") from cause


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "sqlite":
        with (settings.HOME / "migrate.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
