"""Insights under ``/api/v1``: each module adds its routes to one router."""

from allied.domains.insights.api import keeping
from allied.domains.insights.api.insights import router

__all__ = ["keeping", "router"]
