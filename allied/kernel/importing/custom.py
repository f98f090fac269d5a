"""Columns that become custom fields: which there are, guessed by name, read and typed by row, and stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from allied.kernel import access
from allied.kernel.custom_fields import actions, holders, queries, reading
from allied.kernel.custom_fields.models import TEXT_LENGTH, CustomField, Type
from allied.kernel.custom_fields.reading import BETWEEN, People, Unfit
from allied.kernel.importing.presets import plain
from allied.kernel.importing.reading import LEFT_OUT, RAW, SEGMENT, Column, Guess, Sure, Use, Vocabulary
from allied.kernel.importing.reading import Mapping as Uses
from allied.kernel.importing.reading.dates import NotADate, read_date
from allied.kernel.importing.reading.personal import hide_personal
from allied.kernel.importing.reading.rows import Filled, Row, short, split_links
from allied.kernel.importing.targets import target_named
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _

if TYPE_CHECKING:
    from allied.kernel.importing.models import Import

Texts = dict[str, str]
PREFIX = "fields."  # as programs name them in every other answer


def fields_of(imported: Import, *, archived: bool = False) -> dict[str, CustomField]:
    """The custom fields that columns of this import can become, by meaning: two queries, or none."""
    kind, actor = imported.target, imported.created_by
    if kind not in holders.kinds() or not access.can(actor, holders.holder(kind).edit):
        return {}
    return {f"{PREFIX}{one.key}": one for one in queries.fields_of(kind, actor=actor, archived=archived)}


def vocabulary_of(imported: Import, fields: Mapping[str, CustomField] | None = None) -> Vocabulary:
    """What the columns of this import can become: what its target knows, and the custom fields of the workspace.

    ``fields`` saves reading those.
    """
    vocabulary = target_named(imported.target).vocabulary
    found = fields_of(imported) if fields is None else fields
    labels = {meaning: _("Field: %(name)s", name=one.name) for meaning, one in found.items()}
    own = {meaning: label for meaning, label in vocabulary.labels.items() if meaning not in {RAW, LEFT_OUT}}
    return replace(vocabulary, labels={**own, **labels, **vocabulary.labels})


def guess(imported: Import, columns: Sequence[Column], guessed: tuple[Uses, list[Guess]]) -> tuple[Uses, list[Guess]]:
    """What was guessed, with each custom field for the column of its name, unless that is surely something else."""
    mapping, guesses = guessed
    named = {plain(name): meaning for meaning, one in fields_of(imported).items() for name in (one.key, one.name)}
    made, taken = list(guesses), set[str]()
    for place, column in enumerate(columns):
        meaning = named.get(plain(column.name), "")
        if meaning and meaning not in taken and column.filled and _gives_way(guesses[place]):
            made[place] = Guess(Use(meaning), Sure.SURE, _("Named as a field of this workspace."))
            taken.add(meaning)
    return replace(mapping, uses=tuple(each.use for each in made)), made


def _gives_way(guess: Guess) -> bool:
    return guess.sure != Sure.SURE or guess.use.meaning in {RAW, LEFT_OUT, SEGMENT}


class CustomReader:
    """Reads what rows say of custom fields. What does not fit is a remark, and the field stays as it is."""

    def __init__(self, imported: Import) -> None:
        self._choices, self._zone = imported.choices, imported.workspace.zone
        is_used = any(use.meaning.startswith(PREFIX) for use in self._choices.uses)
        known = fields_of(imported, archived=True) if is_used else {}
        uses = enumerate(self._choices.uses)
        self._fields = [(place, use.meaning, known[use.meaning]) for place, use in uses if use.meaning in known]
        self._people = People(imported.created_by)

    def __call__(self, cells: Sequence[str], remarks: list[str]) -> tuple[Filled, ...]:
        found = (self._filled(place, meaning, one, cells[place], remarks) for place, meaning, one in self._fields)
        return tuple(each for each in found if each)

    def _filled(self, place: int, meaning: str, field: CustomField, cell: str, remarks: list[str]) -> Filled | None:
        try:
            if field.archived_at is not None:
                raise Unfit(field, _("“%(name)s” is archived by now.", name=field.name))
            text = _READERS.get(Type(field.type), _as_it_is)(self, field, cell, remarks) if cell else ""
            values = reading.parsed(field, text, self._people)
        except (Unfit, NotADate) as refusal:
            problem = refusal.problem if isinstance(refusal, Unfit) else str(refusal)
            remarks.append(_("%(problem)s So “%(name)s” is left as it is.", problem=problem, name=field.name))
            return None
        return Filled(meaning, field.name, place, reading.typed(field, values), reading.said(field, values))

    def text(self, field: CustomField, cell: str, remarks: list[str]) -> str:
        """One line, without personal details where texts are to be without."""
        cell, __ = hide_personal(" ".join(cell.split()), self._choices.hides)
        return short(cell, TEXT_LENGTH, field.name, remarks)

    def day(self, field: CustomField, cell: str, remarks: list[str]) -> str:
        """The day as fields hold it, written in any of the ways in which files write one."""
        moment = read_date(cell, day_first=self._choices.day_first, zone=self._zone)
        return moment.astimezone(self._zone).date().isoformat()

    def choice(self, field: CustomField, cell: str, remarks: list[str]) -> str:
        """The number of the option with this label: a file that holds a number means a label by it."""
        found = reading.labelled(field, cell)
        if found is None:
            raise reading.no_option(field, cell)
        return str(found.pk)

    def choices(self, field: CustomField, cell: str, remarks: list[str]) -> str:
        """Labels of options between the signs that files put between several."""
        parts = [cell] if reading.labelled(field, cell) else split_links(cell)
        if strange := [part for part in parts if not reading.labelled(field, part)]:
            raise reading.no_option(field, strange[0])
        return BETWEEN.join(parts)

    def person(self, field: CustomField, cell: str, remarks: list[str]) -> str:
        """A name or an address; a number is none, though forms send one."""
        if cell.isdigit():
            raise reading.nobody(field, cell)
        return cell


def _as_it_is(reader: CustomReader, field: CustomField, cell: str, remarks: list[str]) -> str:
    return cell


_READERS: dict[Type, Callable[[CustomReader, CustomField, str, list[str]], str]] = {
    Type.TEXT: CustomReader.text,
    Type.DATE: CustomReader.day,
    Type.CHOICE: CustomReader.choice,
    Type.CHOICES: CustomReader.choices,
    Type.PERSON: CustomReader.person,
}


def fill_new(imported: Import, made: Sequence[tuple[Node, Sequence[Filled]]]) -> None:
    """Fill in fields of objects that were just made."""
    texts = [(node, {key_of(each.meaning): each.text for each in said if each.text}) for node, said in made]
    if any(said for __, said in texts):
        fields = fields_of(imported, archived=True).values()
        actions.fill_new(texts, list(fields), actor=imported.created_by)


def current(nodes: Collection[Node], meanings: Collection[str], *, actor: Member) -> dict[str, Texts]:
    """What fields hold for nodes of one kind, by node id and meaning: three queries, none for no meanings."""
    if not meanings or not nodes:
        return {node.pk: {} for node in nodes}
    found = queries.fields_of(next(iter(nodes)).kind, actor=actor, archived=True)
    wanted = [one for one in found if f"{PREFIX}{one.key}" in meanings]
    values = queries.values_of(nodes, wanted)
    return {
        node.pk: {f"{PREFIX}{one.key}": reading.typed(one, values[node.pk].get(one.pk, [])) for one in wanted}
        for node in nodes
    }


def change(node: Node, texts: Mapping[str, str], *, actor: Member) -> None:
    """Set fields of an object, by meaning.

    Raises:
        AlliedError: the actor may not, its state does not allow it, or a field is archived.
    """
    if texts:
        actions.set_fields(node, {key_of(meaning): text for meaning, text in texts.items()}, actor=actor)


def merge(wanted: Mapping[str, str], then: Mapping[str, str], now: Mapping[str, str]) -> tuple[Texts, set[str]]:
    """What a later file changes, and which of it somebody edited here since, so that it stays.

    ``then`` is what the file before said, ``now`` what stands here.
    """
    kept = {name for name, text in wanted.items() if now[name] not in (then.get(name, ""), text)}
    return {name: text for name, text in wanted.items() if name not in kept and now[name] != text}, kept


def kept_words(row: Row, kept: Collection[str]) -> str:
    """The remark for what somebody edited here since; "" for nothing."""
    return remark_on_kept([f"“{each.label}”" for each in row.custom if each.meaning in kept])


def remark_on_kept(labels: Sequence[str]) -> str:
    return _("Somebody edited its %(labels)s here since, which stays.", labels=", ".join(labels)) if labels else ""


def key_of(meaning: str) -> str:
    return meaning.removeprefix(PREFIX)


def is_custom(meaning: str) -> bool:
    """Whether this is a custom field, and none of what the target knows."""
    return meaning.startswith(PREFIX)
