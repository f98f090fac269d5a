"""What rows of a file can become. The slice that owns a kind registers its target in ``AppConfig.ready``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.importing.reading import Column, Guess, LeftOut, Mapping, Record, Row, Vocabulary
from allied.kernel.words import _

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from allied.kernel.importing.models import Import
    from allied.kernel.nodes.models import Node
    from allied.kernel.people.models import Member

Reader = Callable[[Record], Row | LeftOut]


@dataclass(frozen=True, slots=True)
class Here:
    """An object that a row stands for and that is here already. ``stored`` is what the target knows of it.

    ``row`` is the row of this same import that made it, None where it was here before.
    """

    node_id: str | None
    name: str
    stored: Any
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """What a field that holds links becomes: its relation, the kinds at the other end, and which end that is."""

    relation: str
    kinds: tuple[str, ...]
    is_source: bool = False  # the other end is the source of the link


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update changed: what the object said before, {} where nothing did, and a remark for the row."""

    before: dict[str, Any]
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Target(ABC):
    """One kind of object that files bring. ``noun`` names one and several of it; ``needs`` are all permissions.

    ``known_by`` is what a later file recognizes one by. ``is_of_people``: who works here, no objects of a product;
    only who may bring them sees such an import.
    """

    name: str
    label: str
    noun: tuple[str, str]
    icon: str
    hint: str
    needs: tuple[Permission, ...]
    vocabulary: Vocabulary
    telling: tuple[str, ...]  # the meanings that tell rows without an id apart
    list_url: str
    joins: dict[str, Join] = field(default_factory=dict)
    known_by: str = _("source ID")
    is_of_people: bool = False

    @abstractmethod
    def guess(self, columns: Sequence[Column]) -> tuple[Mapping, list[Guess]]:
        """The likeliest mapping, and how sure each part of it is."""

    @abstractmethod
    def reader(self, imported: Import) -> Reader:
        """Reads the rows of this import."""

    @abstractmethod
    def here(self, imported: Import, keys: Collection[str]) -> dict[str, Here]:
        """What is here already, by these keys: ``id:…`` or ``row:…``. Few queries, however many keys."""

    @abstractmethod
    def changes(self, imported: Import, row: Row, here: Here) -> list[str]:
        """What an update would change, in words; [] where the row says nothing new."""

    @abstractmethod
    def create(self, imported: Import, rows: Sequence[tuple[Row, str]]) -> list[str | None]:
        """Store new rows with their keys, in bulk; return their node ids."""

    @abstractmethod
    def update(self, imported: Import, row: Row, here: Here) -> Updated:
        """Bring one object up to date; what it said before is for ``put_back``.

        Raises:
            AlliedError: its state does not allow it.
        """

    @abstractmethod
    def put_back(self, node: Node, before: dict[str, Any], *, actor: Member) -> None:
        """Undo ``update``.

        Raises:
            AlliedError: somebody changed it since, or its state does not allow it.
        """

    @abstractmethod
    def brought(self, imported: Import) -> QuerySet[Node]:
        """The nodes that the import made and that are still here."""

    @abstractmethod
    def facts(self, row: Row) -> list[tuple[str, str]]:
        """What else a preview tells of a row: labels and values."""

    def named(self, imported: Import, values: Collection[str]) -> dict[str, str]:
        """Node ids of this target's objects by their ids in the source of this import. For links from other rows."""
        return {}

    def take_back(self, imported: Import, *, actor: Member) -> None:  # noqa: B027  most have nothing to do
        """Undo what ``create`` made besides nodes. Called when the nodes are gone."""

    def finish(self, imported: Import) -> None:  # noqa: B027  most have nothing to do
        """Called in the last step, for figures of the whole."""


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Let files become this.

    Raises:
        ImproperlyConfigured: another target has that name.
    """
    if target.name in _targets and type(_targets[target.name]) is not type(target):
        raise ImproperlyConfigured(f"Two import targets are named “{target.name}”.")
    _targets[target.name] = target


def everything() -> list[Target]:
    """All targets, in the order in which slices registered them."""
    return list(_targets.values())


def hidden_from(actor: Member) -> list[str]:
    """The targets whose imports this member may not see."""
    return [
        each.name
        for each in _targets.values()
        if each.is_of_people and not all(access.can(actor, permission) for permission in each.needs)
    ]


def target_named(name: str) -> Target:
    """The target of that name.

    Raises:
        BadInput: there is none.
    """
    if name not in _targets:
        raise BadInput(
            target=_("Choose what each row becomes: %(targets)s. Nothing was stored.", targets=", ".join(_targets))
        )
    return _targets[name]
