"""Questions about pages. Every answer begins with what the actor may read."""

from __future__ import annotations

from django.db.models import QuerySet

from allied.domains.pages.models import Page, Version
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words
from allied.kernel.words import _

FOUND_AT_MOST = 1_000


def pages(*, actor: Member) -> QuerySet[Page]:
    """The pages that the actor may read, each with its node, product and author."""
    found: QuerySet[Page] = Page.objects.visible_to(actor)
    return found.filter(node__archived_at=None).select_related("node__created_by")


def page_by_reference(reference: str, *, actor: Member) -> Page:
    """The page that reads like ``PAG-3``.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found: Page | None = (
        Page.objects.visible_to(actor).filter(referred(reference)).select_related("node__created_by").first()
    )
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def matching(found: QuerySet[Page], text: str, *, actor: Member) -> QuerySet[Page]:
    """Those that hold every word of ``text``."""
    wanted = words(text)[:12]
    ids = matching_ids(actor, wanted, kinds=["page"], limit=FOUND_AT_MOST) if wanted else []
    return found.filter(pk__in=ids)


def versions(page: Page) -> QuerySet[Version]:
    """Every version of a page that the actor was shown, newest first, without the texts."""
    return page.versions.select_related("saved_by").defer("text").order_by("-number")


def version(page: Page, number: int) -> Version:
    """One version.

    Raises:
        NotVisible: the page has no such version.
    """
    found = page.versions.select_related("saved_by").filter(number=number).first()
    if found is None:
        raise NotVisible(_("%(reference)s has no version %(number)s.", reference=page.node.reference, number=number))
    return found


def before(this: Version) -> Version | None:
    """The version before this one."""
    return Version.objects.filter(page=this.page_id, number__lt=this.number).order_by("-number").first()
