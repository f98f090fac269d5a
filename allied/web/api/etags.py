"""ETags that can say what changed: the edition of an object as it is shown, which has a digest of each field.

So a program that sends ``If-Match`` with an old tag learns which fields are different, and nothing is kept on the
server. What is worked out (strength, counts) is in the tag, for caches, but moves no ``If-Match``: nobody wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from allied.kernel.activity.editions import changed_since, edition
from allied.web.api.problems import Refusal

DERIVED: Final = frozenset({"strength", "uses", "problem_strength"})


def tag(shown: Mapping[str, Any]) -> str:
    """The entity tag of an object as it is shown."""
    return f'"{edition(shown)}"'


def check_unchanged(if_match: str, shown: Mapping[str, Any]) -> None:
    """Refuse where none of the tags in ``If-Match`` fits what stands now.

    Raises:
        Refusal: 412, with the fields that changed and their values now.
    """
    if not if_match or if_match.strip() == "*":
        return
    sent = [each.strip() for each in if_match.split(",")]
    differing = [_written(changed_since(each.strip('"'), shown)) for each in sent]
    if any(not names for names in differing):
        return
    changed = {name: shown[name] for name in differing[0]}
    named = ", ".join(changed)
    raise Refusal(412, f"It changed since you read it: {named}. Nothing was changed.", changed=changed, etag=tag(shown))


def is_same(if_none_match: str, etag: str) -> bool:
    """Whether the reader has this very state already. Weak comparison, as RFC 9110 asks."""
    sent = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return etag in sent or sent == ["*"]


def _written(names: Sequence[str]) -> list[str]:
    return [name for name in names if name not in DERIVED]
