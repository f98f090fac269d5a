"""Which company a name or an e-mail domain means. Whoever names one that nobody knew makes it known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allied.domains.feedback.models import COMPANY_LENGTH, Company, CompanyName
from allied.kernel import bulk
from allied.kernel.importing.models import Import
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.search.actions import index_new
from allied.kernel.thread import strength


def key_of(name: str) -> str:
    """A name as it is compared: without case and repeated spaces."""
    return " ".join(name.casefold().split())[:COMPANY_LENGTH]


def known(keys: Iterable[str], *, workspace_id: int) -> dict[str, Company]:
    """The companies that these keys mean, but those in the trash: one query."""
    found = CompanyName.objects.filter(workspace_id=workspace_id, key__in=set(keys), company__node__trashed_at=None)
    return {one.key: one.company for one in found.select_related("company__node")}


def named(names: Iterable[str], *, actor: Member, source_import: Import | None = None) -> dict[str, Company]:
    """The company of each name, by its key, made where there was none: in the caller's transaction, in few queries."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(key_of(name), " ".join(name.split())[:COMPANY_LENGTH])  # as the first of them wrote it
    wanted.pop("", None)
    if not wanted:
        return {}
    here = known(wanted, workspace_id=actor.workspace_id)
    if len(here) < len(wanted):
        strength.serialize(actor.workspace_id)  # two who name the same new company at once make one
        here = known(wanted, workspace_id=actor.workspace_id)
        new = {key: name for key, name in wanted.items() if key not in here}
        here |= dict(zip(new, make(list(new.values()), actor=actor, source_import=source_import), strict=True))
    return here


def make(names: Sequence[str], *, actor: Member, source_import: Import | None = None) -> list[Company]:
    """Companies of these names, which no other has."""
    made = nodes.create_many("company", titles=names, actor=actor)
    companies = [Company(node=node, source_import=source_import) for node in made]
    bulk.insert(companies)
    index_new((node, ()) for node in made)
    call(zip(companies, names, strict=True))
    return companies


def call(named: Iterable[tuple[Company, str]]) -> None:
    """Let each of these names mean this company, and no other that lies in the trash: one statement."""
    rows = [
        CompanyName(workspace_id=company.node.workspace_id, company=company, name=name, key=key_of(name))
        for company, name in named
    ]
    CompanyName.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["workspace", "key"], update_fields=["company", "name"]
    )
