"""What a merge moves of a kind besides what every object has. The slice that owns the kind says so once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allied.kernel.nodes.models import Node


@dataclass(frozen=True)
class Carrier:
    """``take`` lets ``into`` have what hangs on ``node`` and tells what that was, as JSON; ``give_back`` undoes it."""

    take: Callable[[Node, Node], Any]
    give_back: Callable[[Node, Node, Any], None]


_carriers: dict[str, Carrier] = {}


def register(kind: str, *, take: Callable[[Node, Node], Any], give_back: Callable[[Node, Node, Any], None]) -> None:
    """Carry this when objects of the kind are merged. Both run inside the transaction of the merge."""
    _carriers[kind] = Carrier(take, give_back)


def take(node: Node, into: Node) -> Any:
    """Move what the kind has of its own; None where it has nothing."""
    carrier = _carriers.get(node.kind)
    return carrier.take(node, into) if carrier else None


def give_back(node: Node, into: Node, moved: Any) -> None:
    """Undo ``take``."""
    carrier = _carriers.get(node.kind)
    if carrier and moved is not None:
        carrier.give_back(node, into, moved)
