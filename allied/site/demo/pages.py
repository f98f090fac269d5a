"""The demo's pages: one that tells the story of a claim, with its objects alive inside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allied.domains.insights.models import Insight
from allied.domains.pages.actions import edit_page, write_page
from allied.domains.pages.models import Version
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.site.demo.backdate import backdate

TITLE = "What we learned about waiting"
FIRST = "People do not mind a long wait. They mind not knowing.\n"
TEXT = """People do not mind a long wait. They mind **not knowing**. That is what we hold now:

#{claim}

## What we will do about it

#{item} goes first. It answers this need:

#{need}

## What we still do not know

- Whether a range of days keeps people as well as a single date does.
- Whether weekly visitors, who forget what they asked for, want to be told at all.

@Priya Raman decides with us in the next review.
"""


def write_pages(
    members: Mapping[str, Member],
    claims: Mapping[str, Insight],
    need: Node,
    item: Node,
    *,
    product: Product,
    moment: datetime,
) -> None:
    """One page in two versions, by a person of each side."""
    imani, bea = members["imani"], members["bea"]
    page = write_page(title=TITLE, text=FIRST, actor=imani, product=product)
    text = TEXT.format(claim=claims["unknown"].node.reference, need=need.reference, item=item.reference)
    edit_page(page, title=TITLE, text=text, actor=bea, product=product)
    backdate(page.node, moment)
    Version.objects.filter(page=page).update(began_at=moment, saved_at=moment)
