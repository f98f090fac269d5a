"""The kinds on one page: what each tells about itself, and who may add and change it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from allied.domains.roadmap.models import Finding, Release, Severity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node, Threaded
from allied.kernel.people.models import Member
from allied.kernel.words import _

LINE, LONG = 300, 10_000


@dataclass(frozen=True)
class Detail:
    """One field: a line, a long text, one of ``options``, a day, a whole number up to ``most``, or a person."""

    name: str
    label: str
    hint: str = ""
    limit: int = LINE
    is_long: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    is_day: bool = False
    most: int = 0
    is_person: bool = False
    needed: str = ""  # what is said where it stays empty; "" where it may

    @property
    def is_text(self) -> bool:
        return not (self.options or self.is_day or self.most or self.is_person)


@dataclass(frozen=True)
class Sort:
    """A kind: who adds it edits their own by ``add`` in the states ``own``, everything else needs ``edit``."""

    kind: str
    model: type[Threaded]
    asks: str
    hint: str
    details: tuple[Detail, ...]
    add: Permission
    edit: Permission
    own: Collection[str] = ()
    check: Callable[[Mapping[str, Any]], None] | None = None  # what its fields must be to each other
    closed: Collection[str] = ()  # the states in which its words are kept as they were

    @property
    def plural(self) -> str:
        return KINDS[self.kind].plural

    def permission_for(self, node: Node, actor: Member) -> Permission:
        is_own = node.created_by_id == actor.pk and node.state in self.own
        return self.add if is_own else self.edit

    @property
    def labels(self) -> dict[str, str]:
        """The name of each field, as histories and forms say it."""
        return {"title": self.asks, **{one.name: one.label for one in self.details}, "product": _("Product")}


def _some_of_all(values: Mapping[str, Any]) -> None:
    """Both numbers or none, and no more who met it than took part."""
    met, of_people = values["met"], values["of_people"]
    if (met is None) != (of_people is None):
        missing = "met" if met is None else "of_people"
        raise BadInput(**{missing: _("Give both numbers, or none: 5 of 8. Nothing was changed.")})
    if met is not None and not 1 <= of_people >= met:
        raise BadInput(met=_("No more people met it than took part. Nothing was changed."))


SORTS: dict[str, Sort] = {
    sort.kind: sort
    for sort in [
        Sort(
            "release",
            Release,
            _("Release"),
            _("The name by which people know it, such as “4.2” or “Summer reading”."),
            (
                Detail("planned_on", _("Planned for"), _("The day on which it shall reach people."), is_day=True),
                Detail(
                    "notes",
                    _("Notes"),
                    _("For the people who use it, in Markdown. The changelog shows them once it has shipped."),
                    limit=20_000,
                    is_long=True,
                ),
                Detail(
                    "checklist",
                    _("Checklist"),
                    _("One step a line, such as “Support knows what changes”."),
                    limit=4_000,
                    is_long=True,
                ),
            ),
            Permission.RELEASE_EDIT,
            Permission.RELEASE_EDIT,
        ),
        Sort(
            "finding",
            Finding,
            _("Finding"),
            _("What goes wrong for people, such as “Filters reset on the way back”."),
            (
                Detail("place", _("Where"), _("The page, step or device.")),
                Detail(
                    "severity",
                    _("Severity"),
                    _("How bad it is for those who meet it. From 3 on it holds what it was found in from shipping."),
                    options=dict(Severity.choices),
                    needed=_("Say how bad it is, from 0 to 4. Nothing was changed."),
                ),
                Detail("met", _("Met by"), _("How many people met it."), most=1_000_000),
                Detail("of_people", _("Of"), _("How many took part."), most=1_000_000),
                Detail("description", _("What happens"), _("What people did, what came of it."), 10_000, is_long=True),
            ),
            Permission.FINDING_ADD,
            Permission.FINDING_EDIT,
            own=("open",),
            check=_some_of_all,
        ),
    ]
}


def sort_of(record: Threaded) -> Sort:
    return SORTS[record.node.kind]


def value_of(record: Threaded, detail: Detail) -> str:
    """What a field holds, as forms give it."""
    value: Any = getattr(record, f"{detail.name}_id" if detail.is_person else detail.name)
    return "" if value is None else str(value)
