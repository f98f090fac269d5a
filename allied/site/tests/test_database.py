"""Old, new and newer databases, each in a home of its own, through the command that a person runs."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from allied.kernel.errors import InvalidState
from allied.site import snapshot
from allied.site.database import State, check_known

LAST = "thread.0001_initial"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a migrated database. Tests take a copy."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    done = allied(home, "migrate", "--json")
    assert LAST in json.loads(done.stdout)["applied"]
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def allied(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("ALLIED_", "PYTHONDONT"))}
    env |= {"ALLIED_HOME": str(home), "PYTHONPATH": str(settings.ROOT), "DJANGO_SETTINGS_MODULE": "allied.settings"}
    command = [sys.executable, "-m", "allied.cli", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)


def change(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "allied.sqlite3")) as opened, opened:
        for statement in statements:
            opened.execute(statement)


def test_an_empty_database_is_prepared_without_a_snapshot(prepared: Path) -> None:
    assert (prepared / "allied.sqlite3").exists()
    assert not (prepared / "backups").exists()


def test_a_second_migrate_has_nothing_to_do(home: Path) -> None:
    assert allied(home, "migrate").stdout.strip() == "Nothing to do."


def test_a_database_of_a_newer_version_is_refused_and_left_alone(home: Path) -> None:
    change(home, "INSERT INTO django_migrations (app, name, applied) VALUES ('thread', '9999_later', '2026-01-01')")

    done = allied(home, "serve", "--port", "0", "--role", "worker")

    assert done.returncode == 3
    assert "newer version" in done.stderr
    assert "thread.9999_later" in done.stderr


def test_waiting_migrations_are_listed_and_end_with_code_3(tmp_path: Path) -> None:
    done = allied(tmp_path, "migrate", "--check", "--json")

    assert done.returncode == 3
    assert LAST in json.loads(done.stdout)["pending"]


def test_a_worker_refuses_a_database_that_waits_for_migrations(tmp_path: Path) -> None:
    done = allied(tmp_path, "worker")

    assert done.returncode == 3
    assert "allied migrate" in done.stderr


def test_a_failed_migration_names_the_snapshot_which_holds_the_data(home: Path) -> None:
    change(
        home,
        "CREATE TABLE keepsake (word text)",
        "INSERT INTO keepsake VALUES ('mine')",
        "DELETE FROM django_migrations WHERE app = 'decisions'",  # its tables exist, so that applying it fails
    )

    done = allied(home, "migrate")

    (kept,) = (home / "backups").iterdir()
    assert done.returncode == 3
    assert str(kept) in done.stderr
    assert kept.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(kept)) as opened:
        assert opened.execute("SELECT word FROM keepsake").fetchall() == [("mine",)]
        assert opened.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_known_database_passes() -> None:
    check_known(State(is_empty=False, pending=("a.1",), unknown=()))


def test_a_snapshot_that_lost_rows_is_not_kept(tmp_path: Path) -> None:
    full, short = tmp_path / "full.sqlite3", tmp_path / "short.sqlite3"
    for place, rows in ((full, 3), (short, 2)):
        with closing(sqlite3.connect(place)) as opened, opened:
            opened.execute("CREATE TABLE words (word text)")
            opened.executemany("INSERT INTO words VALUES (?)", [("w",)] * rows)

    with pytest.raises(InvalidState, match="does not read back"):
        snapshot.verify(full, short)
    assert not list(tmp_path.glob("*.trial"))


def test_a_snapshot_without_room_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "full.sqlite3"
    source.write_bytes(b"x" * 10_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 100}))

    with pytest.raises(InvalidState, match="Free some space"):
        snapshot.check_room(source, tmp_path)
