"""Companies as a target of imports: each row is a company, with what is known of it in the workspace's fields.

A row belongs to the company that its name means, whichever file or person named it first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from allied.domains.feedback.companies import naming
from allied.domains.feedback.companies.actions import edit_company, said
from allied.domains.feedback.models import COMPANY_LENGTH, Company, Feedback
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.importing.fields import Field, FieldKind, FieldRow, joins_of, vocabulary_of
from allied.kernel.importing.models import Import, Origin
from allied.kernel.importing.reading import LeftOut, Record, Row
from allied.kernel.importing.records import Records, Values
from allied.kernel.importing.targets import Here, Reader, Updated
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product
from allied.kernel.words import _

BETWEEN = ";"  # several names in one cell
FIELDS = (
    Field(
        "name",
        _("Name"),
        FieldKind.LINE,
        COMPANY_LENGTH,
        ("company", "name", "company name", "account", "account name", "organization", "organisation", "customer"),
        required=_("No column holds the name. Choose the one that says what each company is called."),
    ),
    Field(
        "also",
        _("Other names and e-mail domains"),
        FieldKind.LINE,
        known_as=("domain", "domains", "website", "also known as", "aliases", "e mail domain"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class CompanyTarget(Records):
    """Recognizes a company by its name instead of an id of the file. A file adds names and takes none away."""

    def reader(self, imported: Import) -> Reader:
        read = super().reader(imported)

        def by_name(record: Record) -> Row | LeftOut:
            row = read(record)
            return replace(row, source_id=naming.key_of(row.text)) if isinstance(row, FieldRow) else row

        return by_name

    def here(self, imported: Import, keys: Collection[str]) -> dict[str, Here]:
        """Those that a file of this source brought before, and those that the names mean already."""
        found = super().here(imported, keys)
        names = {key.removeprefix("id:"): key for key in keys if key not in found}
        for name, company in naming.known(names, workspace_id=imported.workspace_id).items():
            origin = Origin(
                workspace_id=imported.workspace_id,
                product_id=imported.product_id,
                target=self.name,
                source=imported.source,
                key=names[name],
                node=company.node,
                row=0,
            )
            found[names[name]] = Here(company.pk, company.node.reference, origin)
        return found

    def changes(self, imported: Import, row: Row, here: Here) -> list[str]:
        return super().changes(imported, _adding(row, here), here)

    def update(self, imported: Import, row: Row, here: Here) -> Updated:
        if here.stored.pk is None:
            here.stored.save()
        return super().update(imported, _adding(row, here), here)

    def brought(self, imported: Import) -> QuerySet[Node]:
        """Without those that feedback came from meanwhile: undoing the import leaves them."""
        named = Feedback.objects.filter(company=OuterRef("pk"))
        return super().brought(imported).exclude(Exists(named))


def _adding(row: Row, here: Here) -> FieldRow:
    """The row as what it adds to a company that is here: it keeps its name, and its other names."""
    assert isinstance(row, FieldRow)  # noqa: S101  what ``reader`` gives
    values = {name: text for name, text in row.values.items() if name != "name" and (name != "also" or text)}
    if "also" in values:
        known = current([here.stored.node.pk])[here.stored.node.pk]
        every = {naming.key_of(name): name for name in [*_names(known), *_names(values)]}
        every.pop(naming.key_of(known["name"]), None)
        values["also"] = f"{BETWEEN} ".join(every.values())
    return replace(row, values=values)


@transaction.atomic
def add_many(rows: Sequence[Values], product: Product, actor: Member) -> list[Node]:
    """Make a company known for each row, in a fixed number of statements.

    Raises:
        Denied: the actor may not correct feedback.
    """
    access.require(actor, Permission.FEEDBACK_EDIT)
    made = naming.named([row["name"] for row in rows], actor=actor)
    found = [made[naming.key_of(row["name"])] for row in rows]
    taken = naming.known((naming.key_of(name) for row in rows for name in _names(row)), workspace_id=actor.workspace_id)
    free = [(one, name) for one, row in zip(found, rows, strict=True) for name in _names(row)]
    naming.call({naming.key_of(name): (one, name) for one, name in free if naming.key_of(name) not in taken}.values())
    return [one.node for one in found]


def current(node_ids: Collection[str]) -> dict[str, Values]:
    """What companies are called, by field."""
    return {one.pk: _said(one) for one in Company.objects.filter(pk__in=node_ids).select_related("node")}


def change(node: Node, values: Values, actor: Member) -> None:
    """Call a company otherwise."""
    company = Company.objects.select_related("node").get(pk=node.pk)
    wanted = {**_said(company), **values}
    edit_company(company, name=wanted["name"], also=_names(wanted), actor=actor)


def _said(company: Company) -> Values:
    words = said(company)
    return {"name": words["name"], "also": f"{BETWEEN} ".join(words["also"].splitlines())}


def _names(row: Values) -> list[str]:
    return [name for part in row.get("also", "").split(BETWEEN) if (name := part.strip()[:COMPANY_LENGTH])]


TARGET = CompanyTarget(
    name="company",
    label=_("Companies"),
    noun=(_("company"), _("companies")),
    icon="building-2",
    hint=_("Whose people tell you something: customers, accounts, with plan, seats, revenue."),
    needs=(Permission.FEEDBACK_IMPORT, Permission.FEEDBACK_EDIT),
    vocabulary=vocabulary_of(FIELDS),
    telling=("name",),
    list_url="companies:list",
    known_by=_("name"),
    joins=joins_of(FIELDS),
    fields=FIELDS,
    add=add_many,
    current=current,
    change=change,
)
