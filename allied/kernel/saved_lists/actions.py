"""Keep, rename, share and delete lists."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.people.models import Member
from allied.kernel.saved_lists.models import NAME_LENGTH, QUERY_LENGTH, DefaultList, SavedList
from allied.kernel.text import clean
from allied.kernel.words import _

MOST = 100  # of one member, for one list


@transaction.atomic
def save_list(list_key: str, *, name: str, query: str, is_shared: bool, actor: Member) -> SavedList:
    """Keep a list under a name.

    Raises:
        Denied: the actor may not read the workspace.
        BadInput: the name is empty, too long or in use, or the list says more than an address holds.
        InvalidState: the actor keeps as many lists as there is room for.
    """
    access.require(actor, Permission.WORKSPACE_READ)
    own = SavedList.objects.filter(owner=actor, list_key=list_key, deleted_at=None)
    if own.count() >= MOST:
        raise InvalidState(
            _("You keep %(most)s lists here, as many as there is room for. Delete one first.", most=MOST)
        )
    saved = SavedList(workspace_id=actor.workspace_id, list_key=list_key, owner=actor)
    _write(saved, name=name, query=query, is_shared=is_shared)
    activity.record("saved_list.saved", None, actor=actor, list=list_key, saved=saved.pk, shared=is_shared)
    return saved


@transaction.atomic
def change_list(
    saved: SavedList, *, actor: Member, name: str | None = None, query: str | None = None, is_shared: bool | None = None
) -> SavedList:
    """Rename a list, share it or keep it to oneself, or let it stand for what the list shows now.

    Raises:
        Denied: it is somebody else's.
        BadInput: the name is empty, too long or in use, or the list says more than an address holds.
    """
    _require_own(saved, actor)
    shared = saved.is_shared if is_shared is None else is_shared
    _write(
        saved,
        name=saved.name if name is None else name,
        query=saved.query if query is None else query,
        is_shared=shared,
    )
    activity.record("saved_list.changed", None, actor=actor, list=saved.list_key, saved=saved.pk, shared=shared)
    return saved


@transaction.atomic
def delete_list(saved: SavedList, *, actor: Member) -> None:
    """Delete a list. The rows that it found stay as they are.

    Raises:
        Denied: it is somebody else's.
    """
    _require_own(saved, actor)
    saved.deleted_at = timezone.now()
    saved.save(update_fields=["deleted_at"])
    activity.record("saved_list.deleted", None, actor=actor, list=saved.list_key, saved=saved.pk)


@transaction.atomic
def restore_list(saved: SavedList, *, actor: Member) -> SavedList:
    """Bring a deleted list back.

    Raises:
        Denied: it is somebody else's.
        BadInput: another list has its name by now.
    """
    _require_own(saved, actor)
    saved.deleted_at = None
    _write(saved, name=saved.name, query=saved.query, is_shared=saved.is_shared)
    activity.record("saved_list.restored", None, actor=actor, list=saved.list_key, saved=saved.pk)
    return saved


@transaction.atomic
def begin_with(list_key: str, saved: SavedList | None, *, actor: Member) -> None:
    """Begin with this saved list whenever the actor opens the list, or with all of it.

    Raises:
        Denied: the actor may not read the workspace.
    """
    access.require(actor, Permission.WORKSPACE_READ)
    if saved is None:
        DefaultList.objects.filter(member=actor, list_key=list_key).delete()
    else:
        DefaultList.objects.update_or_create(member=actor, list_key=list_key, defaults={"saved": saved})
    kept = saved.pk if saved else None
    activity.record("saved_list.default_chosen", None, actor=actor, list=list_key, saved=kept)


def _write(saved: SavedList, *, name: str, query: str, is_shared: bool) -> None:
    saved.name = clean(name, field="name", limit=NAME_LENGTH, required=True, single_line=True)
    saved.query = clean(query, field="query", limit=QUERY_LENGTH, single_line=True)
    saved.is_shared = is_shared
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:
        raise BadInput(
            name=_("You have a list called “%(name)s” already. Choose another name.", name=saved.name)
        ) from None


def _require_own(saved: SavedList, actor: Member) -> None:
    """A private list is its owner's alone; a shared one may also be changed by who manages the workspace."""
    if saved.owner_id != actor.pk and not (saved.is_shared and access.can(actor, Permission.WORKSPACE_MANAGE)):
        raise Denied(
            _("This list is %(name)s’s. Save it under a name of your own. Nothing was changed.", name=saved.owner.name)
        )
