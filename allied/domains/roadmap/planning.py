"""Say what an item aims at and how large it is: a measure with its goal, and ranges of days and weeks.

Every range is read as people write it, "6 to 10" or "6": what is not known is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from allied.domains.roadmap import rules
from allied.domains.roadmap.actions import lock
from allied.domains.roadmap.models import REASON_LENGTH, Effort, Item
from allied.domains.roadmap.ranges import written
from allied.kernel import access, activity
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.errors import BadInput
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _

LINES: Final = {"measure": 300, "baseline": 60, "goal": 60, "tested": REASON_LENGTH}
DAYS: Final = ("due_on", "begins_on", "ends_on")
MOST_WEEKS: Final = 520
RANGE: Final = re.compile(r"(\d{1,4})(?:\s*(?:to|-|–)\s*(\d{1,4}))?")
EFFORTS: Final = tuple(discipline.value for discipline in Discipline)
FIELDS: Final = {*LINES, *DAYS, "confidence", "size", *(f"effort_{name}" for name in EFFORTS)}


def said(item: Item) -> dict[str, str]:
    """Everything that ``plan_item`` sets, as its form gives it. One query."""
    found = {name: getattr(item, name) for name in LINES}
    found |= {day: getattr(item, day).isoformat() if getattr(item, day) else "" for day in DAYS}
    found["confidence"] = "" if item.confidence is None else str(item.confidence)
    found["size"] = written(item.size_low, item.size_high)
    efforts = {one.discipline: written(one.low, one.high) for one in item.efforts.all()}
    return found | {f"effort_{name}": efforts.get(name, "") for name in EFFORTS}


@transaction.atomic
def plan_item(item: Item, plan: Mapping[str, str], *, actor: Member, seen: str | None = None) -> Item:
    """Set the plan, given as ``said`` gives it; what is left out stays. The trail names the fields that changed.

    Raises:
        Denied: the actor neither added it nor may edit any item.
        InvalidState: it was dropped.
        Conflict: the plan is no longer the edition that the actor has ``seen``.
        BadInput: by field: a day, a range or a percentage cannot be read, or it ends before it begins.
    """
    access.require(actor, rules.permission_to_edit(item, actor), item.node)
    lock(item)
    rules.check_is_live(item)
    before = said(item)
    require_unchanged(seen, before, item.node, actor=actor)
    values, efforts = _read(before | dict(plan))
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))
    item.efforts.all().delete()
    Effort.objects.bulk_create(Effort(item=item, discipline=name, low=a, high=b) for name, (a, b) in efforts.items())
    after = said(item)
    if changed := [name for name, text in after.items() if before[name] != text]:
        nodes.touch(item.node)
        activity.record("item.planned", item.node, actor=actor, changed=changed)
    return item


def _read(plan: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, tuple[int, int]]]:
    values: dict[str, Any] = {
        name: clean(plan[name], field=name, limit=limit, single_line=True) for name, limit in LINES.items()
    }
    values |= {name: _day(name, plan[name]) for name in DAYS}
    if values["begins_on"] and values["ends_on"] and values["begins_on"] > values["ends_on"]:
        raise BadInput(ends_on=_("It ends before it begins. Choose a later day. Nothing was changed."))
    values["confidence"] = _percentage(plan["confidence"])
    values["size_low"], values["size_high"] = _range("size", plan["size"]) or (None, None)
    efforts = {name: _range(f"effort_{name}", plan[f"effort_{name}"]) for name in EFFORTS}
    return values, {name: weeks for name, weeks in efforts.items() if weeks}


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise BadInput(**{name: _("Write a day such as 2026-03-31. Nothing was changed.")}) from None


def _percentage(text: str) -> int | None:
    text = text.strip().removesuffix("%").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:6]) > 100:
        raise BadInput(confidence=_("Write a percentage from 0 to 100. Nothing was changed."))
    return int(text)


def _range(name: str, text: str) -> tuple[int, int] | None:
    if not text.strip():
        return None
    found = RANGE.fullmatch(text.strip())
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not low <= high <= MOST_WEEKS:
        raise BadInput(**{name: _("Write whole weeks, such as “6 to 10” or “6”. Nothing was changed.")})
    return low, high
