"""The people of a workspace as a list, and what of them can be changed there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, Value, When
from markupsafe import Markup

from allied.kernel.access import Permission, can
from allied.kernel.activity.editions import changed_since
from allied.kernel.errors import Conflict, InvalidState, NotVisible
from allied.kernel.membership import members
from allied.kernel.membership.invitations import INVITABLE
from allied.kernel.people import queries
from allied.kernel.people.catalogue import SIDES, Discipline, Role, Side
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.jinja import macro, url
from allied.web.listing import Sort
from allied.web.lists import editing
from allied.web.lists.editing import Edit, Editing
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind

KEY: Final = "people"
ACTIVE, ENDED, NO_ACCOUNT = "active", "ended", "no_account"
MEMBERSHIP: Final = {ACTIVE: _("Active"), NO_ACCOUNT: _("Active, cannot sign in"), ENDED: _("Ended")}
CHANGED_IN_PLACE: Final = {ACTIVE: MEMBERSHIP[ACTIVE], ENDED: MEMBERSHIP[ENDED]}


def people_list(request: MemberRequest) -> FieldList[Member, Member]:
    """Everybody who works here or has worked here. Addresses and when they were here are for who manages members."""
    membership = Case(
        When(deactivated_at__isnull=False, then=Value(ENDED)),
        When(user__isnull=True, then=Value(NO_ACCOUNT)),
        default=Value(ACTIVE),
    )
    rows = queries.members(actor=request.member).annotate(membership=membership)
    manages = can(request.member, Permission.MEMBER_MANAGE)
    spec = Spec(
        key=KEY,
        noun="people",
        fields=[*_fields(), *(_for_managers() if manages else [])],
        columns=["side", "role", "membership", *(["active"] if manages else [])],
        orders=[Sort("here", _("who is here first, from A to Z"), ("membership", "name", "pk"))],
        shown=list,
        reference=_number,
        named=lambda member: member.name,
        reference_label=_("Number"),
    )
    return FieldList(request, rows, spec, search=_matching)


def _fields() -> list[Field[Member]]:
    return [
        Field(
            "name",
            _("Person"),
            Kind.TEXT,
            read=lambda one: one.name,
            path="name",
            sort_words=_("from A to Z"),
            draw=_named,
            can_group=False,
        ),
        Field(
            "discipline",
            _("Discipline"),
            Kind.CHOICE,
            read=lambda one: one.get_discipline_display(),
            path="discipline",
            options=dict(Discipline.choices),
        ),
        Field(
            "side", _("Side"), Kind.CHOICE, read=lambda one: one.side.label, options=dict(Side.choices), narrow=_of_side
        ),
        Field(
            "role",
            _("Role"),
            Kind.CHOICE,
            read=lambda one: one.get_role_display(),
            path="role",
            options=dict(Role.choices),
        ),
        Field(
            "membership",
            _("Membership"),
            Kind.CHOICE,
            read=lambda one: MEMBERSHIP[_membership(one)],
            path="membership",
            options=MEMBERSHIP,
        ),
        Field(
            "joined",
            _("Joined"),
            Kind.DATE,
            read=lambda one: one.created_at,
            path="created_at",
            sort_words=_("who came last first"),
            is_moment=True,
        ),
        Field(
            "left",
            _("Left"),
            Kind.DATE,
            read=lambda one: one.deactivated_at,
            path="deactivated_at",
            sort_words=_("who left last first"),
            is_moment=True,
            may_be_empty=True,
            nothing=_("Is here"),
        ),
    ]


def _for_managers() -> list[Field[Member]]:
    return [
        Field(
            "email",
            _("E-mail"),
            Kind.TEXT,
            read=lambda one: one.user.email if one.user else None,
            path="user__email",
            can_group=False,
            may_be_empty=True,
        ),
        Field(
            "active",
            _("Last active"),
            Kind.DATE,
            read=lambda one: one.last_active_at,
            path="last_active_at",
            sort_words=_("who was active last first"),
            is_moment=True,
            may_be_empty=True,
            nothing=_("Not yet"),
        ),
    ]


def _named(member: Member) -> Markup:
    preferences = getattr(member.user, "preferences", None)
    drawn = macro("person", member, note=preferences.pronouns if preferences else "")
    return Markup('<a class="title-link" href="{}">{}</a>').format(url("settings:member", member_id=member.pk), drawn)


def _of_side(operator: str, value: Any) -> Q:
    """Everybody has a side: those whose discipline none of the two claims are of the other."""
    named = [discipline for discipline, side in SIDES.items() if side == value]
    here = ~Q(discipline__in=SIDES) if value == Side.OTHER else Q(discipline__in=named)
    return {"is": here, "not": ~here, "empty": Q(pk__in=[]), "filled": ~Q(pk__in=[])}[operator]


def _matching(rows: QuerySet[Member], text: str) -> QuerySet[Member]:
    for word in text.replace("\x00", " ").split()[:12]:
        rows = rows.filter(name__icontains=word)
    return rows


def _membership(member: Member) -> str:
    if not member.is_active:
        return ENDED
    return ACTIVE if member.user_id else NO_ACCOUNT


def _number(member: Member) -> str:
    return str(member.pk)


# What can be changed


def _find(reference: str, *, actor: Member) -> Member:
    is_number = reference.isascii() and reference.isdigit() and len(reference) < 19
    found = queries.members(actor=actor).filter(pk=int(reference)).first() if is_number else None
    if found is None:
        raise NotVisible(_("There is no such member in this workspace. Nothing was changed."))
    return found


def _names(keys: Sequence[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Member.objects.filter(pk__in=keys).values_list("pk", "name")}


def _profile(member: Member) -> dict[str, str]:
    return {"name": member.name, "discipline": member.discipline}


def _role(member: Member) -> dict[str, str]:
    return {"role": member.role}


def _standing(member: Member) -> dict[str, str]:
    return {"membership": ACTIVE if member.is_active else ENDED}


def _save_profile(member: Member, words: dict[str, str], *, actor: Member, seen: str) -> None:
    _require_unchanged(seen, _profile(member))
    members.change_profile(member.pk, **words, actor=actor)


def _save_role(member: Member, words: dict[str, str], *, actor: Member, seen: str) -> None:
    _require_unchanged(seen, _role(member))
    _require_another(member, actor)
    members.change_role(member.pk, words["role"], actor=actor)


def _save_membership(member: Member, words: dict[str, str], *, actor: Member, seen: str) -> None:
    _require_unchanged(seen, _standing(member))
    _require_another(member, actor)
    act = members.deactivate if words["membership"] == ENDED else members.reactivate
    act(member.pk, actor=actor)


def _require_unchanged(seen: str, said: dict[str, str]) -> None:
    if changed := changed_since(seen, said):
        raise Conflict(said, dict.fromkeys(changed))


def _require_another(member: Member, actor: Member) -> None:
    """Among many rows one overlooks oneself, and could not undo it afterwards."""
    if member.pk == actor.pk:
        raise InvalidState(_("This is you. Change your own role or membership on your own page. Nothing was changed."))


def _roles(actor: Member) -> dict[str, str]:
    """Those that the actor may give."""
    offered = [role for role in INVITABLE if role != Role.OWNER or can(actor, Permission.WORKSPACE_OWN)]
    return {str(role): Role(role).label for role in offered}


def register_editing() -> None:
    edit = partial(Edit, permission=Permission.MEMBER_MANAGE)
    edits = {
        "name": edit("name", _profile, _save_profile),
        "discipline": edit("discipline", _profile, _save_profile, options=lambda __: dict(Discipline.choices)),
        "role": edit("role", _role, _save_role, options=_roles),
        "membership": edit("membership", _standing, _save_membership, options=lambda __: CHANGED_IN_PLACE),
    }
    editing.register(KEY, Editing(_find, queries.members, edits, names=_names))
