"""Rows that name people who work here: what their columns can become, and each row read or refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from allied.kernel.access.catalogue import GRANTS
from allied.kernel.importing.fields import Field, FieldKind, plain_words
from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import RAW, SOURCE_ID, LeftOut, Reason, Record, Wanted
from allied.kernel.importing.reading.rows import Filled, RowRefused, cells_of, fitted, remark_on_width, short
from allied.kernel.membership import invitations
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.words import _

Values = dict[str, str]
ID_LENGTH = 200
NAME_LENGTH = 120
RAW_LENGTH = 1_000
NAMED = ("name", "role", "discipline", "email")
LABELS = {"name": _("name"), "role": _("role"), "discipline": _("discipline"), "email": _("e-mail address")}
# What other tools call them, besides the names that they have here.
ROLES = {"admin": Role.ADMINISTRATOR, "viewer": Role.READER, "read only": Role.READER, "member": Role.CONTRIBUTOR}
DISCIPLINES = {
    "research": Discipline.UX_RESEARCH,
    "researcher": Discipline.UX_RESEARCH,
    "ux researcher": Discipline.UX_RESEARCH,
    "user research": Discipline.UX_RESEARCH,
    "ux": Discipline.DESIGN,
    "designer": Discipline.DESIGN,
    "ux design": Discipline.DESIGN,
    "product management": Discipline.PRODUCT,
    "product manager": Discipline.PRODUCT,
    "pm": Discipline.PRODUCT,
    "engineer": Discipline.ENGINEERING,
    "developer": Discipline.ENGINEERING,
    "development": Discipline.ENGINEERING,
    "other": Discipline.OTHER,
}
FIELDS = (
    Field(
        "email",
        _("E-mail"),
        FieldKind.LINE,
        known_as=("email", "e mail", "mail", "email address", "e mail address", "user email", "work email"),
        required=_("No column holds the e-mail address. Choose the one by which each person is known."),
    ),
    Field(
        "name",
        _("Name"),
        FieldKind.LINE,
        known_as=("name", "full name", "display name", "person", "member", "user", "first name", "given name"),
    ),
    Field("last_name", _("Last name"), FieldKind.LINE, known_as=("last name", "surname", "family name")),
    Field("role", _("Role"), FieldKind.CHOICE, known_as=("role", "permission", "access", "access level")),
    Field(
        "discipline",
        _("Discipline"),
        FieldKind.CHOICE,
        known_as=("discipline", "profession", "function", "job", "job title", "department", "team"),
    ),
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row that names a person. ``values`` has only what the file says."""

    number: int
    email: str
    id: str
    values: Values
    raw: Values
    remarks: tuple[str, ...]
    hidden: int = 0
    wanted: tuple[Wanted, ...] = ()
    custom: tuple[Filled, ...] = ()

    @property
    def text(self) -> str:
        return self.values.get("name") or self.email

    @property
    def source_id(self) -> str:
        return self.id or self.email

    @property
    def identity(self) -> str:
        return f"{self.email}\x1f{self.id}"

    @property
    def is_undated(self) -> bool:
        return False


class PersonReader:
    """Reads rows by one mapping, each address once."""

    def __init__(self, imported: Import) -> None:
        self._names, self._mapping = imported.layout.names, imported.choices
        self._roles = roles_of(imported.created_by)
        self._met: dict[str, int] = {}

    def __call__(self, record: Record) -> PersonRow | LeftOut:
        cells = cells_of(record)
        places = [self._mapping.place(meaning) for meaning in ("name", "email")]
        place = next((each for each in places if each is not None), 0)
        try:
            return self._row(record, fitted(record, cells, len(self._names)))
        except RowRefused as refusal:
            return refusal.result(record, cells[place] if place < len(cells) else "")

    def _row(self, record: Record, cells: list[str]) -> PersonRow:
        remarks: list[str] = []
        remark_on_width(record, len(self._names), remarks)
        email = _address(self._cell(cells, "email"))
        values = {"email": email, "name": self._name(cells, remarks)}
        if role := self._cell(cells, "role"):
            values["role"] = _role(role, self._roles)
        if discipline := self._cell(cells, "discipline"):
            values["discipline"] = _discipline(discipline)
        first = self._met.setdefault(email, record.number)
        if first != record.number:
            raise RowRefused(
                Reason.REFUSED, _("Row %(first)s of this file has the same e-mail address already.", first=first)
            )
        return PersonRow(
            number=record.number,
            email=email,
            id=short(self._cell(cells, SOURCE_ID), ID_LENGTH, _("source ID"), remarks),
            values={name: text for name, text in values.items() if text},
            raw={self._names[at]: cells[at][:RAW_LENGTH] for at in self._mapping.places(RAW) if cells[at]},
            remarks=tuple(remarks),
        )

    def _name(self, cells: list[str], remarks: list[str]) -> str:
        parts = f"{self._cell(cells, 'name')} {self._cell(cells, 'last_name')}".split()
        return short(" ".join(parts), NAME_LENGTH, LABELS["name"], remarks)

    def _cell(self, cells: list[str], meaning: str) -> str:
        place = self._mapping.place(meaning)
        return "" if place is None else cells[place]


def roles_of(actor: Member) -> list[Role]:
    """The roles that a file may give: never owner, and none that may do more than who brings the file."""
    given = [role for role in invitations.INVITABLE if role != Role.OWNER]
    return [role for role in given if GRANTS[role] <= GRANTS[actor.role]]


def _address(cell: str) -> str:
    email = cell.strip().lower()
    if not email:
        raise RowRefused(Reason.NO_ADDRESS, _("The e-mail address is empty, so nobody can be invited."))
    try:
        validate_email(email)
    except ValidationError:
        raise RowRefused(
            Reason.NO_ADDRESS, _("“%(email)s” is no e-mail address like name@example.org.", email=email[:60])
        ) from None
    return email


def _role(cell: str, allowed: Sequence[Role]) -> str:
    said = plain_words(cell)
    known = {plain_words(name): role for role in Role for name in (role.value, str(role.label))} | ROLES
    role = known.get(said)
    if role in allowed:
        return str(role)
    offered = ", ".join(str(one.label) for one in allowed)
    if role == Role.OWNER:
        problem = _("A file makes nobody an owner; an owner does that under People.")
    else:
        problem = _("“%(cell)s” is no role that this file can give.", cell=cell[:40])
    raise RowRefused(Reason.REFUSED, _("%(problem)s Choose from: %(offered)s.", problem=problem, offered=offered))


def _discipline(cell: str) -> str:
    names = {plain_words(name): one for one in Discipline for name in (one.value, str(one.label))}
    found = (names | DISCIPLINES).get(plain_words(cell))
    if found is None:
        offered = ", ".join(str(one.label) for one in Discipline)
        raise RowRefused(
            Reason.REFUSED,
            _("“%(cell)s” is no discipline. Choose from: %(offered)s.", cell=cell[:40], offered=offered),
        )
    return str(found)
