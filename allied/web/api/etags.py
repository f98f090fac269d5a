"""ETags that can say what changed: a digest of the whole, then a short one a field.

So a program that sends ``If-Match`` with an old tag learns which fields are different, and nothing is kept on the
server. What is worked out (strength, counts) is in the tag, for caches, but moves no ``If-Match``: nobody wrote it.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from pydantic_core import to_json

from allied.web.api.problems import Refusal

WHOLE: Final = 9
FIELD: Final = 3
DERIVED: Final = frozenset({"strength", "uses", "problem_strength"})


def tag(shown: Mapping[str, Any]) -> str:
    """The entity tag of an object as it is shown."""
    parts = [_digest(shown, WHOLE), *(_digest(value, FIELD) for value in shown.values())]
    return f'"{urlsafe_b64encode(b"".join(parts)).decode()}"'


def check_unchanged(if_match: str, shown: Mapping[str, Any]) -> None:
    """Refuse where none of the tags in ``If-Match`` fits what stands now.

    Raises:
        Refusal: 412, with the fields that changed and their values now.
    """
    if not if_match or if_match.strip() == "*":
        return
    sent = [each.strip() for each in if_match.split(",")]
    differing = [_changed(each, shown) for each in sent]
    if any(not names for names in differing):
        return
    changed = {name: shown[name] for name in differing[0]}
    named = ", ".join(changed)
    raise Refusal(412, f"It changed since you read it: {named}. Nothing was changed.", changed=changed, etag=tag(shown))


def is_same(if_none_match: str, etag: str) -> bool:
    """Whether the reader has this very state already. Weak comparison, as RFC 9110 asks."""
    sent = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return etag in sent or sent == ["*"]


def _changed(sent: str, shown: Mapping[str, Any]) -> list[str]:
    """The written fields that differ from the state behind ``sent``; all of them where the tag is not ours."""
    written = [name for name in shown if name not in DERIVED]
    try:
        raw = urlsafe_b64decode(sent.strip('"'))
    except (Error, ValueError):
        return written
    if len(raw) != WHOLE + FIELD * len(shown):
        return written
    digests = dict(zip(shown, (raw[at : at + FIELD] for at in range(WHOLE, len(raw), FIELD)), strict=True))
    return [name for name in written if digests[name] != _digest(shown[name], FIELD)]


def _digest(value: Any, size: int) -> bytes:
    return blake2b(to_json(value), digest_size=size).digest()
