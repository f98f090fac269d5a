"""What a veto and a business imperative may cite: a starter set, and what the workspace adds to it or leaves out."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions.models import Objection, Standard
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _

VETO: Final = {
    "task_completion": _("People complete the task"),
    "accessibility": _("Accessible to WCAG 2.2 AA"),
    "error_recovery": _("No one is blocked by an error"),
    "plain_language": _("Plain language"),
    "privacy": _("Privacy and consent"),
    "no_deception": _("No deceptive pattern"),
}
IMPERATIVE: Final = {
    "law": _("A law or contract with a date"),
    "safety": _("Safety or security of people"),
    "survival": _("Revenue that the product lives on"),
    "commitment": _("A promise made to customers"),
    "dependency": _("Another team waits for it"),
}
STARTERS: Final = {Objection.Kind.VETO: VETO, Objection.Kind.IMPERATIVE: IMPERATIVE}
ANSWER_DAYS: Final = 10  # working days until an objection goes to the person it escalates to, where no charter says
NAME_LENGTH: Final = 120
MOST: Final = 40


def citable(workspace_id: int, kind: str) -> dict[str, str]:
    """What an objection of this kind may cite here now, by key."""
    rows = Standard.objects.filter(workspace_id=workspace_id, kind=kind)
    known = dict(STARTERS[Objection.Kind(kind)])
    for row in rows:
        known.pop(row.key, None)
        if row.retired_at is None:
            known[row.key] = row.name
    return known


def retired(workspace_id: int, kind: str) -> dict[str, str]:
    """What is offered no more, by key."""
    rows = Standard.objects.filter(workspace_id=workspace_id, kind=kind).exclude(retired_at=None)
    return {row.key: row.name for row in rows}


def name_of(key: str, workspace_id: int) -> str:
    """The words of a standard, also of one that is retired."""
    known = VETO.get(key) or IMPERATIVE.get(key)
    return known or Standard.objects.filter(workspace_id=workspace_id, key=key).values_list("name", flat=True)[0]


@transaction.atomic
def add_standard(kind: str, name: str, *, actor: Member) -> Standard:
    """Let objections cite one more standard.

    Raises:
        Denied: the actor may not write charters.
        BadInput: an unknown kind, no name, a name that is there already, or too many.
    """
    access.require(actor, Permission.CHARTER_WRITE)
    if kind not in Objection.Kind.values:
        raise BadInput(kind=_("Say whether it is for vetoes or for business imperatives. Nothing was changed."))
    name = clean(name, field="name", limit=NAME_LENGTH, required=True, single_line=True)
    known = citable(actor.workspace_id, kind)
    if name.lower() in (each.lower() for each in known.values()):
        raise BadInput(name=_("“%(name)s” is on the list already. Nothing was changed.", name=name))
    if len(known) >= MOST:
        raise BadInput(
            name=_(
                "The list has %(MOST)s standards. Leave one out first; a short list is one that is known.", MOST=MOST
            )
        )
    made = Standard.objects.create(workspace_id=actor.workspace_id, kind=kind, key="", name=name)
    made.key = f"own-{made.pk}"
    made.save(update_fields=["key"])
    activity.record("standard.added", None, actor=actor, name=name, kind=kind, key=made.key)
    return made


@transaction.atomic
def retire_standard(kind: str, key: str, *, actor: Member) -> Standard:
    """Offer a standard no more. What cites it keeps it.

    Raises:
        Denied: the actor may not write charters.
        InvalidState: it is not on the list, or is the last one.
    """
    access.require(actor, Permission.CHARTER_WRITE)
    known = citable(actor.workspace_id, kind)
    if key not in known:
        raise InvalidState(_("This standard is not on the list. Nothing was changed."))
    if len(known) == 1:
        raise InvalidState(_("It is the last one: without a standard nobody could object. Add another one first."))
    row = {"kind": kind, "name": known[key], "retired_at": timezone.now()}
    made, __ = Standard.objects.update_or_create(workspace_id=actor.workspace_id, key=key, defaults=row)
    activity.record("standard.retired", None, actor=actor, name=made.name, kind=kind, key=key)
    return made


@transaction.atomic
def restore_standard(kind: str, key: str, *, actor: Member) -> Standard:
    """Offer a retired standard again.

    Raises:
        Denied: the actor may not write charters.
        InvalidState: it is not retired.
    """
    access.require(actor, Permission.CHARTER_WRITE)
    found = (
        Standard.objects.filter(workspace_id=actor.workspace_id, kind=kind, key=key).exclude(retired_at=None).first()
    )
    if found is None:
        raise InvalidState(_("This standard is not retired. Nothing was changed."))
    found.retired_at = None
    found.save(update_fields=["retired_at"])
    activity.record("standard.restored", None, actor=actor, name=found.name, kind=found.kind, key=key)
    return found
