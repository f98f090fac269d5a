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


WRITTEN = {
    "problem": (_("problem"), _("Write the problem")),
    "outcome": (_("outcome"), _("Write the outcome")),
}


def checks(item: Item, problem: Problem | None, stand_ins: StandIns) -> list[Check]:
    """All checks of an item, in the order in which a team fills them."""
    return [
        _written("problem", item.problem, _("The problem is in words"), _("The problem is not in words yet")),
        _opportunity(problem),
        _evidence(problem),
        _written("outcome", item.outcome, _("The outcome is in words"), _("Nothing says what would change")),
        _owner(Side.UX, item.ux_owner, stand_ins, _("the experience")),
        _owner(Side.PRODUCT, item.product_owner, stand_ins, _("the outcome")),
    ]


def _written(name: str, text: str, there: str, missing: str) -> Check:
    label, fill = WRITTEN[name]
    return Check(name, label, bool(text), there if text else missing, fill)


def _opportunity(problem: Problem | None) -> Check:
    if problem is None:
        return Check(
            "opportunity", _("opportunity"), False, _("It addresses no open opportunity"), _("Link an opportunity")
        )
    more = _(" and %(others)s more", others=problem.others) if problem.others else ""
    words = _("It addresses %(reference)s%(more)s", reference=problem.node.reference, more=more)
    return Check("opportunity", _("opportunity"), True, words, _("Link another opportunity"))


def _evidence(problem: Problem | None) -> Check:
    if problem is None:
        missing = _("Without an opportunity, no evidence stands behind the problem")
        return Check("opportunity", _("user evidence"), False, missing, _("Link an opportunity"))
    strength, reference = problem.strength, problem.node.reference
    if strength.flag is Flag.CONTRADICTED:
        return Check(
            "evidence",
            _("evidence disagrees"),
            False,
            _("Evidence contradicts %(reference)s", reference=reference),
            _("Weigh the evidence"),
        )
    if not strength.people_for:
        return Check(
            "evidence",
            _("user evidence"),
            False,
            _("No first-hand evidence for %(reference)s", reference=reference),
            _("Add evidence"),
        )
    number = strength.people_for
    words = _(
        "%(number)s %(value)s behind the problem",
        number=number,
        value=_("person stands") if number == 1 else _("people stand"),
    )
    return Check("evidence", _("user evidence"), True, words, _("Add evidence"))


def _owner(side: Side, member: Member | None, stand_ins: StandIns, what: str) -> Check:
    name, is_in_place = _("%(label)s owner", label=side.label), speaks_for(side, member, stand_ins)
    words = _("Nobody of %(label)s answers for %(what)s", label=side.label, what=what)
    if is_in_place and member:
        words = _("%(name)s answers for %(what)s", name=member.name, what=what)
    elif member:
        words = _("%(name)s no longer speaks for %(label)s", name=member.name, label=side.label)
    return Check("owners", name, is_in_place, words, _("Name a %(label)s owner", label=side.label))
