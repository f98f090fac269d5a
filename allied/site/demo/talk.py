"""What people say to each other in the demo: a question that waits for its answer, and one that was answered."""

from __future__ import annotations

from collections.abc import Mapping

from allied.domains.insights.models import Insight
from allied.domains.roadmap.models import Item
from allied.kernel.people.models import Member
from allied.kernel.talk.actions import add_comment, resolve_comment

ESTIMATE = "Arrival estimate on every hold"


def talk(members: Mapping[str, Member], claims: Mapping[str, Insight], items: Mapping[str, Item]) -> None:
    """Bea asks Imani about a claim; what Joel asked about an item is answered and done with."""
    imani, bea, joel, yusuf = (members[key] for key in ("imani", "bea", "joel", "yusuf"))
    asked = add_comment(
        items[ESTIMATE].node,
        "Do we show the courier’s day as it comes, or only once it is likely? A day that moves costs us two messages.",
        actor=joel,
    )
    likely = "Only once it is likely. The queue test showed that people plan by the first day they see."
    add_comment(items[ESTIMATE].node, likely, actor=yusuf, reply_to=asked)
    resolve_comment(asked, actor=joel)
    add_comment(
        claims["unknown"].node,
        "@Imani Okafor the courier says that 9 in 10 holds arrive on the day they name. Does a range still help then?",
        actor=bea,
    )
