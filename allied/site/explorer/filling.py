"""Where the button under a gap leads: the page that fills it in one step, else the object's own page."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from allied.kernel.nodes.models import Node
from allied.kernel.thread.gaps import Gap
from allied.web.jinja import node_url, url

# By gap: the page, the name of its parameter for the object, and what else it is told.
FILLS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "item_without_opportunity": ("flows:link", "node", {"as": "addresses:out"}),
    "item_without_evidence": ("flows:link", "node", {"as": "addresses:out"}),
    "opportunity_without_evidence": ("flows:link", "node", {"as": "supports:in"}),
    "opportunity_without_item": ("flows:new-item", "from", {}),
    "insight_without_evidence": ("flows:link", "node", {"as": "supports:in"}),
    "insight_without_use": ("flows:new-opportunity", "from", {}),
    "feedback_without_use": ("flows:add-evidence", "node", {}),
    "feedback_unused_for_long": ("flows:add-evidence", "node", {}),
}


def fill_url(gap: Gap, node: Node) -> str:
    """The address that fills the gap at this object."""
    if gap.name not in FILLS:
        return node_url(node)
    page, parameter, more = FILLS[gap.name]
    return f"{url(page)}?{urlencode({parameter: node.reference, **more})}"
