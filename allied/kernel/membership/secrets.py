"""Secrets that are handed over once and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """A URL-safe secret of 256 bits."""
    return prefix + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is stored. A plain hash is enough: the secret is random, not chosen by a person."""
    return hashlib.sha256(secret.encode()).hexdigest()
