"""Hold a meeting still while a rule about it is asked and followed."""

from __future__ import annotations

from allied.domains.rituals.models import AgendaItem, Meeting
from allied.kernel.nodes import actions as nodes
from allied.kernel.thread import strength


def lock(found: Meeting) -> None:
    """Hold the node's row until the transaction ends, and read again what stands."""
    node = nodes.lock(found.node)
    found.refresh_from_db()
    found.node = node


def lock_with_links(found: Meeting) -> None:
    """The same for acts that tie objects too: the evidence of the workspace first, as every action that needs both."""
    strength.serialize(found.node.workspace_id)
    lock(found)


def lock_item(item: AgendaItem) -> Meeting:
    """The same for a thing on an agenda, which is read again too; its meeting."""
    found, node = item.meeting, item.node
    lock(found)
    item.refresh_from_db()
    item.meeting, item.node = found, node
    return found
