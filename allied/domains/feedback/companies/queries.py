"""Questions about companies. Every answer begins with what the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from allied.domains.feedback.models import Company, CompanyName, Feedback
from allied.kernel.custom_fields.models import CustomField, Type
from allied.kernel.custom_fields.queries import Values, fields_of, values_of
from allied.kernel.custom_fields.reading import said
from allied.kernel.errors import NotVisible
from allied.kernel.nodes.models import Node, ThreadedQuerySet, referred
from allied.kernel.nodes.queries import NOT_HERE
from allied.kernel.people.models import Member
from allied.kernel.search.queries import matching_ids
from allied.kernel.text import words

FOUND_AT_MOST: Final = 1_000
GROUPING: Final = (Type.CHOICE, Type.YES_NO, Type.TEXT)  # fields whose values make groups of people
LONGEST_GROUP: Final = 40


def companies(*, actor: Member) -> ThreadedQuerySet:
    """The companies that the actor may read, with how many items name each, of how many people, and the newest."""
    return _counted(Company.objects.visible_to(actor)).filter(node__archived_at=None)


def _counted(found: ThreadedQuerySet) -> ThreadedQuerySet:
    told = Feedback.objects.filter(company=OuterRef("pk"), node__trashed_at=None).order_by().values("company")
    known = told.exclude(person_key="")
    counted: ThreadedQuerySet = found.select_related("node__created_by").annotate(
        n=Coalesce(Subquery(told.annotate(n=Count("pk")).values("n")), 0),
        people=Coalesce(Subquery(known.annotate(people=Count("person_key", distinct=True)).values("people")), 0),
        newest_at=Subquery(told.annotate(newest=Max("received_at")).values("newest")),
    )
    return counted


def company_by_reference(reference: str, *, actor: Member) -> Company:
    """The company that reads like ``CMP-3`` with the same, archived or not.

    Raises:
        NotVisible: there is none in the actor's workspace.
    """
    found: Company | None = _counted(Company.objects.visible_to(actor)).filter(referred(reference)).first()
    if found is None:
        raise NotVisible(NOT_HERE)
    return found


def matching(found: QuerySet[Company], text: str, *, actor: Member) -> QuerySet[Company]:
    """Those that hold every word of ``text``."""
    wanted = words(text)[:12]
    return found.filter(pk__in=matching_ids(actor, wanted, kinds=["company"], limit=FOUND_AT_MOST) if wanted else [])


def also_known_as(company: Company) -> list[str]:
    """The other names and domains that mean a company."""
    return [one.name for one in company.names.order_by("pk") if one.name != company.name]


def other_names(found: Sequence[Company]) -> dict[str, list[str]]:
    """The same for many, by id: one query."""
    names: dict[str, list[str]] = {one.pk: [] for one in found}
    titles = {one.pk: one.name for one in found}
    for row in CompanyName.objects.filter(company__in=list(names)).order_by("pk"):
        if row.name != titles[row.company_id]:
            names[row.company_id].append(row.name)
    return names


def fields(*, actor: Member) -> list[CustomField]:
    """What a workspace knows of companies."""
    return fields_of("company", actor=actor)


def groups_of(company_ids: Sequence[str], *, workspace_id: int) -> dict[str, dict[str, str]]:
    """What fields make groups of each company, as segments do: "company plan" → "Pro". Two queries, or none."""
    if not company_ids:
        return {}
    wanted = list(
        CustomField.objects.filter(workspace_id=workspace_id, kind="company", archived_at=None, type__in=GROUPING)
    )
    values = values_of([Node(pk=pk) for pk in company_ids], wanted)
    return {pk: _groups(wanted, values[pk]) for pk in company_ids}


def _groups(fields: Sequence[CustomField], values: Values) -> dict[str, str]:
    texts = {one.name.lower(): said(one, values.get(one.pk, [])) for one in fields}
    return {f"company {name}": text for name, text in texts.items() if 0 < len(text) <= LONGEST_GROUP}


def told(company: Company, *, actor: Member, most: int) -> list[Feedback]:
    """The newest items that name a company."""
    found = Feedback.objects.visible_to(actor).filter(company=company, node__trashed_at=None)
    return list(found.order_by("-received_at", "-pk")[:most])
