"""Evidence strength of claims, kept up to date."""

from __future__ import annotations

from collections.abc import Sequence

from allied.kernel.nodes.models import Node


def refresh(changed: Sequence[Node]) -> None:
    """Work out again the strength of the changed claims and of every claim downstream of them."""
