"""How large an opportunity is: whom it meets, how important it is and how well it is met, each with its range."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from django.db import transaction

from allied.domains.discovery import rules
from allied.domains.discovery.models import Opportunity, Period
from allied.domains.discovery.trees.actions import lock
from allied.kernel import access, activity
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.errors import BadInput
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _

MOST: Final = 2_000_000_000
SOURCE_LENGTH: Final = 300


@dataclass(frozen=True)
class Size:
    """What ``size_opportunity`` sets. People: three figures in order, or none. Ratings: three counts, or none."""

    people_low: int | None = None
    people: int | None = None
    people_high: int | None = None
    period: str = ""
    asked: int | None = None
    important: int | None = None
    satisfied: int | None = None
    sized_from: str = ""


NAMES: Final = tuple(each.name for each in fields(Size))


@transaction.atomic
def size_opportunity(opportunity: Opportunity, size: Size, *, actor: Member, seen: str | None = None) -> Opportunity:
    """Say how large it is, instead of what was said before; an empty size takes it away.

    Raises:
        Denied: the actor neither framed it nor may edit everything in trees.
        InvalidState: it has ended.
        Conflict: somebody sized it since the edition that the actor has ``seen``.
        BadInput: figures are missing, out of order, or more than were asked.
    """
    access.require(actor, rules.permission_to_edit(opportunity, actor), opportunity.node)
    lock(opportunity)
    rules.check_is_open(opportunity)
    before = said_of_size(opportunity)
    require_unchanged(seen, before, opportunity.node, actor=actor)
    _check(size)
    for name, value in asdict(size).items():
        setattr(opportunity, name, value)
    opportunity.sized_from = clean(size.sized_from, field="sized_from", limit=SOURCE_LENGTH, single_line=True)
    opportunity.period = (size.period or Period.MONTH) if size.people is not None else ""
    after = said_of_size(opportunity)
    if changed := [name for name in NAMES if after[name] != before[name]]:
        opportunity.save(update_fields=changed)
        nodes.touch(opportunity.node)
        activity.record("opportunity.sized", opportunity.node, actor=actor, changed=changed)
    return opportunity


def said_of_size(opportunity: Opportunity) -> dict[str, str]:
    """Everything that ``size_opportunity`` sets, as forms give it."""
    values = {name: getattr(opportunity, name) for name in NAMES}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def size_of(said: dict[str, Any]) -> Size:
    """What ``said_of_size`` gave, or a form, to be set again."""
    words = ("period", "sized_from")
    given: dict[str, Any] = {name: str(said[name] or "") for name in words}
    for name in (name for name in NAMES if name not in words):
        given[name] = None if said[name] in ("", None) else int(said[name])
    return Size(**given)


def _check(size: Size) -> None:
    people = (size.people_low, size.people, size.people_high)
    ratings = (size.asked, size.important, size.satisfied)
    for name, value in zip((*NAMES[:3], *NAMES[4:7]), (*people, *ratings), strict=True):
        if value is not None and not 0 <= value <= MOST:
            raise BadInput(**{name: _("Write a whole number of 0 or more. Nothing was changed.")})
    _check_people(people)
    _check_ratings(*ratings)
    if size.period not in ("", *Period.values):
        options = ", ".join(Period.values)
        raise BadInput(period=_("Choose one of %(options)s. Nothing was changed.", options=options))


def _check_people(people: tuple[int | None, ...]) -> None:
    known = [each for each in people if each is not None]
    if len(known) in (1, 2):
        sentence = _("Write a low, a likely and a high figure, so that others see how sure it is. Nothing was changed.")
        raise BadInput(people=sentence)
    if known != sorted(known):
        raise BadInput(people=_("The likely figure lies between the low and the high one. Nothing was changed."))


def _check_ratings(asked: int | None, important: int | None, satisfied: int | None) -> None:
    if asked is None and important is None and satisfied is None:
        return
    if asked is None or important is None or satisfied is None or not asked:
        sentence = _(
            "Write how many were asked, how many called it important and how many are satisfied. Nothing was changed."
        )
        raise BadInput(asked=sentence)
    for name, value in (("important", important), ("satisfied", satisfied)):
        if value > asked:
            raise BadInput(**{name: _("This is a part of the %(n)s who were asked. Nothing was changed.", n=asked)})
