"""Settings that are worked out: the secret, the database, the mail, the log."""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import structlog
from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
    " PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864;"
)
# Many short questions to tables that lie in memory: by index, without compiling a plan or starting workers first (20 ms
# for 1 ms of work). An address with ``?options=`` says otherwise.
POSTGRES_PLANNING = "-c jit=off -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
MAIL = {"smtp": (587, "EMAIL_USE_TLS"), "smtps": (465, "EMAIL_USE_SSL"), "smtp+plain": (25, "")}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECRET_NAMES = re.compile(r"password|passwd|secret|token|authorization|cookie|api_?key", re.IGNORECASE)
LONG_SEGMENT = re.compile(r"(?<=[/=])[\w:.~-]{20,}")


def secret(home: Path) -> str:
    """One secret per installation, written whole and once; two processes that start together agree on it."""
    place = home / "secret_key"
    if not place.exists():
        fresh = home / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, place)  # fails where another process was first
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return place.read_text()


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``; empty = SQLite in ``home``.

    Raises:
        ImproperlyConfigured: the address is neither PostgreSQL's nor SQLite's.
    """
    if not url or url.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///") or str(home / "allied.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        }
    parts = split("ALLIED_DATABASE_URL", url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "ALLIED_DATABASE_URL is not usable. Write postgresql://user:password@host:port/name, "
            "or leave it out for SQLite in ALLIED_HOME."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": POSTGRES_PLANNING, **dict(parse_qsl(parts.query))},
    }


def split(name: str, url: str) -> SplitResult:
    """The parts of an address. Raises: ImproperlyConfigured, without repeating what may hold a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError as cause:
        raise ImproperlyConfigured(f"{name} is not an address: {cause}.") from None
    return parts


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings. Without an address mail is off: it is refused before this, and dropped here.

    Raises:
        ImproperlyConfigured: the address is not one of ``MAIL``.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = split("ALLIED_EMAIL_URL", url)
    if parts.scheme not in MAIL or not parts.hostname:
        raise ImproperlyConfigured("ALLIED_EMAIL_URL is not usable. Write smtp://user:password@host:587.")
    port, encryption = MAIL[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 15,
        **({encryption: True} if encryption else {}),
    }


def logging(wanted: str) -> dict[str, Any]:
    """Everything to standard error through structlog, at the level that ``ALLIED_LOG`` names.

    Raises:
        ImproperlyConfigured: the level is not one of ``LEVELS``.
    """
    level, _, form = wanted.upper().replace(",", " ").partition(" ")
    if level not in LEVELS or form.strip() not in ("", "JSON"):
        raise ImproperlyConfigured(f"ALLIED_LOG is “{wanted}”. Write one of {', '.join(LEVELS)}, or “INFO json”.")
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_secrets,
    ]
    is_json = bool(form.strip())
    last = [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()] if is_json else [plain()]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [drop, *last],
    }
    quiet = "ERROR" if level == "WARNING" else level  # a page that is not there is no warning to the operator
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structlog": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structlog"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": {"level": level}, "django.request": {"level": quiet}},
    }


def plain() -> Any:
    """Lines for people. Exceptions without the values of local variables, which may hold secrets."""
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


def without_secrets(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Values under telling names, and long words in addresses (invitation and reset links), never reach the log."""
    for key, value in event.items():
        if SECRET_NAMES.search(key):
            event[key] = "…"
        elif isinstance(value, str) and key != "logger":
            event[key] = LONG_SEGMENT.sub("…", value)
    return event
