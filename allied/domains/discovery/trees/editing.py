"""How the texts of what stands in a tree are put back from its history."""

from __future__ import annotations

from functools import partial

from allied.domains.discovery.models import Grown
from allied.domains.discovery.trees import actions, queries
from allied.domains.discovery.trees.sorts import SORTS, worded
from allied.kernel.access import Permission
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.words import _
from allied.web import rewording
from allied.web.lists.editing import Edit


def _save(grown: Grown, words: dict[str, str], *, actor: Member, seen: str) -> None:
    product = product_by_id(words["product"], actor=actor)
    actions.edit_branch(grown, **worded(grown, words), product=product, actor=actor, seen=seen)


def register() -> None:
    for kind in (kind for kind in SORTS if kind != "opportunity"):
        labels = {"title": _("Title"), **{detail.name: detail.label for detail in SORTS[kind].details}}
        labels["description"] = _("Description")
        edits = {name: Edit(name, actions.said, _save, Permission.OPPORTUNITY_EDIT) for name in labels}
        rewording.register(kind, partial(queries.grown_by_reference, kind=kind), labels, edits)
