"""Insights under ``/api/v1``: each module adds its routes to one router."""

from allied.domains.insights.api import digests, keeping, related
from allied.domains.insights.api.insights import router, shapes

__all__ = ["digests", "keeping", "related", "router", "shapes"]
