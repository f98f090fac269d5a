"""People as a target of imports: each row is invited, or, where it is here already, brought up to date.

Nobody becomes a member by a file: who is new gets an invitation, whose link is made when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from allied.kernel.access import Permission
from allied.kernel.errors import AlliedError, InvalidState
from allied.kernel.importing import custom
from allied.kernel.importing.fields import guess_fields, vocabulary_of
from allied.kernel.importing.models import BroughtPerson, Import, ImportRow
from allied.kernel.importing.person_rows import FIELDS, LABELS, NAMED, PersonReader, PersonRow, Values
from allied.kernel.importing.reading import (
    LEFT_OUT,
    RAW,
    Column,
    Guess,
    Mapping,
    Row,
    Sure,
    Use,
)
from allied.kernel.importing.targets import Here, Reader, Target, Updated
from allied.kernel.membership import invitations, members
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Invitation, Member
from allied.kernel.words import _


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is here: a member, or invited; ``brought`` is what files of this source said."""

    email: str
    now: Values
    member: Member | None
    invitation: Invitation | None
    brought: BroughtPerson | None

    @property
    def then(self) -> Values:
        """What the file before said; where there was none, what stands here."""
        return {**self.now, **(self.brought.values if self.brought else {})}


@dataclass(frozen=True, kw_only=True)
class PeopleTarget(Target):
    """Rows become invitations; who is here already is brought up to date."""

    def guess(self, columns: Sequence[Column]) -> tuple[Mapping, list[Guess]]:
        """By the names of columns; addresses also by their form. What has no place here is left out, not kept."""
        mapping, guesses = guess_fields(columns, FIELDS)
        made = [_unless_kept(guess) for guess in guesses]
        if mapping.place("email") is None:
            by_form = next((column.index for column in columns if column.email_share > 0.8), None)
            if by_form is not None:
                made[by_form] = Guess(Use("email"), Sure.SURE, _("Its values are e-mail addresses."))
        return replace(mapping, uses=tuple(guess.use for guess in made)), made

    def reader(self, imported: Import) -> Reader:
        return PersonReader(imported)

    def here(self, imported: Import, keys: Collection[str]) -> dict[str, Here]:
        asked = {key: key.removeprefix("id:").split("\x1f") for key in keys}
        emails, ids = {email for email, __ in asked.values()}, {id for __, id in asked.values()} - {""}
        records = BroughtPerson.objects.filter(workspace_id=imported.workspace_id, source=imported.source)
        brought = list(records.filter(Q(email__in=emails) | Q(source_id__in=ids)))
        by_email = {one.email: one for one in brought}
        by_id = {one.source_id: one for one in brought if one.source_id in ids}
        known = _known(imported.created_by, emails | by_email.keys(), by_email)
        found = {key: _one_of(known, email, by_id.get(id)) for key, (email, id) in asked.items()}
        return {key: _here(imported, one) for key, one in found.items() if one}

    def changes(self, imported: Import, row: Row, here: Here) -> list[str]:
        known: Known = here.stored
        differing = _differing(_read(row), known)
        return [str(LABELS[name]) for name in NAMED if name in differing]

    def create(self, imported: Import, rows: Sequence[tuple[Row, str]]) -> list[str | None]:
        for row, __ in rows:
            said = _read(row)
            values = {"name": "", "role": Role.READER.value, "discipline": Discipline.OTHER.value} | said.values
            made, __ = invitations.invite(actor=imported.created_by, **values)
            _remember(imported, said, said.values, made_by=imported, invitation=made)
        return [None] * len(rows)

    def update(self, imported: Import, row: Row, here: Here) -> Updated:
        """Set what the file says otherwise than last time; what somebody changed here since stays."""
        known, said = here.stored, _read(row)
        _check_stands(known)
        changed, kept = custom.merge(_differing(said, known), known.then, known.now)
        _change(known, changed, imported.created_by)
        by_invitation = {"invitation": known.invitation} if known.invitation else {}
        _remember(imported, said, {**known.then, **said.values}, known=known, **by_invitation)
        before = {name: known.now[name] for name in changed}
        email = changed.get("email", known.email)
        remark = custom.remark_on_kept([str(LABELS[name]) for name in NAMED if name in kept])
        return Updated({"email": email, "was": before, "became": changed} if changed else {}, remark)

    def put_back(self, node: Node, before: dict[str, Any], *, actor: Member) -> None:
        raise InvalidState(_("People are put back with the whole import. Nothing was changed."))

    def brought(self, imported: Import) -> QuerySet[Node]:
        return Node.objects.none()

    def facts(self, row: Row) -> list[tuple[str, str]]:
        said = _read(row)
        found = [(_("E-mail"), said.email)]
        if role := said.values.get("role"):
            found.append((_("Role"), Role(role).label))
        if discipline := said.values.get("discipline"):
            found.append((_("Discipline"), Discipline(discipline).label))
        return found

    def take_back(self, imported: Import, *, actor: Member) -> None:
        """Put back what the import changed of people, and take back its invitations that nobody has used."""
        for row in ImportRow.objects.filter(of=imported, before__isnull=False).order_by("-number"):
            row.sentence = f"{row.sentence} {_put_back(row.before or {}, actor)}"
            row.before = None
            row.save(update_fields=["before", "sentence"])
        made = BroughtPerson.objects.filter(made_by=imported).select_related("invitation")
        for one in made:
            if one.invitation and one.invitation.accepted_at is None:
                invitations.revoke_invitation(one.invitation.pk, actor=actor)
                one.delete()


