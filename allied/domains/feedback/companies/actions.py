"""The only writers of companies. All faces call these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from allied.domains.feedback import rules
from allied.domains.feedback.companies import naming
from allied.domains.feedback.companies.queries import also_known_as
from allied.domains.feedback.models import COMPANY_LENGTH, Company, CompanyName, Feedback
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.errors import BadInput
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import strength
from allied.kernel.words import _

MOST_NAMES = 50


def said(company: Company) -> dict[str, str]:
    """Everything that ``edit_company`` sets, as forms give it."""
    return {"name": company.name, "also": "\n".join(also_known_as(company))}


@transaction.atomic
def add_company(*, name: str, also: Iterable[str] = (), actor: Member) -> Company:
    """Make a company known; feedback that is said to come from one of these names is then its own.

    Raises:
        Denied: the actor may not correct feedback.
        BadInput: the name is missing, or one of the names means another company.
    """
    access.require(actor, Permission.FEEDBACK_EDIT)
    strength.serialize(actor.workspace_id)
    name, others = _cleaned(name, also)
    _require_free([name, *others], None, actor)
    (company,) = naming.make([name], actor=actor)
    naming.call((company, other) for other in others)
    index(company.node, *others)
    activity.record("company.added", company.node, actor=actor)
    return company


@transaction.atomic
def edit_company(
    company: Company, *, name: str, also: Iterable[str] = (), actor: Member, seen: str | None = None
) -> Company:
    """Call a company otherwise. The names that it gives up mean nothing any more.

    Raises:
        Denied: the actor may not correct feedback.
        Conflict: it is called otherwise than the actor has ``seen``.
        BadInput: the name is missing, or one of the names means another company.
    """
    access.require(actor, Permission.FEEDBACK_EDIT, company.node)
    strength.serialize(actor.workspace_id)
    company.node = nodes.lock(company.node)
    before = said(company)
    require_unchanged(seen, before, company.node, actor=actor)
    name, others = _cleaned(name, also)
    _require_free([name, *others], company, actor)
    after = {"name": name, "also": "\n".join(others)}
    changed = [field for field in after if after[field] != before[field]]
    if changed:
        nodes.retitle(company.node, name)
        company.names.all().delete()
        naming.call((company, each) for each in [name, *others])
        index(company.node, *others)
        activity.record("company.renamed", company.node, actor=actor, old=before, new=after)
    return company


@transaction.atomic
def set_company(items: Sequence[Feedback], name: str, *, actor: Member) -> list[Feedback]:
    """Say which company these items came from, by one of its names; "" for none. Return those that changed.

    Raises:
        Denied: the actor may not correct feedback.
        BadInput: the name is too long, or too many items are named.
    """
    for item in items:
        access.require(actor, Permission.FEEDBACK_EDIT, item.node)
    rules.check_not_too_many(len(items))
    company = company_of(name, actor=actor)
    changed = [item for item in items if item.company_id != (company.pk if company else None)]
    Feedback.objects.filter(pk__in=[item.pk for item in changed]).update(company=company)
    for item in changed:
        item.company = company
        nodes.touch(item.node)
        activity.record("feedback.company_set", item.node, actor=actor, to=company.name if company else "")
    return changed


def company_of(name: str, *, actor: Member) -> Company | None:
    """The company that a person typed, made where nobody knew it; None for none. In the caller's transaction."""
    name = clean(name, field="company", limit=COMPANY_LENGTH, single_line=True)
    return naming.named([name], actor=actor)[naming.key_of(name)] if name else None


def take(node: Node, into: Node) -> dict[str, Any]:
    """Let the other company have the feedback and the names of this one, which are known by either from now on."""
    items = list(Feedback.objects.filter(company=node.pk).values_list("pk", flat=True))
    names = list(CompanyName.objects.filter(company=node.pk).values_list("pk", flat=True))
    Feedback.objects.filter(company=node.pk).update(company=into.pk)
    CompanyName.objects.filter(company=node.pk).update(company=into.pk)
    return {"feedback": items, "names": names}


def give_back(node: Node, into: Node, moved: dict[str, Any]) -> None:
    """Undo ``take``; what was given to a third company since stays there."""
    CompanyName.objects.filter(pk__in=moved["names"], company=into.pk).update(company=node.pk)
    for start in range(0, len(moved["feedback"]), 500):
        some = moved["feedback"][start : start + 500]
        Feedback.objects.filter(pk__in=some, company=into.pk).update(company=node.pk)


def _cleaned(name: str, also: Iterable[str]) -> tuple[str, list[str]]:
    name = clean(name, field="name", limit=COMPANY_LENGTH, required=True, single_line=True)
    found = {naming.key_of(name): name}
    for other in also:
        other = clean(other, field="also", limit=COMPANY_LENGTH, single_line=True)
        found.setdefault(naming.key_of(other), other)
    others = [text for text in found.values() if text][1:]
    if len(others) > MOST_NAMES:
        raise BadInput(also=_("At most %(most)s other names fit. Nothing was changed.", most=MOST_NAMES))
    return name, others


def _require_free(names: Sequence[str], company: Company | None, actor: Member) -> None:
    found = naming.known(map(naming.key_of, names), workspace_id=actor.workspace_id)
    taken = {key: one for key, one in found.items() if company is None or one.pk != company.pk}
    for place, name in enumerate(names):
        if other := taken.get(naming.key_of(name)):
            raise BadInput(
                **{
                    "also" if place else "name": _(
                        "“%(name)s” means %(reference)s, %(other)s. Merge them if they are one. Nothing was changed.",
                        name=name[:60],
                        reference=other.node.reference,
                        other=other.name[:60],
                    )
                }
            )
