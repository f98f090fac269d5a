"""What of a page can be changed in a list."""

from __future__ import annotations

from typing import Any

from allied.domains.pages import actions, queries
from allied.domains.pages.models import Page
from allied.kernel.access import Permission
from allied.kernel.custom_fields.holders import hold
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing, products_or_none


def _save(page: Page, words: dict[str, str], *, actor: Member, seen: str) -> None:
    texts: dict[str, Any] = dict(words)
    texts["product"] = product_by_id(texts["product"], actor=actor)
    actions.edit_page(page, **texts, actor=actor, seen=seen)


def _edit(name: str, **more: Any) -> Edit:
    return Edit(name, actions.said, _save, Permission.PAGE_WRITE, **more)


def register() -> None:
    hold("page", edit=Permission.PAGE_WRITE)
    edits = {"title": _edit("title"), "product": _edit("product", options=products_or_none)}
    editing.register("pages", Editing(queries.page_by_reference, queries.pages, edits, kind="page"))
