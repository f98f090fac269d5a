"""Every change of what fields there are. All faces call these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.custom_fields import holders
from allied.kernel.custom_fields.models import (
    HAS_OPTIONS,
    HELP_LENGTH,
    NAME_LENGTH,
    OPTION_LENGTH,
    CustomField,
    CustomFieldQuerySet,
    FieldOption,
    Type,
)
from allied.kernel.custom_fields.reading import BETWEEN, KEPT
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.models import Member, Workspace
from allied.kernel.text import clean, normalize
from allied.kernel.words import _

MOST = 50  # fields of one kind: a record page still shows them at a glance
MOST_OPTIONS = 200
RESERVED = frozenset({"seen"})  # what forms send besides


@dataclass(frozen=True)
class OptionAs:
    """How an option shall read, where it stands, and whether it can be chosen."""

    label: str
    position: int
    is_offered: bool = True


@transaction.atomic
def add_field(
    kind: str, *, name: str, type: str, actor: Member, help: str = "", options: Sequence[str] = ()
) -> CustomField:
    """Give the objects of a kind another field.

    Raises:
        Denied: the actor may not manage fields.
        BadInput: the name is empty, too long or taken, there is no such kind or type, or a choice has no options.
        InvalidState: the kind has as many fields as fit.
    """
    access.require(actor, Permission.FIELD_MANAGE)
    holders.holder(kind)
    if type not in Type.values:
        raise BadInput(type=_("Choose one of the types offered. %(kept)s", kept=KEPT))
    _serialize(actor)
    name, labels = _name(name, kind, actor), _labels(options, type)
    made = CustomField.objects.create(
        workspace_id=actor.workspace_id,
        kind=kind,
        key=_key(name, kind, actor),
        name=name,
        type=type,
        help=_help(help),
        position=_room(kind, actor),
        created_by=actor,
    )
    FieldOption.objects.bulk_create(
        FieldOption(field=made, label=label, position=at) for at, label in enumerate(labels, 1)
    )
    activity.record("field.added", None, actor=actor, field=made.pk, name=name, kind=kind)
    return made


@transaction.atomic
def change_field(
    field: CustomField,
    *,
    name: str,
    actor: Member,
    help: str = "",
    options: Mapping[int, OptionAs] | None = None,
    added: Sequence[str] = (),
) -> CustomField:
    """Name a field anew, explain it, and set its options. What was chosen already stays chosen.

    ``options`` are those that stand, by number: None leaves them as they are.

    Raises:
        Denied: the actor may not manage fields.
        BadInput: the name or an option is empty, too long or taken, or no option is left to choose.
        InvalidState: the field is archived.
    """
    _require(field, actor)
    if field.archived_at is not None:
        raise InvalidState(_("“%(name)s” is archived. Bring it back first. %(kept)s", name=field.name, kept=KEPT))
    _serialize(actor)
    before, field.name, field.help = field.name, _name(name, field.kind, actor, but=field), _help(help)
    field.save(update_fields=["name", "help"])
    if field.has_options and (options is not None or added):
        _set_options(field, options or {}, added)
    activity.record("field.changed", None, actor=actor, field=field.pk, name=[before, field.name])
    return field


@transaction.atomic
def move_field(field: CustomField, *, by: int, actor: Member) -> None:
    """Move a field up (-1) or down (1) among those of its kind; at the end it stays.

    Raises:
        Denied: the actor may not manage fields.
    """
    _require(field, actor)
    _serialize(actor)
    standing = list(_standing(field.kind, actor).order_by("position", "pk"))
    if field not in standing:
        raise InvalidState(_("“%(name)s” is archived. Bring it back first. %(kept)s", name=field.name, kept=KEPT))
    at = standing.index(field)
    standing.insert(max(at + by, 0), standing.pop(at))
    for place, one in enumerate(standing, 1):
        one.position = place
    CustomField.objects.bulk_update(standing, ["position"])
    activity.record("field.moved", None, actor=actor, field=field.pk, name=field.name)


@transaction.atomic
def archive_field(field: CustomField, *, actor: Member) -> None:
    """Take a field off every page, list and form. What it holds is kept; ``restore_field`` brings it back.

    Raises:
        Denied: the actor may not manage fields.
        InvalidState: it is archived already.
    """
    _require(field, actor)
    if field.archived_at is not None:
        raise InvalidState(_("“%(name)s” is archived already. %(kept)s", name=field.name, kept=KEPT))
    field.archived_at = timezone.now()
    field.save(update_fields=["archived_at"])
    activity.record("field.archived", None, actor=actor, field=field.pk, name=field.name)


@transaction.atomic
def restore_field(field: CustomField, *, actor: Member) -> CustomField:
    """Bring an archived field back with all that it held.

    Raises:
        Denied: the actor may not manage fields.
        InvalidState: it stands, its name is taken by now, or there are as many fields as fit.
    """
    _require(field, actor)
    if field.archived_at is None:
        raise InvalidState(_("“%(name)s” is not archived. %(kept)s", name=field.name, kept=KEPT))
    _serialize(actor)
    if _standing(field.kind, actor).filter(name__iexact=field.name).exists():
        raise InvalidState(
            _("There is another field “%(name)s” by now. Rename that one first. %(kept)s", name=field.name, kept=KEPT)
        )
    field.position, field.archived_at = _room(field.kind, actor), None
    field.save(update_fields=["position", "archived_at"])
    activity.record("field.restored", None, actor=actor, field=field.pk, name=field.name)
    return field


def _set_options(field: CustomField, options: Mapping[int, OptionAs], added: Sequence[str]) -> None:
    standing = {one.pk: one for one in FieldOption.objects.filter(field=field)}
    if unknown := options.keys() - standing.keys():
        raise NotVisible(
            _("There is no option %(min)s of “%(name)s”. %(kept)s", min=min(unknown), name=field.name, kept=KEPT)
        )
    for pk, wanted in options.items():
        one = standing[pk]
        one.label, one.position, one.is_offered = _label(wanted.label), wanted.position, wanted.is_offered
    last = max((one.position for one in standing.values()), default=0)
    new = [FieldOption(field=field, label=_label(label), position=last + at) for at, label in enumerate(added, 1)]
    _check_options([*standing.values(), *new])
    FieldOption.objects.filter(pk__in=options).update(label=_passing())
    FieldOption.objects.bulk_update(standing.values(), ["label", "position", "is_offered"])
    FieldOption.objects.bulk_create(new)


def _passing() -> Concat:
    """A label of its own for each while two exchange theirs, so that no two are alike in between."""
    return Concat(Value("\x1f"), Cast(F("pk"), CharField()))


def _check_options(options: Sequence[FieldOption]) -> None:
    folded = [one.label.casefold() for one in options]
    twice = next((one.label for one in options if folded.count(one.label.casefold()) > 1), "")
    if twice:
        raise BadInput(
            options=_("“%(twice)s” is an option twice. Name one of them otherwise. %(kept)s", twice=twice, kept=KEPT)
        )
    if not any(one.is_offered for one in options):
        raise BadInput(options=_("Keep at least one option that can be chosen. %(kept)s", kept=KEPT))
    if len(options) > MOST_OPTIONS:
        raise BadInput(
            options=_(
                "These are %(options)s options; %(most_options)s fit in one field. %(kept)s",
                options=len(options),
                most_options=MOST_OPTIONS,
                kept=KEPT,
            )
        )


def _labels(options: Sequence[str], type: str) -> list[str]:
    """The options of a new field.

    Raises:
        BadInput: a choice without options, or options where there is nothing to choose.
    """
    labels = [_label(label) for label in options if label.strip()]
    if type not in HAS_OPTIONS:
        if labels:
            raise BadInput(
                options=_(
                    "Only a field of choices has options. Choose that type, or leave them out. %(kept)s", kept=KEPT
                )
            )
        return []
    if not labels:
        raise BadInput(options=_("Write at least one option, one a line. %(kept)s", kept=KEPT))
    _check_options([FieldOption(label=label) for label in labels])
    return labels


def _label(label: str) -> str:
    label = clean(label, field="options", limit=OPTION_LENGTH, required=True, single_line=True)
    if BETWEEN in label:
        raise BadInput(
            options=_(
                "“%(label)s” holds “%(between)s”, which separates several choices. Leave it out. %(kept)s",
                label=label,
                between=BETWEEN,
                kept=KEPT,
            )
        )
    return label


def _name(name: str, kind: str, actor: Member, *, but: CustomField | None = None) -> str:
    name = clean(name, field="name", limit=NAME_LENGTH, required=True, single_line=True)
    others = _standing(kind, actor).filter(name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        what = KINDS[kind].plural
        raise BadInput(
            name=_(
                "%(what)s have a field “%(name)s” already. Choose another name. %(KEPT)s",
                what=what,
                name=name,
                KEPT=KEPT,
            )
        )
    return name


def _help(text: str) -> str:
    return clean(text, field="help", limit=HELP_LENGTH, single_line=True)


def _key(name: str, kind: str, actor: Member) -> str:
    """The name in plain letters, with a number where that is taken."""
    root = re.sub(r"[^a-z0-9]+", "_", normalize(name)).strip("_")[: NAME_LENGTH - 4] or "field"
    taken = RESERVED | set(CustomField.objects.visible_to(actor).filter(kind=kind).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 3) if (key := root if n == 1 else f"{root}_{n}") not in taken)


def _room(kind: str, actor: Member) -> int:
    """The place of one more field."""
    standing = _standing(kind, actor)
    if standing.count() >= MOST:
        raise InvalidState(
            _(
                "%(plural)s have %(most)s fields, which is all that fit. Archive one first. %(kept)s",
                plural=KINDS[kind].plural,
                most=MOST,
                kept=KEPT,
            )
        )
    last = standing.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def _standing(kind: str, actor: Member) -> CustomFieldQuerySet:
    return CustomField.objects.visible_to(actor).filter(kind=kind, archived_at=None)


def _serialize(actor: Member) -> None:
    """Two who change the fields of a workspace at once do it one after the other."""
    Workspace.objects.select_for_update(no_key=True).get(pk=actor.workspace_id)


def _require(field: CustomField, actor: Member) -> None:
    access.require(actor, Permission.FIELD_MANAGE)
    if field.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such field in this workspace."))
