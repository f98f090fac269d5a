"""Keep what a member keeps for themself. It concerns nobody else, so it leaves no activity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.activity.editions import edition
from allied.kernel.activity.rewordings import ONE_SITTING
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.personal.models import PLACE_LENGTH, Act, Draft, Favorite, Opening
from allied.kernel.personal.queries import DRAFTS_LAST, to_undo
from allied.kernel.personal.undo import Undo
from allied.kernel.words import _

OPENINGS_KEPT = 50
FAVORITES_KEPT = 30
ACTS_KEPT = 30
DRAFTS_KEPT = 30
DRAFT_LENGTH = 200_000  # characters, of all its fields
WORTH_A_NOTE = timedelta(minutes=5)


def note_opening(node: Node, *, actor: Member) -> None:
    """Remember that the actor opened this object. Whoever opens it again within minutes costs no write."""
    newest = Opening.objects.filter(member=actor).order_by("-at", "-pk").first()
    now = timezone.now()
    if newest and newest.node_id == node.pk and newest.at > now - WORTH_A_NOTE:
        return
    Opening.objects.update_or_create(member=actor, node=node, defaults={"at": now})
    _forget_all_but(OPENINGS_KEPT, Opening, actor)


@transaction.atomic
def add_favorite(node: Node, *, actor: Member) -> None:
    """Keep an object at hand.

    Raises:
        NotVisible: it is not in the actor's workspace.
        InvalidState: there are as many favorites as the sidebar holds.
    """
    access.require(actor, Permission.WORKSPACE_READ, node)
    if Favorite.objects.filter(member=actor).exclude(node=node).count() >= FAVORITES_KEPT:
        raise InvalidState(
            _(
                "You have %(favorites_kept)s favorites, as many as there can be. Remove one, then add this.",
                favorites_kept=FAVORITES_KEPT,
            )
        )
    Favorite.objects.get_or_create(member=actor, node=node)


@transaction.atomic
def remove_favorite(node: Node, *, actor: Member) -> None:
    """No longer keep an object at hand."""
    access.require(actor, Permission.WORKSPACE_READ, node)
    Favorite.objects.filter(member=actor, node=node).delete()


@transaction.atomic
def note_act(words: str, undo_url: str, *, actor: Member, within: timedelta | None = None) -> None:
    """Remember the page that undoes what the actor just did. A newer act with the same undo takes an older's place."""
    to_undo(actor=actor).filter(undo_url=undo_url).delete()
    _keep(Act(member=actor, words=words[:300], undo_url=undo_url), within)


@transaction.atomic
def note_undo(
    words: str,
    undo: Undo,
    address: Callable[[int], str],
    *,
    actor: Member,
    within: timedelta | None,
    goes_on: bool = False,
) -> str:
    """Remember how to undo what the actor just did, where no page does; return the address that does it.

    ``address`` makes it from the number of the act. An edit that ``goes_on`` from the last one of the same sitting is
    undone with it: back ``to`` what stood before the first.
    """
    if goes_on and (begun := _begun(undo, actor)):
        begun.given = undo.given | {"to": begun.given["to"]}
        begun.save(update_fields=["given"])
        return begun.undo_url
    act = Act(member=actor, words=words[:300], name=undo.name, given=undo.given, node=undo.node)
    _keep(act, within)
    act.undo_url = address(act.pk)
    act.save(update_fields=["undo_url"])
    return act.undo_url


def _begun(undo: Undo, actor: Member) -> Act | None:
    """The act that this edit goes on from, unless it takes all of it back."""
    recent = to_undo(actor=actor).filter(name=undo.name, node=undo.node, at__gt=timezone.now() - ONE_SITTING)
    newest = recent.first()
    if newest is None or newest.given["seen"] != edition(undo.given["to"]):
        return None
    first = {name: newest.given["to"].get(name) for name in undo.given["to"]}
    return None if edition(first) == undo.given["seen"] else newest


def _keep(act: Act, within: timedelta | None) -> None:
    act.until = act.at + within if within else None
    act.save()
    _forget_all_but(ACTS_KEPT, Act, act.member)


def note_undone(undo_url: str, *, actor: Member) -> None:
    """Strike the act that a post to ``undo_url`` has just undone off the list, if it stands there."""
    Act.objects.filter(member=actor, undo_url=undo_url, undone_at=None).update(undone_at=timezone.now())


@transaction.atomic
def keep_draft(place: str, fields: Mapping[str, str], *, actor: Member) -> None:
    """Keep what the actor has written into a form so far. One draft a form; the newest of all, for 30 days.

    Raises:
        BadInput: it is longer than a draft can be, holds U+0000, or is not written for a page of the workspace.
    """
    access.require(actor, Permission.WORKSPACE_READ)
    if not place.startswith(f"/w/{actor.workspace.slug}/") or len(place) > PLACE_LENGTH:
        raise BadInput(place=_("This is not the address of a form in this workspace. The draft was not kept."))
    written = "".join(fields.values())
    if len(written) > DRAFT_LENGTH or "\0" in written:
        raise BadInput(
            fields=_("This is too long for a draft, or holds U+0000. It stays in the form until you send it.")
        )
    now = timezone.now()
    Draft.objects.filter(member=actor, at__lt=now - DRAFTS_LAST).delete()
    Draft.objects.update_or_create(member=actor, place=place, defaults={"fields": dict(fields), "at": now})
    _forget_all_but(DRAFTS_KEPT, Draft, actor)


def discard_draft(place: str, *, actor: Member) -> None:
    """No longer keep what the actor wrote into this form; there may be nothing."""
    Draft.objects.filter(member=actor, place=place).delete()


def _forget_all_but(kept: int, model: type[Opening] | type[Act] | type[Draft], actor: Member) -> None:
    mine = model._default_manager.filter(member=actor).order_by("-at", "-pk")
    newest = list(mine.values_list("pk", flat=True)[:kept])
    if len(newest) == kept:
        mine.exclude(pk__in=newest).delete()
