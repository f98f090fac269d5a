"""The PostgreSQL of the tests: one that is named, the machine's own, or a throwaway cluster of this run."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

SOCKETS = ("/var/run/postgresql", "/tmp")  # noqa: S108  where servers put their socket
LEAST_VERSION = 150_000
OPTIONS = "-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=40"


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server on which databases may be created; "" where there is none."""
    if found := os.environ.get("ALLIED_TEST_POSTGRES_URL") or on_socket():
        yield found
        return
    programs, user = binaries(), other_user()
    if programs is None or user is None:
        yield ""
        return
    with cluster(programs, user) as url:
        yield url


def on_socket() -> str:
    """A running server of this machine, if we may create databases there."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    for place in SOCKETS:
        url = f"postgresql://{user}@{quote(place, safe='')}/postgres"
        if Path(place, ".s.PGSQL.5432").exists() and may_create(url):
            return url
    return ""


def may_create(url: str) -> bool:
    query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=3) as opened:
            row = opened.execute(query).fetchone()
            return bool(row and row[0]) and opened.info.server_version >= LEAST_VERSION
    except psycopg.Error:
        return False


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl, the newest first."""
    found = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return found[0] if found else None


def other_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: whom to run it as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


@contextlib.contextmanager
def cluster(programs: Path, user: pwd.struct_passwd) -> Iterator[str]:
    """A server in a folder of its own, gone at the end; "" when it does not start."""
    home = tempfile.mkdtemp(prefix="allied-pg-", dir="/tmp")  # noqa: S108  short: a socket's path has 107 characters
    data = f"{home}/data"
    os.chown(home, user.pw_uid, user.pw_gid)

    def become() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)

    def run(program: str, *words: str) -> bool:
        command = [str(programs / program), "-D", data, *words]
        with Path(home, "said").open("a") as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False, preexec_fn=become)
            return not done.returncode

    try:
        made = run("initdb", "-A", "trust", "-U", "allied", "--no-sync", "-E", "UTF8", "--no-locale")
        if made and run("pg_ctl", "-w", "-l", f"{home}/log", "-o", OPTIONS.format(home=home), "start"):
            yield f"postgresql://allied@{quote(home, safe='')}/postgres"
        else:
            print("PostgreSQL did not start:", *Path(home, "said").read_text().splitlines()[-3:], sep="\n  ")
            yield ""
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
