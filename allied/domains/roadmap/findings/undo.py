"""How acts on a finding are taken back."""

from __future__ import annotations

from typing import Any

from allied.domains.roadmap.findings import actions
from allied.domains.roadmap.models import Finding
from allied.domains.roadmap.records.queries import by_reference
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

FIXED, REOPENED = "finding.fixed", "finding.reopened"


def of_fix(finding: Finding) -> Undo:
    """Opens it again."""
    return Undo(FIXED, {"reference": finding.node.reference}, finding.node)


def of_reopening(finding: Finding, how: str) -> Undo:
    """Fixed again, in the same words."""
    return Undo(REOPENED, {"reference": finding.node.reference, "how": how}, finding.node)


def _reopen(given: dict[str, Any], *, actor: Member) -> str:
    actions.reopen_finding(by_reference(given["reference"], actor=actor, model=Finding), actor=actor)
    return _("%(given)s is open again.", given=given["reference"])


def _fix(given: dict[str, Any], *, actor: Member) -> str:
    finding = by_reference(given["reference"], actor=actor, model=Finding)
    actions.fix_finding(finding, how=given["how"], actor=actor)
    return _("%(given)s is fixed again.", given=given["reference"])


def register_undo() -> None:
    register(FIXED, _reopen)
    register(REOPENED, _fix)
