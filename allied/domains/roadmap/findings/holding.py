"""What an open and severe finding holds back: nothing ships past it, whoever ships and through whichever door."""

from __future__ import annotations

from allied.domains.roadmap.findings.queries import FOUND_IN, severe_and_open
from allied.domains.roadmap.models import SEVERE, Finding, FindingState
from allied.kernel.errors import InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.thread.actions import before_unlinking
from allied.kernel.thread.holds import Obstacle, demand
from allied.kernel.thread.models import Link
from allied.kernel.words import _, listed


def no_severe_finding(node: Node) -> Obstacle | None:
    """Before an item ships, what is severe in it is fixed."""
    found = severe_and_open(node) if node.kind == "item" else []
    if not found:
        return None
    return Obstacle(
        _("People meet a severe problem in it that is open: %(names)s.", names=listed(map(str, found[:3]))),
        _("Fix it and mark it as fixed, or show that it is less severe."),
    )


def not_out_of_sight(node: Node) -> Obstacle | None:
    """An open and severe finding is neither put into the trash nor merged away while it holds an item."""
    severe = Finding.objects.filter(pk=node.pk, severity__in=SEVERE, node__state=FindingState.OPEN)
    if not severe.exists() or not Link.objects.filter(source=node.pk, relation=FOUND_IN).exists():
        return None
    return Obstacle(
        _("It is severe and open, and holds what it was found in from shipping."),
        _("Fix it and mark it as fixed, or show that it is less severe."),
    )


def keep_severe_findings(link: Link) -> None:
    """An open and severe finding is not simply taken off the item that it holds.

    Raises:
        InvalidState: it is open and severe.
    """
    finding = Finding.objects.filter(pk=link.source_id, severity__in=SEVERE, node__state=FindingState.OPEN).first()
    if finding is not None:
        raise InvalidState(
            _(
                "%(finding)s is severe and open, so it stays where it was found. Mark it as fixed first, or change its "
                "severity. Nothing was changed.",
                finding=link.source.reference,
            )
        )


def register_holds() -> None:
    demand("ship", no_severe_finding)
    demand("trash", not_out_of_sight)
    before_unlinking(FOUND_IN, keep_severe_findings)
