"""Does an item hold together? Each check in words: in place, or a named gap with what fills it."""

from __future__ import annotations

from dataclasses import dataclass

from allied.domains.roadmap.models import Item
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Side
from allied.kernel.people.models import Member
from allied.kernel.people.sides import StandIns, speaks_for
from allied.kernel.thread.formula import Strength
from allied.kernel.thread.levels import Flag
from allied.kernel.words import _


@dataclass(frozen=True)
class Problem:
    """The open opportunity that an item addresses; with several, the one that is surest. ``others`` counts the rest."""

    node: Node
    strength: Strength
    others: int = 0


@dataclass(frozen=True)
class Check:
    """``key`` names what would fill a gap, ``name`` the gap on a card, ``fill`` the words of the button."""

    key: str
    name: str
    is_in_place: bool
    words: str
    fill: str


def checks(item: Item, problem: Problem | None, stand_ins: StandIns) -> list[Check]:
    """All checks of an item, in the order in which a team fills them."""
    return [
        _written("problem", item.problem, _("The problem is in words"), "The problem is not in words yet"),
        _opportunity(problem),
        _evidence(problem),
        _written("outcome", item.outcome, _("The outcome is in words"), "Nothing says what would change"),
        _owner(Side.UX, item.ux_owner, stand_ins, "the experience"),
        _owner(Side.PRODUCT, item.product_owner, stand_ins, "the outcome"),
    ]


def _written(name: str, text: str, there: str, missing: str) -> Check:
    return Check(name, name, bool(text), there if text else missing, f"Write the {name}")


def _opportunity(problem: Problem | None) -> Check:
    if problem is None:
        return Check("opportunity", "opportunity", False, "It addresses no open opportunity", _("Link an opportunity"))
    more = f" and {problem.others} more" if problem.others else ""
    words = _("It addresses %(reference)s%(more)s", reference=problem.node.reference, more=more)
    return Check("opportunity", "opportunity", True, words, "Link another opportunity")


def _evidence(problem: Problem | None) -> Check:
    if problem is None:
        missing = "Without an opportunity, no evidence stands behind the problem"
        return Check("opportunity", "user evidence", False, missing, _("Link an opportunity"))
    strength, reference = problem.strength, problem.node.reference
    if strength.flag is Flag.CONTRADICTED:
        return Check("evidence", "evidence disagrees", False, f"Evidence contradicts {reference}", "Weigh the evidence")
    if not strength.people_for:
        return Check("evidence", "user evidence", False, f"No first-hand evidence for {reference}", _("Add evidence"))
    number = strength.people_for
    words = _(
        "%(number)s %(value)s behind the problem",
        number=number,
        value=_("person stands") if number == 1 else _("people stand"),
    )
    return Check("evidence", "user evidence", True, words, _("Add evidence"))


def _owner(side: Side, member: Member | None, stand_ins: StandIns, what: str) -> Check:
    name, is_in_place = _("%(label)s owner", label=side.label), speaks_for(side, member, stand_ins)
    words = f"Nobody of {side.label} answers for {what}"
    if is_in_place and member:
        words = _("%(name)s answers for %(what)s", name=member.name, what=what)
    elif member:
        words = f"{member.name} no longer speaks for {side.label}"
    return Check("owners", name, is_in_place, words, f"Name a {side.label} owner")
