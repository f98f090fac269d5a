"""`allied doctor`: what works, what does not and the next step, and every setting with its origin."""

import platform
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

import click
import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

import allied
from allied.cli.output import answer
from allied.kernel.errors import AlliedError
from allied.kernel.jobs.models import Heartbeat
from allied.settings.variables import VARIABLES
from allied.site import database
from allied.site.entrance.rules import may_set_up, setup_code

LIVELY = timedelta(seconds=60)
LEAST_FREE_MB = 500
MARKS = {"ok": "ok     ", "note": "note   ", "failed": "FAILED "}


@dataclass(frozen=True)
class Finding:
    """One line of the report: ``mark`` is "ok", "note" (works, and worth knowing) or "failed"."""

    name: str
    mark: str
    sentence: str


def versions() -> Finding:
    stack = f"Python {platform.python_version()}, Django {django.get_version()}, SQLite {sqlite3.sqlite_version}"
    return Finding("versions", "ok", f"Allied {allied.__version__} on {stack}, {platform.system()}.")


def front_end() -> Finding:
    if (settings.UI / ".vite" / "manifest.json").exists():
        return Finding("front end", "ok", "Built.")
    return Finding("front end", "failed", "Not built. Run: make setup")


def disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free >> 20
    mark = "ok" if free >= LEAST_FREE_MB else "failed"
    more = "" if mark == "ok" else f" Free at least {LEAST_FREE_MB} MB; until then nothing can be saved for sure."
    return Finding("disk", mark, f"{free:,} MB free for {settings.HOME}.{more}")


def database_answers() -> Finding:
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if is_sqlite else "SHOW server_version")
        version = cursor.fetchone()[0]
    where = connection.settings_dict
    place = where["NAME"] if is_sqlite else f"{where['NAME']} on {where['HOST'] or 'this machine'}"
    return Finding("database", "ok", f"{connection.display_name} {version} answers: {place}.")


def migrations() -> Finding:
    found = database.state()
    database.check_known(found)
    if found.is_empty:
        return Finding("migrations", "note", "The database is empty. `allied serve` prepares it.")
    if found.pending:
        return Finding("migrations", "failed", f"{len(found.pending)} wait. Run: allied migrate")
    return Finding("migrations", "ok", "The database fits this version.")


def background() -> Finding:
    if database.state().is_empty:
        return Finding("worker", "note", "Not started yet.")
    last = Heartbeat.objects.order_by("-at").first()
    if last and timezone.now() - last.at < LIVELY:
        return Finding("worker", "ok", f"At work: {last.worker}.")
    seen = f"The last one was at work {last.at:%Y-%m-%d %H:%M} UTC." if last else "None has ever run."
    return Finding(
        "worker", "note", f"No worker is running; imports wait. {seen} Start: allied serve, or allied worker"
    )


def entrance() -> Finding:
    if database.state().pending or not may_set_up():
        return Finding("set-up", "ok", "The set-up page is closed.")
    return Finding("set-up", "note", f"Open: no workspace yet. From another machine it asks for: {setup_code()}")


def mail() -> Finding:
    if settings.HAS_EMAIL:
        return Finding("mail", "ok", f"On: {settings.EMAIL_HOST}, from {settings.DEFAULT_FROM_EMAIL}.")
    return Finding(
        "mail",
        "note",
        "Off. Invitation and reset links are made in Allied and handed over by hand. To change: ALLIED_EMAIL_URL",
    )


def transport() -> Finding:
    if settings.HTTPS:
        return Finding("https", "ok", f"{settings.URL}: Secure cookies and HSTS are on.")
    return Finding(
        "https",
        "note",
        f"{settings.URL or 'http on this machine'}: cookies travel unencrypted, HSTS is off. Right for a laptop; for"
        " others, put a proxy with https before Allied and set ALLIED_URL and ALLIED_BEHIND_PROXY.",
    )


CHECKS: dict[str, Callable[[], Finding]] = {
    "versions": versions,
    "front end": front_end,
    "disk": disk,
    "database": database_answers,
    "migrations": migrations,
    "worker": background,
    "set-up": entrance,
    "mail": mail,
    "https": transport,
}


def examine(name: str, check: Callable[[], Finding]) -> Finding:
    """The check's own finding, or the reason why it could not be made."""
    try:
        return check()
    except (DatabaseError, AlliedError, OSError) as failure:
        return Finding(name, "failed", str(failure).strip().splitlines()[0])


def listed_settings() -> list[dict[str, str]]:
    """Every variable: value, where it comes from, what it means. Secrets are said to be set, no more."""
    return [
        {
            "name": variable.name,
            "value": "(set)" if variable.is_secret and variable.is_set else variable.text,
            "origin": "environment" if variable.is_set else "default",
            "meaning": variable.meaning,
        }
        for variable in VARIABLES
    ]


@click.command(help="Check this installation and list its settings. Exit code 1 if something does not work.")
def command() -> None:
    findings = [examine(name, check) for name, check in CHECKS.items()]
    lines = [f"{MARKS[found.mark]} {found.name:11} {found.sentence}" for found in findings]
    lines += ["", "Settings (environment variables):"]
    for row in listed_settings():
        lines += [f"  {row['name']} = {row['value'] or '(not set)'}  [{row['origin']}]", f"      {row['meaning']}"]
    answer("\n".join(lines), checks=[asdict(found) for found in findings], settings=listed_settings())
    if any(found.mark == "failed" for found in findings):
        raise click.exceptions.Exit(1)
