"""Connect a model, take it away, try it, and note what is sent to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from allied.integrations.outgoing import NotReachable, reach
from allied.integrations.wording.models import KEY_LENGTH, MODEL_LENGTH, URL_LENGTH, Connection
from allied.integrations.wording.port import NotWorded, NoWording, Wording
from allied.kernel import access, activity, sealing
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _

if TYPE_CHECKING:
    from allied.integrations.wording.endpoint import Endpoint

HELLO = [{"role": "user", "content": "Answer with the one word: ready"}]


@transaction.atomic
def connect_model(*, base_url: str, model: str, api_key: str, is_on: bool, actor: Member) -> Connection:
    """Connect a model or change it. Without ``api_key`` the one that is kept stays, as long as the address does.

    Raises:
        BadInput: the address may not be reached, or a field cannot be used.
    """
    access.require(actor, Permission.WORKSPACE_MANAGE)
    there = clean(base_url, field="base_url", limit=URL_LENGTH, required=True, single_line=True).rstrip("/")
    name = clean(model, field="model", limit=MODEL_LENGTH, required=True, single_line=True)
    secret = clean(api_key, field="api_key", limit=KEY_LENGTH // 2, single_line=True)
    if not secret.isascii():
        raise BadInput(api_key=_("A key has plain letters, digits and signs only. Copy it again."))
    try:
        reach(there)
    except NotReachable as refusal:
        raise BadInput(base_url=_("%(refusal)s Nothing was changed.", refusal=refusal)) from None
    found = Connection.objects.filter(pk=actor.workspace_id).first() or Connection(workspace=actor.workspace)
    if secret or found.base_url != there:  # a key is never sent to another address than the one it was given for
        found.key, found.sealed = _sealed(secret, actor.workspace_id) if secret else (b"", b"")
    found.base_url, found.model, found.is_on = there, name, is_on
    found.save()
    activity.record("wording.connected", None, actor=actor, is_on=is_on, **_named(found))
    return found


@transaction.atomic
def disconnect_model(*, actor: Member) -> None:
    """Forget the model and its key."""
    access.require(actor, Permission.WORKSPACE_MANAGE)
    if found := Connection.objects.filter(pk=actor.workspace_id).first():
        activity.record("wording.disconnected", None, actor=actor, **_named(found))
        found.delete()


def try_model(*, actor: Member) -> str:
    """Say hello to the model, with no quotes; return what it said.

    Raises:
        InvalidState: none is connected, or it does not answer.
    """
    access.require(actor, Permission.WORKSPACE_MANAGE)
    found = Connection.objects.filter(pk=actor.workspace_id).first()
    if found is None:
        raise InvalidState(_("No model is connected. Save its address first."))
    with transaction.atomic():
        activity.record("wording.tried", None, actor=actor, **_named(found))
    try:
        return _endpoint(found).say(HELLO)[:80]
    except NotWorded as refusal:
        raise InvalidState(str(refusal)) from None


@transaction.atomic
def note_sent(references: list[str], *, characters: int, actor: Member) -> None:
    """Write down, before anything is sent, which quotes are: by reference, never by their words."""
    access.require(actor, Permission.WORKSPACE_READ)
    found = connection_of(actor)
    if found is None:
        raise InvalidState(_("No model is connected here. Nothing was sent."))
    sent = {"quotes": len(references), "references": references, "characters": characters}
    activity.record("wording.sent", None, actor=actor, **_named(found), **sent)


def connection_of(actor: Member) -> Connection | None:
    """The model that words answers in the actor's workspace; None where there is none, or it is off."""
    return Connection.objects.filter(pk=actor.workspace_id, is_on=True).first()


def wording_of(actor: Member) -> Wording:
    """What words answers in the actor's workspace."""
    found = connection_of(actor)
    return _endpoint(found) if found else NoWording()


def _endpoint(found: Connection) -> Endpoint:
    from allied.integrations.wording.endpoint import Endpoint  # noqa: PLC0415  brings an HTTP client

    key = bytes(found.sealed)
    secret = sealing.unseal(key, key=bytes(found.key), bound_to=_bound(found.workspace_id)) if key else ""
    return Endpoint(base_url=found.base_url, model=found.model, api_key=secret)


def _sealed(secret: str, workspace_id: int) -> tuple[bytes, bytes]:
    key = sealing.new_key()
    return key, sealing.seal(secret, key=key, length=KEY_LENGTH, bound_to=_bound(workspace_id))


def _bound(workspace_id: int) -> str:
    return f"wording:{workspace_id}"


def _named(found: Connection) -> dict[str, str]:
    return {"model": found.model, "host": found.base_url.partition("://")[2].partition("/")[0]}
