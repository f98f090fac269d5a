"""What programs send: unknown fields are refused by name, and PUT takes back what GET gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from allied.kernel.errors import BadInput

NO_FIELD = "There is no such field here."


class Body(BaseModel):
    """A body, or a part of one, with no other fields than these."""

    model_config = ConfigDict(extra="forbid")


class Whole(BaseModel):
    """Mix in for PUT: the whole object as GET gives it. Read-only fields may stay in, unchanged."""

    model_config = ConfigDict(extra="allow")


def written(body: BaseModel, shown: Mapping[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    """The writable fields of a PUT, once all others are found unchanged.

    ``shown`` is the object as GET gives it now; ``addresses`` tells for a read-only field what changes it.

    Raises:
        BadInput: a writable field is missing, a read-only one differs, or there is no such field.
    """
    declared = type(body).model_fields
    problems = {
        name: "PUT takes the whole object. Add this field, or send only what changes with PATCH."
        for name in declared
        if name not in body.model_fields_set
    }
    for name, value in (body.model_extra or {}).items():
        if name not in shown:
            problems[name] = NO_FIELD
        elif value != shown[name]:
            problems[name] = f"This is read-only here. {addresses.get(name, 'Allied keeps it by itself.')}"
    if problems:
        raise BadInput(**{name or "whole": sentence for name, sentence in problems.items()})
    return {name: getattr(body, name) for name in declared}


def patched(body: BaseModel, kept: Mapping[str, Any]) -> dict[str, Any]:
    """The writable fields as they stand, with those that a PATCH brings."""
    return {**kept, **{name: getattr(body, name) for name in body.model_fields_set}}
