"""How an edit of a page is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allied.domains.pages import actions, queries
from allied.domains.pages.models import Page
from allied.kernel.activity.editions import edition
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

EDITED = "page.edited"


def of_edit(page: Page, before: Mapping[str, str]) -> Undo | None:
    """Puts back what stood before, unless somebody has changed it since; None where nothing changed."""
    after = actions.said(page)
    given = {"reference": page.node.reference, "to": dict(before), "seen": edition(after)}
    return None if after == before else Undo(EDITED, given, page.node)


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    page, texts = queries.page_by_reference(given["reference"], actor=actor), dict(given["to"])
    product = product_by_id(texts.pop("product"), actor=actor)
    actions.edit_page(page, **texts, product=product, actor=actor, seen=given["seen"])
    return _("%(reference)s reads as it did before.", reference=given["reference"])


def register_undo() -> None:
    register(EDITED, _put_back)
