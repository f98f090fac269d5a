"""So that nobody overwrites what somebody else wrote meanwhile: what an object said when it was opened.

An edition is a short digest of each field. It travels in a form or an entity tag, so the server keeps nothing, and it
tells which fields are different by now. Who changed them is in the trail: an activity that sets fields names them in
``changed``.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, Final

from allied.kernel.activity.models import Activity
from allied.kernel.errors import Change, Conflict
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member

SIZE: Final = 6
REMEMBERED: Final = 100


def edition(said: Mapping[str, Any]) -> str:
    """What stands in the fields now, as a text fit for a hidden field or a header."""
    return urlsafe_b64encode(b"".join(map(_digest, said.values()))).decode()


def changed_since(seen: str, said: Mapping[str, Any]) -> list[str]:
    """The fields that differ from the edition ``seen``; all of them where that is no edition of such an object."""
    try:
        digests = urlsafe_b64decode(seen)
    except ValueError:
        return list(said)
    if len(digests) != SIZE * len(said):
        return list(said)
    places = range(0, len(digests), SIZE)
    return [name for name, at in zip(said, places, strict=True) if digests[at : at + SIZE] != _digest(said[name])]


def require_unchanged(seen: str | None, said: Mapping[str, Any], node: Node | None, *, actor: Member) -> None:
    """Refuse to write over what was said since ``seen``. None: the caller has not read it and need not have.

    To be called where the row is locked. Without a ``node`` the fields are the workspace's own.

    Raises:
        Conflict: with every field that is different now, who changed it and when.
    """
    if seen is not None and (changed := changed_since(seen, said)):
        raise Conflict(said, _last_changes(changed, node, actor))


def _last_changes(names: Iterable[str], node: Node | None, actor: Member) -> dict[str, Change | None]:
    """Each field with its newest change; None where it has stood since the beginning."""
    entries = Activity.objects.filter(workspace_id=actor.workspace_id, node=node, details__has_key="changed")
    newest = list(entries.select_related("actor").order_by("-at", "-pk")[:REMEMBERED])
    found = {name: next((entry for entry in newest if name in entry.details["changed"]), None) for name in names}
    return {name: Change(entry.actor.name, entry.at) if entry else None for name, entry in found.items()}


def _digest(value: Any) -> bytes:
    return blake2b(json.dumps(value, sort_keys=True, default=str).encode(), digest_size=SIZE).digest()
