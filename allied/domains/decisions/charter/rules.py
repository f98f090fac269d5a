"""What a version of the charter must say before it can be signed, and who signs for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from allied.domains.decisions.models import Charter, Right, Signature
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.catalogue import Discipline, Role, Side
from allied.kernel.people.models import Member
from allied.kernel.words import _, listed

MOST_RIGHTS: Final = 60
LONGEST_DAYS: Final = 60
NEEDED: Final = (Signature.For.LEADERSHIP, Signature.For.UX, Signature.For.PRODUCT)


def check_is_draft(charter: Charter) -> None:
    if not charter.is_draft:
        raise InvalidState(
            _(
                "Version %(number)s has been signed and is never changed. Draft a new version. Nothing was changed.",
                number=charter.number,
            )
        )


def check_days(days: int, *, field: str) -> None:
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(
            **{field: _("Give 1 to %(longest_days)s working days. Nothing was changed.", longest_days=LONGEST_DAYS)}
        )


def check_one_decides(deciders: Sequence[Member]) -> None:
    """A row may have no decider while it is a draft; it can never have two."""
    if len(deciders) > 1:
        names = listed(member.name for member in deciders)
        raise BadInput(
            decides=_(
                "One person decides; these are %(deciders)s: %(names)s. Let the others agree instead.",
                deciders=len(deciders),
                names=names,
            )
        )


def gaps(charter: Charter, rights: Collection[Right]) -> list[str]:
    """What is missing before it can be signed, in words; empty when nothing is."""
    found = [] if rights else [_("There is no row yet. Start from a starter, or add one.")]
    for right in rights:
        if right.decider is None:
            found.append(_("%(right)s: nobody decides.", right=right))
        found += [
            _("%(right)s: %(name)s has left and cannot %(act)s.", right=right, name=one.name, act=act)
            for one, act in _who_acts(right)
            if not one.is_active
        ]
        asks = any(holder.part == holder.Part.AGREES for holder in right.holders.all())
        if asks and right.escalates_to is None:
            found.append(_("%(right)s: somebody must agree, and nobody settles it where they do not.", right=right))
    if charter.settles is None:
        found.append(_("Nobody is named who settles vetoes and business imperatives."))
    elif not charter.settles.is_active:
        found.append(_("%(name)s, who settles vetoes and business imperatives, has left.", name=charter.settles.name))
    return found


def _who_acts(right: Right) -> list[tuple[Member, str]]:
    named = [(right.decider, _("decide")), (right.escalates_to, _("settle it"))]
    agreeing = [(holder.member, _("agree")) for holder in right.holders.all() if holder.part == holder.Part.AGREES]
    return [(member, act) for member, act in named if member is not None] + agreeing


def stands_for(member: Member, *, is_led: bool) -> tuple[str, ...]:
    """For whom a signature of this member counts. ``is_led``: the workspace has somebody of leadership.

    Where it has nobody, its owners stand for leadership beside their own side.
    """
    leads = member.discipline == Discipline.LEADERSHIP or (not is_led and member.role == Role.OWNER)
    sides = {Side.UX: Signature.For.UX, Side.PRODUCT: Signature.For.PRODUCT}
    found = ([Signature.For.LEADERSHIP] if leads else []) + ([sides[member.side]] if member.side in sides else [])
    return tuple(found) or (Signature.For.OTHER,)


def missing_signatures(signed: Collection[str]) -> list[str]:
    """For whom nobody has signed yet."""
    return [Signature.For(each).label for each in NEEDED if each not in signed]
