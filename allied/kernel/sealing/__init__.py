"""Sealed content: text that nobody reads before its time, kept only as ciphertext under a key of its own.

Each key is wrapped by the installation's key file, ``ALLIED_HOME/keys.json``, which is in no database, backup, export
or log. Whoever destroys a wrapped key makes what it sealed unreadable for good. This protects against everybody who
reads the database, a page, the API, an export or a backup. It does not protect against somebody who runs the machine
and takes both the database and the key file.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from allied.kernel.errors import InvalidState
from allied.kernel.sealing.keyfile import current_key, key_named
from allied.kernel.words import _

NONCE = 12  # bytes, as AES-GCM takes them
HEAD = 4  # bytes that hold the length of a padded text
OVERHEAD = NONCE + 16  # nonce and tag
UNREADABLE = _(
    "The key file of this installation (keys.json) does not open this. Put back the one that was in use when it was "
    "sealed, or ask for it to be written again. Nothing was changed."
)


def new_key() -> bytes:
    """A fresh key, wrapped: the name of the installation's key, a nonce, and the key as ciphertext."""
    name, master = current_key()
    nonce = os.urandom(NONCE)
    wrapped = AESGCM(master).encrypt(nonce, AESGCM.generate_key(bit_length=256), name.encode())
    return bytes([len(name)]) + name.encode() + nonce + wrapped


def seal(text: str, *, key: bytes, length: int, bound_to: str) -> bytes:
    """Seal ``text`` under a wrapped key, padded so that every text of one ``length`` (bytes) looks alike.

    ``bound_to`` says whose text this is and where it belongs; it opens for no other.

    Raises:
        ValueError: the text needs more than ``length`` bytes.
    """
    plain = text.encode()
    if len(plain) > length:
        raise ValueError(f"The text takes {len(plain)} bytes; {length} are reserved.")
    padded = len(plain).to_bytes(HEAD, "big") + plain + bytes(length - len(plain))
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_unwrapped(key)).encrypt(nonce, padded, bound_to.encode())


def unseal(sealed: bytes, *, key: bytes, bound_to: str) -> str:
    """What was sealed.

    Raises:
        InvalidState: the installation's key is another one, or the ciphertext was changed or moved.
    """
    try:
        padded = AESGCM(_unwrapped(key)).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())
    except InvalidTag:
        raise InvalidState(UNREADABLE) from None
    return padded[HEAD : HEAD + int.from_bytes(padded[:HEAD], "big")].decode()


def _unwrapped(key: bytes) -> bytes:
    end = 1 + key[0]
    name, nonce, wrapped = key[1:end], key[end : end + NONCE], key[end + NONCE :]
    master = key_named(name.decode())
    if master is None:
        raise InvalidState(UNREADABLE)
    try:
        return AESGCM(master).decrypt(nonce, wrapped, name)
    except InvalidTag:
        raise InvalidState(UNREADABLE) from None
