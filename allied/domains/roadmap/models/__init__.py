"""What the roadmap and its deliveries keep."""

from allied.domains.roadmap.models.item import REASON_LENGTH, Horizon, Item, State, whole
from allied.domains.roadmap.models.release import Release, ReleaseState, Tick

__all__ = ["REASON_LENGTH", "Horizon", "Item", "Release", "ReleaseState", "State", "Tick", "whole"]
