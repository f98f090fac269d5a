"""Every change of a page. All faces call these."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from allied.domains.pages.models import TEXT_LENGTH, Page, Version
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import ONE_SITTING
from allied.kernel.errors import NotVisible
from allied.kernel.markdown import references_in
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.nodes.queries import nodes_standing_for
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import actions as thread
from allied.kernel.thread import strength
from allied.kernel.thread.models import Link
from allied.kernel.words import _

CONCERNS_AT_MOST = 200


def said(page: Page) -> dict[str, str]:
    """Everything that ``edit_page`` sets, as forms give it."""
    return {"title": page.title, "text": page.text, "product": str(page.node.product_id or "")}


@transaction.atomic
def write_page(*, title: str, text: str = "", actor: Member, product: Product | None = None) -> Page:
    """Begin a page; the objects that it refers to know of it from now on.

    Raises:
        Denied: the actor may not write pages.
        BadInput: the title is empty, or a text is too long or holds U+0000.
    """
    access.require(actor, Permission.PAGE_WRITE)
    _require_own(product, actor)
    title, text = _cleaned(title, text)
    strength.serialize(actor.workspace_id)
    node = nodes.create("page", title=title, actor=actor, product=product)
    page = Page.objects.create(node=node, text=text)
    _keep_version(page, actor)
    _index(page)
    activity.record("page.written", node, actor=actor)
    _tie(page, actor)
    return page


@transaction.atomic
def edit_page(
    page: Page, *, title: str, text: str, actor: Member, product: Product | None = None, seen: str | None = None
) -> Page:
    """Let a page say something else. What it said before is kept as a version.

    Raises:
        Denied: the actor may not write pages.
        Conflict: what it says is no longer the edition that the actor has ``seen``.
        BadInput: the title is empty, or a text is too long or holds U+0000.
    """
    access.require(actor, Permission.PAGE_WRITE, page.node)
    _require_own(product, actor)
    _lock(page)
    require_unchanged(seen, said(page), page.node, actor=actor)
    title, text = _cleaned(title, text)
    changed = _restate(page, title, text, product)
    if changed:
        nodes.touch(page.node)
        fresh = _keep_version(page, actor) if {"title", "text"} & set(changed) else False
        _index(page)
        if fresh or "product" in changed:
            activity.record("page.edited", page.node, actor=actor, changed=changed)
        _tie(page, actor)
    return page


@transaction.atomic
def put_back(version: Version, *, actor: Member) -> Page:
    """Let a page say again what it said in an earlier version. What it says now stays as a version too.

    Raises:
        Denied: the actor may not write pages.
        NotVisible: the page is in another workspace.
    """
    page = version.page
    access.require(actor, Permission.PAGE_WRITE, page.node)
    _lock(page)
    changed = _restate(page, version.title, version.text, page.node.product)
    if changed:
        nodes.touch(page.node)
        _add_version(page, actor)
        _index(page)
        activity.record("page.put_back", page.node, actor=actor, changed=changed, number=version.number)
        _tie(page, actor)
    return page


def _cleaned(title: str, text: str) -> tuple[str, str]:
    title = clean(title, field="title", limit=TITLE_LENGTH, required=True, single_line=True)
    return title, clean(text, field="text", limit=TEXT_LENGTH)


def _require_own(product: Product | None, actor: Member) -> None:
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))


def _lock(page: Page) -> None:
    """Read the page again, with its workspace and node held until the transaction ends."""
    strength.serialize(page.node.workspace_id)
    page.node = nodes.lock(page.node)
    page.refresh_from_db(fields=["text"])


def _restate(page: Page, title: str, text: str, product: Product | None) -> list[str]:
    """Set what differs; return the names of what did."""
    changed = []
    if page.title != title:
        nodes.retitle(page.node, title)
        changed.append("title")
    if page.text != text:
        page.text = text
        page.save(update_fields=["text"])
        changed.append("text")
    if page.node.product_id != (product.pk if product else None):
        nodes.move_to(page.node, product)
        changed.append("product")
    return changed


def _keep_version(page: Page, actor: Member) -> bool:
    """Put what the page says now into the version that the actor is at, or into a new one; whether it is new."""
    newest = page.versions.order_by("-number").first()
    if newest and newest.saved_by_id == actor.pk and timezone.now() - newest.began_at < ONE_SITTING:
        newest.title, newest.text, newest.saved_at = page.title, page.text, timezone.now()
        newest.save(update_fields=["title", "text", "saved_at"])
        return False
    _add_version(page, actor)
    return True


def _add_version(page: Page, actor: Member) -> None:
    newest = page.versions.order_by("-number").values_list("number", flat=True).first() or 0
    Version.objects.create(page=page, number=newest + 1, title=page.title, text=page.text, saved_by=actor)


def _index(page: Page) -> None:
    index(page.node, page.text)


def _tie(page: Page, actor: Member) -> None:
    """Link the page to every object that it refers to, and to no other: the first ``CONCERNS_AT_MOST`` of them.

    Private drafts stay out: a link would show them to others.
    """
    wanted = nodes_standing_for(references_in(page.text)[:CONCERNS_AT_MOST], actor=actor)
    targets = {node.pk: node for node in wanted.values() if node.pk != page.pk and not node.is_private}
    standing = Link.objects.filter(source=page.pk, relation="concerns").select_related("source", "target")
    gone = [link for link in standing if link.target_id not in targets]
    fresh = [node for pk, node in targets.items() if pk not in {link.target_id for link in standing}]
    if gone:
        thread.unlink_many(gone, actor=actor)
    if fresh:
        thread.link_many([page.node], "concerns", fresh, actor=actor)
