"""The environment variables of Allied: name, default, meaning. `allied doctor` and docs/reference list them."""

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One environment variable. Where ``default`` is empty, ``meaning`` says what holds when it is not set."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False

    @property
    def text(self) -> str:
        return os.environ.get(self.name) or self.default

    @property
    def is_set(self) -> bool:
        return bool(os.environ.get(self.name))


VARIABLES = (
    Variable("ALLIED_HOME", "", "The data folder: database, files, keys, backups. Default: var/home in the clone."),
    Variable(
        "ALLIED_DATABASE_URL",
        "",
        "postgresql://user:password@host:port/name, or sqlite:////path/to/file. Default: SQLite in ALLIED_HOME.",
        is_secret=True,
    ),
    Variable("ALLIED_HOST", "127.0.0.1", "The address to listen on; 0.0.0.0 for every network of this machine."),
    Variable("ALLIED_PORT", "8000", "The port to listen on."),
    Variable(
        "ALLIED_URL",
        "",
        "The address that people type, such as https://allied.example.org. With https, cookies are Secure and HSTS is"
        " on. Needed for every address but localhost. Default: http://localhost and the port.",
    ),
    Variable(
        "ALLIED_SECRET_KEY",
        "",
        "Signs sign-in sessions and links. Default: made on first start and kept in ALLIED_HOME/secret_key.",
        is_secret=True,
    ),
    Variable(
        "ALLIED_BEHIND_PROXY",
        "",
        "Addresses of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas between;"
        " * for any. Default: none.",
    ),
    Variable(
        "ALLIED_LOG", "WARNING", "Log level on standard error: DEBUG, INFO, WARNING, ERROR; “INFO json” for JSON."
    ),
    Variable(
        "ALLIED_EMAIL_URL",
        "",
        "smtp://user:password@host:587 (STARTTLS), smtps:// for TLS from the start, smtp+plain:// without TLS."
        " Default: mail is off, and links are handed over by hand.",
        is_secret=True,
    ),
    Variable("ALLIED_EMAIL_FROM", "Allied <allied@localhost>", "The sender of every mail."),
)
OF_THE_TESTS = ("ALLIED_TEST_NAME", "ALLIED_TEST_POSTGRES_URL", "ALLIED_CHROMIUM")
_BY_NAME = {variable.name: variable for variable in VARIABLES}


def text(name: str) -> str:
    """What the environment says, else the default."""
    return _BY_NAME[name].text


def unknown(environ: Mapping[str, str], known: Iterable[str] = (*_BY_NAME, *OF_THE_TESTS)) -> list[str]:
    """A sentence for each ALLIED_ variable that nothing reads, with the nearest name that is read."""
    names = list(known)
    sentences = []
    for name in sorted(n for n in environ if n.startswith("ALLIED_") and n not in names):
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
        hint = f"Did you mean {near[0]}?" if near else "`allied doctor` lists the variables."
        sentences.append(f"{name} is set, but Allied has no such variable. {hint}")
    return sentences
