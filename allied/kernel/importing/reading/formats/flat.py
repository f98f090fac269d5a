"""An object within objects as one row of texts."""

from __future__ import annotations

import json
from typing import Any

DEEPEST = 4
NAMING = (
    "name",
    "title",
    "label",
    "value",
    "displayName",
    "text",
    "email",
    "id",
)  # what stands for an object in a list


def flat(found: Any) -> dict[str, str]:
    """Names and texts of an object: “fields.status.name” for what stands within, lists joined by commas."""
    row: dict[str, str] = {}
    if isinstance(found, dict):
        _lay(found, "", row, DEEPEST)
    else:
        row["text"] = _text(found)
    return row


def _lay(found: dict[str, Any], before: str, row: dict[str, str], depth: int) -> None:
    for name, value in found.items():
        if isinstance(value, dict) and value and depth:
            _lay(value, f"{before}{name}.", row, depth - 1)
        else:
            row[f"{before}{name}"] = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(filter(None, (_named(each) for each in value)))
    return json.dumps(value, ensure_ascii=False)


def _named(value: Any) -> str:
    """One element of a list in a word."""
    if isinstance(value, dict):
        return next((_text(value[name]) for name in NAMING if value.get(name) not in (None, "")), _json(value))
    return _text(value)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
