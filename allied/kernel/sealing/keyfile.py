"""The installation's key file, made on first use: ``{"current": name, "keys": {name: base64}}``, its owner's alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


def path() -> Path:
    return Path(settings.HOME) / "keys.json"


def current_key() -> tuple[str, bytes]:
    """The name and the bytes of the key that new things are sealed with."""
    kept = _read() or _make()
    return kept["current"], base64.b64decode(kept["keys"][kept["current"]])


def key_named(name: str) -> bytes | None:
    """The key of that name; None where this installation never had it, or the file is gone."""
    found = (_read() or {"keys": {}})["keys"].get(name)
    return base64.b64decode(found) if found else None


def _read() -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(path().read_text())
    except FileNotFoundError:
        return None
    return kept


def _make() -> dict[str, Any]:
    """Write the file whole and once: two processes that start together agree on one of two."""
    name = secrets.token_hex(4)
    made = {"current": name, "keys": {name: base64.b64encode(AESGCM.generate_key(bit_length=256)).decode()}}
    fresh = path().with_suffix(f".{os.getpid()}.{name}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path())  # fails where another process was first
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    kept = _read()
    assert kept is not None  # noqa: S101  one of the two has written it
    return kept
