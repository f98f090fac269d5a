"""How the list of pages is narrowed and ordered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from allied.domains.pages import queries
from allied.domains.pages.models import Page
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Sort
from allied.web.lists import nodes
from allied.web.lists.fieldlist import FieldList, Spec


def page_list(request: MemberRequest) -> FieldList[Page, Page]:
    """The pages that the address asks for, changed last first."""
    rows = queries.pages(actor=request.member).defer("text")
    if request.layout.product is not None:
        rows = rows.filter(node__product=request.layout.product)
    spec = Spec(
        key="pages",
        noun=_("pages"),
        kind="page",
        fields=[
            nodes.title(_("Title"), sort_words=_("titles from A to Z")),
            nodes.product(request.layout.products),
            nodes.author(request),
            nodes.changed(),
            nodes.added(),
            nodes.labels(request),
        ],
        columns=["product", "author", "changed"],
        orders=[Sort("changed", _("changed last first"), ("-node__updated_at", "-pk"))],
        shown=_as_they_are,
        reference=lambda page: page.node.reference,
    )
    return FieldList(request, rows, spec, search=partial(queries.matching, actor=request.member))


def _as_they_are(pages: Sequence[Page]) -> list[Page]:
    return list(pages)
