"""Strength as it is kept in the database, and back. What comes out equals what went in."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from typing import Any

from allied.kernel.thread import models
from allied.kernel.thread.decline import Aged
from allied.kernel.thread.formula import Cited, Strength
from allied.kernel.thread.levels import Flag, Level, Side


def to_columns(strength: Strength) -> dict[str, Any]:
    """The columns of ``models.Strength``; ``details`` hold what the words need beyond them."""
    newest_on, fallen = strength.newest_on, strength.aged
    return {
        "s": strength.s,
        "c": strength.c,
        "people_for": strength.people_for,
        "people_against": strength.people_against,
        "level": strength.level.value,
        "flag": strength.flag.value,
        "valid_until": strength.valid_until,
        "formula_version": strength.formula_version,
        "details": {
            "pro": list(astuple(strength.pro)),
            "con": list(astuple(strength.con)),
            "for": _cited(strength.cited_for),
            "against": _cited(strength.cited_against),
            "newest_on": newest_on.isoformat() if newest_on else None,
            "aged": [fallen.level.value, fallen.until.isoformat()] if fallen else None,
        },
    }


def from_row(row: models.Strength) -> Strength:
    """The strength that was stored, as of the day on which it was worked out."""
    details = row.details
    return Strength(
        s=row.s,
        c=row.c,
        level=Level(row.level),
        flag=Flag(row.flag),
        pro=Side(*details["pro"]),
        con=Side(*details["con"]),
        cited_for=_cites(details["for"]),
        cited_against=_cites(details["against"]),
        newest_on=date.fromisoformat(details["newest_on"]) if details["newest_on"] else None,
        valid_until=row.valid_until,
        aged=Aged(Level(details["aged"][0]), date.fromisoformat(details["aged"][1])) if details["aged"] else None,
        formula_version=row.formula_version,
    )


def _cited(cited: Cited) -> list[list[list[Any]]]:
    return [[list(pair) for pair in pairs] for pairs in (cited.methods, cited.opinions)]


def _cites(stored: list[list[list[Any]]]) -> Cited:
    methods, opinions = (tuple((name, number) for name, number in pairs) for pairs in stored)
    return Cited(methods, opinions)
