"""How acts on a release are taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.domains.roadmap.models import Release
from allied.domains.roadmap.records.queries import by_reference
from allied.domains.roadmap.releases import actions
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

SHIPPED, UNSHIPPED = "release.shipped", "release.unshipped"


def of_shipping(release: Release) -> Undo:
    """Makes it planned again."""
    return Undo(SHIPPED, {"reference": release.node.reference}, release.node)


def of_unshipping(release: Release, shipped_on: str, because: str) -> Undo:
    """Ships it again, on the same day."""
    return Undo(UNSHIPPED, {"reference": release.node.reference, "on": shipped_on, "because": because}, release.node)


def _unship(given: dict[str, Any], *, actor: Member) -> str:
    actions.unship_release(_found(given, actor), actor=actor)
    return _("%(given)s is planned again.", given=given["reference"])


def _ship(given: dict[str, Any], *, actor: Member) -> str:
    day = date.fromisoformat(given["on"])
    actions.ship_release(_found(given, actor), shipped_on=day, untested_because=given["because"], actor=actor)
    return _("%(given)s has shipped again.", given=given["reference"])


def _found(given: dict[str, Any], actor: Member) -> Release:
    return by_reference(given["reference"], actor=actor, model=Release)


def register_undo() -> None:
    register(SHIPPED, _unship)
    register(UNSHIPPED, _ship)
