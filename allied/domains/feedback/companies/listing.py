"""How the list of companies is narrowed and ordered. Each of their fields is a column of its own."""

from __future__ import annotations

from functools import partial

from allied.domains.feedback.companies import queries
from allied.domains.feedback.models import Company
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.listing import Sort
from allied.web.lists import nodes
from allied.web.lists.custom import key_of
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind


def company_list(request: MemberRequest) -> FieldList[Company, Company]:
    """The companies that the address asks for, those that tell most first."""
    known = [key_of(one) for one in queries.fields(actor=request.member)]
    spec = Spec(
        key="companies",
        noun=_("companies"),
        kind="company",
        fields=[
            nodes.title(_("Company"), sort_words=_("companies from A to Z")),
            Field("n", _("Feedback"), Kind.NUMBER, lambda one: one.n, "n", sort_words=_("most feedback first")),
            Field(
                "people", _("People"), Kind.NUMBER, lambda one: one.people, "people", sort_words=_("most people first")
            ),
            Field(
                "newest",
                _("Heard last"),
                Kind.DATE,
                read=lambda one: one.newest_at,
                path="newest_at",
                is_moment=True,
                may_be_empty=True,
                sort_words=_("heard last first"),
                nothing=_("Never"),
            ),
            nodes.added(),
            nodes.labels(request),
        ],
        columns=["n", "people", "newest", *known[:4]],
        orders=[Sort("n", _("most feedback first"), ("-n", "-pk"))],
        shown=list,
        reference=lambda one: one.node.reference,
    )
    rows = queries.companies(actor=request.member)
    return FieldList(request, rows, spec, search=partial(queries.matching, actor=request.member))
