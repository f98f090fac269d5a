"""What of an opportunity can be changed in a list."""

from __future__ import annotations

from typing import Any

from allied.domains.discovery import actions, queries
from allied.domains.discovery.models import Opportunity
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing, products_or_none


def _save(opportunity: Opportunity, words: dict[str, str], *, actor: Member, seen: str) -> None:
    texts: dict[str, Any] = dict(words)
    product = product_by_id(texts.pop("product"), actor=actor)
    actions.edit_opportunity(opportunity, **texts, product=product, actor=actor, seen=seen)


def _edit(name: str, **more: Any) -> Edit:
    return Edit(name, actions.said, _save, Permission.OPPORTUNITY_EDIT, **more)


def register() -> None:
    edits = {"title": _edit("title"), "concerns": _edit("concerns"), "description": _edit("description", is_long=True)}
    edits["product"] = _edit("product", options=products_or_none)
    hold("opportunity", edit=Permission.OPPORTUNITY_EDIT, own=Permission.OPPORTUNITY_FRAME)
    editing.register(
        "opportunities", Editing(queries.opportunity_by_reference, queries.opportunities, edits, kind="opportunity")
    )
    labels = {"title": _("Title"), "concerns": _("Whom it concerns"), "description": _("Description")}
    rewording.register("opportunity", queries.opportunity_by_reference, labels, {name: _edit(name) for name in labels})
