"""What the roadmap and its deliveries keep."""

from allied.domains.roadmap.models.finding import SEVERE, Finding, FindingState, Severity
from allied.domains.roadmap.models.item import OUT, PROMISED, REASON_LENGTH, Effort, Horizon, Item, State, whole
from allied.domains.roadmap.models.release import Release, ReleaseState, Tick

__all__ = [
    "SEVERE",
    "Finding",
    "FindingState",
    "Severity",
    "OUT",
    "PROMISED",
    "REASON_LENGTH",
    "Effort",
    "Horizon",
    "Item",
    "Release",
    "ReleaseState",
    "State",
    "Tick",
    "whole",
]
