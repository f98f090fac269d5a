"""Every change of labels. All faces call these."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.labels.models import NAME_LENGTH, Label, Labelling, Tone
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _

MOST_ON_ONE = 30


@transaction.atomic
def add_label(name: str, *, actor: Member, tone: str = "") -> Label:
    """Bring a word into the workspace; where it is there already, that one.

    Raises:
        Denied: the actor may not label.
        BadInput: the name is empty or too long, or there is no such color.
    """
    access.require(actor, Permission.LABEL_USE)
    name, tone = _name(name), _tone(tone)
    found = Label.objects.visible_to(actor).filter(name__iexact=name).first()
    if found is not None:
        return found
    made = Label.objects.create(workspace_id=actor.workspace_id, name=name, tone=tone, created_by=actor)
    activity.record("label.added", None, actor=actor, label=made.pk, name=name)
    return made


@transaction.atomic
def set_labels(node: Node, labels: Sequence[Label], *, actor: Member) -> None:
    """Let these labels, and no others, stand on an object.

    Raises:
        Denied: the actor may not label.
        NotVisible: a label is of another workspace.
        BadInput: there are too many.
    """
    access.require(actor, Permission.LABEL_USE, node)
    if any(one.workspace_id != node.workspace_id for one in labels):
        raise NotVisible(_("There is no such label in this workspace. Nothing was changed."))
    if len(labels) > MOST_ON_ONE:
        raise BadInput(
            labels=_("An object takes up to %(most_on_one)s labels. Nothing was changed.", most_on_one=MOST_ON_ONE)
        )
    wanted = {one.pk: one for one in labels}
    standing = {one.label_id: one for one in node.labellings.filter(label__ended_at=None).select_related("label")}
    gone = [one for pk, one in standing.items() if pk not in wanted]
    new = [one for pk, one in wanted.items() if pk not in standing]
    Labelling.objects.filter(pk__in=[one.pk for one in gone]).delete()
    Labelling.objects.bulk_create(Labelling(node=node, label=one) for one in new)
    if gone or new:
        said = {"added": [one.name for one in new], "removed": [one.label.name for one in gone]}
        activity.record("node.labelled", node, actor=actor, **said)


@transaction.atomic
def change_label(label: Label, *, name: str, tone: str, actor: Member) -> Label:
    """Name a label anew, or color it. It changes wherever it stands.

    Raises:
        Denied: the actor may not manage labels.
        BadInput: the name is empty, too long or taken, or there is no such color.
    """
    _require(actor, label)
    name, tone = _name(name), _tone(tone)
    if Label.objects.visible_to(actor).filter(name__iexact=name).exclude(pk=label.pk).exists():
        raise BadInput(
            name=_("There is a label “%(name)s” already. Merge the two instead. Nothing was changed.", name=name)
        )
    before = label.name
    if (label.name, label.tone) != (name, tone):
        label.name, label.tone = name, tone
        label.save(update_fields=["name", "tone"])
        activity.record("label.changed", None, actor=actor, label=label.pk, name=[before, name])
    return label


@transaction.atomic
def merge_label(label: Label, into: Label, *, actor: Member) -> None:
    """Let another label stand wherever this one does, and end this one. ``restore_label`` takes it back.

    Raises:
        Denied: the actor may not manage labels.
        BadInput: both are the same.
        InvalidState: one of them has ended.
    """
    _require(actor, label)
    _require(actor, into)
    if label.pk == into.pk:
        raise BadInput(into=_("Choose another label than this one. Nothing was changed."))
    _check_stands(label, into)
    here = set(into.labellings.values_list("node_id", flat=True))
    moved = [pk for pk in label.labellings.values_list("node_id", flat=True) if pk not in here]
    Labelling.objects.bulk_create(Labelling(node_id=pk, label=into, through=label) for pk in moved)
    _end(label, into)
    activity.record("label.merged", None, actor=actor, label=label.pk, into=into.pk)


@transaction.atomic
def delete_label(label: Label, *, actor: Member) -> None:
    """Take a label off everything. ``restore_label`` takes it back.

    Raises:
        Denied: the actor may not manage labels.
        InvalidState: it has ended already.
    """
    _require(actor, label)
    _check_stands(label)
    _end(label, None)
    activity.record("label.deleted", None, actor=actor, label=label.pk, name=label.name)


@transaction.atomic
def restore_label(label: Label, *, actor: Member) -> Label:
    """Bring back a label that was deleted or merged, wherever it stood.

    Raises:
        Denied: the actor may not manage labels.
        InvalidState: it stands, or its name is taken by now.
    """
    _require(actor, label)
    if label.ended_at is None:
        raise InvalidState(_("This label stands already. Nothing was changed."))
    if Label.objects.visible_to(actor).filter(name__iexact=label.name).exists():
        raise InvalidState(
            _("There is another label “%(name)s” by now. Rename that one first. Nothing was changed.", name=label.name)
        )
    Labelling.objects.filter(through=label).delete()
    label.ended_at = label.merged_into = None
    label.save(update_fields=["ended_at", "merged_into"])
    activity.record("label.restored", None, actor=actor, label=label.pk, name=label.name)
    return label


def _end(label: Label, into: Label | None) -> None:
    label.ended_at, label.merged_into = timezone.now(), into
    label.save(update_fields=["ended_at", "merged_into"])


def _require(actor: Member, label: Label) -> None:
    access.require(actor, Permission.LABEL_MANAGE)
    if label.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such label in this workspace."))


def _check_stands(*labels: Label) -> None:
    if any(one.ended_at is not None for one in labels):
        raise InvalidState(_("This label was deleted or merged meanwhile. Nothing was changed."))


def _name(name: str) -> str:
    return clean(name, field="name", limit=NAME_LENGTH, required=True, single_line=True)


def _tone(tone: str) -> str:
    if tone not in Tone.values:
        raise BadInput(tone=_("Choose one of the colors offered. Nothing was changed."))
    return tone
