"""Feedback as a target of imports: each row is one thing that one person said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from allied.domains.feedback.actions import correct_feedback
from allied.domains.feedback.actions.storing import store
from allied.domains.feedback.companies import naming
from allied.domains.feedback.companies.actions import company_of
from allied.domains.feedback.models import Company, CompanyName, Feedback
from allied.domains.feedback.people import person_key
from allied.domains.feedback.reading import VOCABULARY, Item, ItemReader, Meaning, guess
from allied.kernel import bulk
from allied.kernel.access import Permission
from allied.kernel.activity.models import Activity
from allied.kernel.errors import InvalidState
from allied.kernel.importing import custom, targets
from allied.kernel.importing.models import Import, Origin
from allied.kernel.importing.reading import Column, Guess, Row
from allied.kernel.importing.reading import Mapping as Uses
from allied.kernel.importing.targets import Here, Join, Reader, Updated
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _

FEEDBACK = "feedback"  # the method of words that the person wrote
# How a field comes back from JSON, where it is no text, number or object.
TYPES: dict[str, Callable[[str], Any]] = {
    "received_at": parse_datetime,
    "rating": Decimal,
    "company": lambda pk: Company.objects.select_related("node").filter(pk=pk).first(),
}
CORRECTED = {"feedback.segmented": "segments", "feedback.company_set": "company"}  # what such an act says of a person
# By meaning of a column: the fields that it sets, and what an update of them is called.
FIELDS = {
    Meaning.TEXT: (("text",), "text"),
    Meaning.RECEIVED: (("received_at", "is_dated"), "date"),
    Meaning.AUTHOR: (("author", "person_key"), "author"),
    Meaning.ON_BEHALF: (("on_behalf_of", "person_key", "method"), "on behalf of whom"),
    Meaning.PERSON: (("person_key",), "person"),
    Meaning.COMPANY: (("company",), "company"),
    Meaning.RATING: (("rating",), "rating"),
    Meaning.SEGMENT: (("segments",), "segments"),
}
# By what a person corrected: what an import leaves then, where that is more than the field of this name.
KEPT_WITH = {
    "author": {"author", "person_key"},
    "on_behalf_of": {"on_behalf_of", "person_key", "method"},
    "received_on": {"received_at", "is_dated"},
}


@dataclass(frozen=True, kw_only=True)
class FeedbackTarget(targets.Target):
    """Rows become feedback in bulk; a row that is here already corrects it."""

    def guess(self, columns: Sequence[Column]) -> tuple[Uses, list[Guess]]:
        return guess(columns)

    def reader(self, imported: Import) -> Reader:
        names, zone = imported.layout.names, imported.workspace.zone
        added = custom.CustomReader(imported)
        known = frozenset(METHODS)
        return ItemReader(names, imported.choices, zone, timezone.now(), methods=known, custom=added).read

    def here(self, imported: Import, keys: Collection[str]) -> dict[str, Here]:
        ids = {each[3:].rpartition("\x1f")[2] for each in keys if each.startswith("id:")}
        names = [each[4:] for each in keys if each.startswith("row:")]
        same = Feedback.objects.filter(product_id=imported.product_id).select_related("node", "company__node")
        if imported.choices.place(Meaning.SOURCE) is None:
            same = same.filter(source=imported.source)
        found: dict[str, Feedback] = {}
        if ids:
            for item in same.filter(source_id__in=ids).exclude(source_id=""):
                found[f"id:{item.source}\x1f{item.source_id}"] = item
                if item.source == imported.source:
                    found[f"id:{item.source_id}"] = item
        if names:
            found |= {f"row:{item.digest}": item for item in same.filter(digest__in=names).exclude(digest="")}
        found = {key: item for key, item in found.items() if key in keys}
        _mark_corrected(found.values())
        _mark_filled(imported, found.values())
        _mark_companies(imported, found.values())
        return {
            key: Here(item.pk, item.node.reference, item, item.row if item.source_import_id == imported.pk else None)
            for key, item in found.items()
        }

    def changes(self, imported: Import, row: Row, here: Here) -> list[str]:
        said = _said(imported, _item(row), here.stored)
        changed = {name for name, value in said.items() if not _is_said(here.stored, name, value)}
        labels = [label for meaning, (names, label) in FIELDS.items() if changed & set(names)]
        added = [f"“{each.label}”" for each in row.custom if each.meaning in _added(row, here.stored)]
        return [*(["author"] if labels == ["author", "person"] else labels), *added]

    def create(self, imported: Import, rows: Sequence[tuple[Row, str]]) -> list[str | None]:
        actor, names = imported.created_by, [_item(row).company for row, __ in rows]
        companies = naming.named(names, actor=actor, source_import=imported)
        drafts = [_draft(imported, _item(row), key, companies) for row, key in rows]
        made = store(drafts, product=imported.product, actor=imported.created_by)
        custom.fill_new(imported, [(item.node, row.custom) for item, (row, __) in zip(made, rows, strict=True)])
        read = [(item, row) for item, (row, __) in zip(made, rows, strict=True) if row.custom and row.source_id]
        bulk.insert([_origin(imported, row, item) for item, row in read])
        return [item.node_id for item in made]

    def update(self, imported: Import, row: Row, here: Here) -> Updated:
        item: Feedback = here.stored
        told = _said(imported, _item(row), item)
        said = {name: value for name, value in told.items() if not _is_said(item, name, value)}
        if "company" in said:
            said["company"] = company_of(said["company"], actor=imported.created_by)
        before = {name: _plain(getattr(item, name)) for name in said}
        correct_feedback(item, said, actor=imported.created_by)
        after = {name: _plain(said[name]) for name in before}
        changed, kept = custom.merge(_added(row, item), item.fields_then, item.fields_now)
        custom.change(item.node, changed, actor=imported.created_by)
        if row.custom:
            _remember(imported, row, item)
        before, after = before | {name: item.fields_now[name] for name in changed}, after | changed
        return Updated({"was": before, "became": after} if before else {}, custom.kept_words(row, kept))

    def put_back(self, node: Node, before: dict[str, Any], *, actor: Member) -> None:
        item = Feedback.objects.select_related("node", "product", "workspace", "company__node").get(pk=node.pk)
        meanings = [name for name in before["was"] if custom.is_custom(name)]
        added = custom.current([node], meanings, actor=actor)[node.pk]
        now = {name: added[name] if name in added else _plain(getattr(item, name)) for name in before["was"]}
        if now != before["became"]:
            raise InvalidState(
                _("%(reference)s was changed after the import. Nothing was changed.", reference=node.reference)
            )
        was = {name: _typed(name, value) for name, value in before["was"].items() if name not in added}
        correct_feedback(item, was, actor=actor)
        _put_fields_back(node, {name: before["was"][name] for name in added}, actor)

    def brought(self, imported: Import) -> QuerySet[Node]:
        return Node.objects.filter(pk__in=Feedback.objects.filter(source_import=imported).values("pk"))

    def facts(self, row: Row) -> list[tuple[str, str]]:
        item = _item(row)
        dated = [(_("Date"), f"{item.received_at:%-d %b %Y}")] if item.received_at else []
        company = [(_("Company"), item.company)] if item.company else []
        links = [(_("Supports"), each.value) for each in item.wanted]
        added = [(each.label, each.words) for each in item.custom if each.words]
        return [*dated, *company, *item.segments.items(), *added, *links]

    def named(self, imported: Import, values: Collection[str]) -> dict[str, str]:
        found = Feedback.objects.filter(product_id=imported.product_id, source_id__in=values).exclude(source_id="")
        ours = sorted(found, key=lambda item: item.source == imported.source)
        return {item.source_id: item.pk for item in ours}

    def take_back(self, imported: Import, *, actor: Member) -> None:
        """Companies that the file named first and nobody did anything with go with it."""
        acts = Activity.objects.filter(node=OuterRef("pk"))
        found = Company.objects.filter(source_import=imported, feedback=None).exclude(Exists(acts))
        Node.objects.filter(pk__in=list(found.values_list("pk", flat=True))).delete()

    def finish(self, imported: Import) -> None:
        known = imported.feedback.exclude(person_key="")
        imported.people = known.values("person_key").distinct().count()


TARGET = FeedbackTarget(
    name="feedback",
    label=_("Feedback"),
    noun=("comment", "comments"),
    icon="inbox",
    hint=_("What people said or wrote: tickets, reviews, notes."),
    needs=(Permission.FEEDBACK_IMPORT,),
    vocabulary=VOCABULARY,
    telling=(Meaning.SOURCE, Meaning.TEXT, Meaning.RECEIVED, Meaning.PERSON, Meaning.AUTHOR, Meaning.RATING),
    list_url="feedback:list",
    joins={"supports": Join("supports", ("insight", "opportunity"))},
)


def _item(row: Row) -> Item:
    assert isinstance(row, Item)  # noqa: S101  what ``reader`` gives
    return row


def _draft(imported: Import, item: Item, key: str, companies: Mapping[str, Company]) -> Feedback:
    return Feedback(
        workspace=imported.workspace,
        text=item.text,
        received_at=item.received_at or _day_start(imported),
        is_dated=item.received_at is not None,
        author=item.author,
        person_key=person_key(imported.workspace_id, item.person),
        source=item.source or imported.source,
        source_id=item.source_id,
        digest="" if item.source_id else key.removeprefix("row:"),
        source_import=imported,
        row=item.number,
        on_behalf_of=item.on_behalf_of,
        company=companies.get(naming.key_of(item.company)),
        rating=item.rating,
        segments=item.segments,
        raw=item.raw,
        method=item.method or FEEDBACK,
    )


def _mark_corrected(found: Collection[Feedback]) -> None:
    """Find out, in one query, what of these a person corrected: that stays as it is."""
    corrected: dict[str, set[str]] = {item.pk: set() for item in found}
    edits = Activity.objects.filter(node__in=list(corrected), verb__in=["feedback.edited", *CORRECTED])
    for node_id, verb, details in edits.values_list("node_id", "verb", "details") if found else ():
        for name in details.get("changed", [CORRECTED.get(verb)]):
            corrected[node_id] |= KEPT_WITH.get(name) or {name}
    for item in found:
        item.keeps = frozenset(corrected[item.pk])


def _mark_companies(imported: Import, found: Collection[Feedback]) -> None:
    """Find out, in one query, by which names the company of each is known; none where the file names no company."""
    own = {item.company_id for item in found if item.company_id} if imported.choices.places(Meaning.COMPANY) else set()
    keys: dict[str, set[str]] = {pk: set() for pk in own}
    for company, key in CompanyName.objects.filter(company__in=own).values_list("company", "key") if own else ():
        keys[company].add(key)
    for item in found:
        item.company_keys = frozenset(keys.get(item.company_id or "", ()))


def _is_said(item: Feedback, name: str, value: Any) -> bool:
    """Whether the item says that already: of a company any of its names."""
    if name == "company":
        return naming.key_of(value) in item.company_keys if value else item.company_id is None
    return bool(getattr(item, name) == value)


def _mark_filled(imported: Import, found: Collection[Feedback]) -> None:
    """Find out what the file before said of custom fields, and what they hold now: four queries, or none."""
    meanings = [use.meaning for use in imported.choices.uses if custom.is_custom(use.meaning)]
    origins = Origin.objects.filter(node__in=[item.pk for item in found], target=imported.target)
    then = {each.node_id: each.values for each in origins} if meanings and found else {}
    now = custom.current([item.node for item in found], meanings, actor=imported.created_by)
    for item in found:
        item.fields_then, item.fields_now = then.get(item.pk, {}), now[item.pk]


def _added(row: Row, item: Feedback) -> dict[str, str]:
    """What the row says of custom fields otherwise than the file before."""
    said = {each.meaning: each.text for each in row.custom}
    return {name: text for name, text in said.items() if item.fields_then.get(name, "") != text}


def _origin(imported: Import, row: Row, item: Feedback) -> Origin:
    """What a file said of custom fields, so that a later one changes what it says otherwise."""
    return Origin(
        workspace_id=imported.workspace_id,
        product_id=imported.product_id,
        target=imported.target,
        source=item.source,
        key=f"id:{item.source_id}",
        node=item.node,
        made_by=imported,
        row=row.number,
        values={each.meaning: each.text for each in row.custom},
    )


def _remember(imported: Import, row: Row, item: Feedback) -> None:
    """Keep what this file said of custom fields."""
    made = _origin(imported, row, item)
    values = {**item.fields_then, **made.values}
    if not Origin.objects.filter(node=item.node, target=imported.target).update(values=values):
        bulk.insert([made])


def _put_fields_back(node: Node, values: dict[str, str], actor: Member) -> None:
    custom.change(node, values, actor=actor)
    for origin in Origin.objects.filter(node=node, target=TARGET.name) if values else ():
        origin.values = {**origin.values, **values}
        origin.save(update_fields=["values"])


def _said(imported: Import, item: Item, stored: Feedback) -> dict[str, Any]:
    """What the row says, by field, as far as the file has columns for it and nobody corrected it here."""
    values = {
        "text": item.text,
        "received_at": item.received_at,
        "is_dated": True,
        "author": item.author,
        "person_key": person_key(imported.workspace_id, item.person),
        "on_behalf_of": item.on_behalf_of,
        "method": item.method or FEEDBACK,
        "company": item.company,
        "rating": item.rating,
        "segments": item.segments,
    }
    choices = imported.choices
    told = {name for meaning, (names, __) in FIELDS.items() if choices.places(meaning) for name in names}
    told -= stored.keeps
    if item.received_at is None:
        told -= {"received_at", "is_dated"}
    return {name: value for name, value in values.items() if name in told}


def _day_start(imported: Import) -> datetime:
    """The moment that rows without a date get: noon of the chosen day, so that no zone moves it to another."""
    return datetime.combine(imported.undated_on, time(12), imported.workspace.zone).astimezone(UTC)


def _plain(value: Any) -> Any:
    """A field as JSON holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Company):
        return value.pk
    return str(value.normalize()) if isinstance(value, Decimal) else value


def _typed(name: str, value: Any) -> Any:
    return value if value is None or name not in TYPES else TYPES[name](value)