def _unless_kept(guess: Guess) -> Guess:
    if guess.use.meaning != RAW:
        return guess
    return Guess(Use(LEFT_OUT), Sure.GUESS, _("Nothing here is told of people by it."))


def _read(row: Row) -> PersonRow:
    assert isinstance(row, PersonRow)  # noqa: S101  what ``reader`` gives
    return row


def _known(actor: Member, emails: Collection[str], brought: dict[str, BroughtPerson]) -> dict[str, Known]:
    """Who of these is here, by address: two queries. Who is a member is that, whatever invitations there are."""
    open_ones = invitations.open_ones(actor=actor).filter(email__in=emails).order_by("pk")
    found = {
        one.email: Known(one.email, _values(one, one.email), None, one, brought.get(one.email)) for one in open_ones
    }
    for one in Member.objects.filter(workspace_id=actor.workspace_id, user__email__in=emails).select_related("user"):
        email = one.user.email if one.user else ""
        found[email] = Known(email, _values(one, email), one, None, brought.get(email))
    return found


def _values(one: Member | Invitation, email: str) -> Values:
    return {"name": one.name, "role": str(one.role), "discipline": str(one.discipline), "email": email}


def _one_of(known: dict[str, Known], email: str, by_id: BroughtPerson | None) -> Known | None:
    return (known.get(by_id.email) if by_id else None) or known.get(email)


def _here(imported: Import, known: Known) -> Here:
    is_own = known.brought is not None and known.brought.made_by_id == imported.pk and known.invitation is not None
    row = known.brought.row if known.brought and is_own else None
    return Here(None, known.now["name"] or known.email, known, row)


def _differing(said: PersonRow, known: Known) -> Values:
    then = known.then
    own = {"email"} if known.member else set()  # an address is its member's own
    return {name: text for name, text in said.values.items() if then.get(name) != text and name not in own}


def _change(known: Known, values: Values, actor: Member) -> None:
    """Change a member or an invitation by the actions that pages call.

    Raises:
        InvalidState: it is an owner, or oneself, or a membership that has ended.
    """
    if not values:
        return
    if known.member is None:
        assert known.invitation is not None  # noqa: S101  who is here is one of them
        invitations.change_invitation(known.invitation.pk, **{**known.now, **values}, actor=actor)
        return
    _check_may_follow(known.member, values, actor)
    if values.keys() & {"name", "discipline"}:
        told = {name: {**known.now, **values}[name] for name in ("name", "discipline")}
        members.change_profile(known.member.pk, **told, actor=actor)
    if "role" in values:
        members.change_role(known.member.pk, values["role"], actor=actor)


def _check_stands(known: Known) -> None:
    """Two rows of one step may name one person, by id and by an address that the first of them changes."""
    one = known.member or known.invitation
    assert one is not None  # noqa: S101  who is here is one of them
    one.refresh_from_db()
    email = one.email if isinstance(one, Invitation) else known.email
    if _values(one, email) != known.now:
        raise InvalidState(_("An earlier row of this file changed the same person already."))


def _check_may_follow(member: Member, values: Values, actor: Member) -> None:
    if not member.is_active:
        raise InvalidState(
            _("The membership of %(name)s has ended. Let them in again under People first.", name=member.name)
        )
    if "role" in values and member.role == Role.OWNER:
        raise InvalidState(_("%(name)s is an owner, and a file changes no owner’s role.", name=member.name))
    if "role" in values and member.pk == actor.pk:
        raise InvalidState(_("A file does not change the role of who brings it."))


def _remember(imported: Import, said: PersonRow, values: Values, *, known: Known | None = None, **more: Any) -> None:
    """Keep what the file said, so that a later one changes what it says otherwise."""
    address = known.email if known else said.email
    told = {"source_id": said.id, "row": said.number, "values": values, "raw": said.raw, **more}
    BroughtPerson.objects.update_or_create(
        workspace_id=imported.workspace_id,
        source=imported.source,
        email=address,
        defaults={**told, "email": values.get("email", address) if not (known and known.member) else address},
    )


def _put_back(before: dict[str, Any], actor: Member) -> str:
    """Undo one update; what came of it in words."""
    records = {
        one.email: one for one in BroughtPerson.objects.filter(email=before["email"], workspace_id=actor.workspace_id)
    }
    known = _known(actor, [before["email"]], records).get(before["email"])
    became = before["became"]
    if known is None or any(known.now[name] != text for name, text in became.items()):
        return _("Not put back: it was changed after the import.")
    try:
        with transaction.atomic():
            _change(known, before["was"], actor)
    except AlliedError as refusal:
        return _("Not put back: %(refusal)s", refusal=refusal)
    for one in records.values():
        one.values, one.email = {**one.values, **before["was"]}, before["was"].get("email", one.email)
        one.save(update_fields=["values", "email"])
    return _("Put back when the import was undone.")


TARGET = PeopleTarget(
    name="people",
    label=_("People"),
    noun=(_("person"), _("people")),
    icon="users",
    hint=_("Who works here: name, e-mail, discipline, role. They are invited."),
    needs=(Permission.MEMBER_INVITE,),
    vocabulary=vocabulary_of(FIELDS),
    telling=("email",),
    list_url="settings:people",
    is_of_people=True,
    known_by=_("e-mail address or source ID"),
)
