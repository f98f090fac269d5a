"""What of an insight can be changed in a list."""

from __future__ import annotations

from typing import Any

from allied.domains.insights import actions, queries
from allied.domains.insights.models import Insight
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing, products_or_none


def _save(insight: Insight, words: dict[str, str], *, actor: Member, seen: str) -> None:
    texts: dict[str, Any] = dict(words)
    product = product_by_id(texts.pop("product"), actor=actor)
    actions.edit_insight(insight, actions.Wording(**texts), actor=actor, product=product, seen=seen)


def _edit(name: str, **more: Any) -> Edit:
    return Edit(name, actions.said, _save, Permission.INSIGHT_EDIT, **more)


def register() -> None:
    edits = {name: _edit(name, is_long=True) for name in actions.TEXTS}
    edits |= {"title": _edit("claim"), "product": _edit("product", options=products_or_none)}
    hold("insight", edit=Permission.INSIGHT_EDIT, own=Permission.INSIGHT_DRAFT, own_states={"draft"})
    editing.register("insights", Editing(queries.insight_by_reference, queries.insights, edits, kind="insight"))
    labels = {
        "claim": _("Claim"),
        "summary": _("Summary"),
        "scope": _("Holds for"),
        "what_would_change": _("What would change our mind"),
    }
    rewording.register("insight", queries.insight_by_reference, labels, {name: _edit(name) for name in labels})
