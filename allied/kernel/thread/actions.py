"""Tie nodes together and apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread import rules, strength
from allied.kernel.thread.catalogue import RELATIONS, Relation
from allied.kernel.thread.models import NOTE_LENGTH, Link
from allied.kernel.words import _

_before_unlinking: dict[str, Callable[[Link], None]] = {}


def before_unlinking(relation: str, check: Callable[[Link], None]) -> None:
    """Let ``check`` refuse to take a link of that relation away. The slice whose rule it is says so in ``ready``."""
    _before_unlinking[relation] = check


def link(source: Node, relation: str, target: Node, *, actor: Member, note: str = "", is_quiet: bool = False) -> Link:
    """Relate two nodes of one workspace. Linking twice is the same as once.

    ``is_quiet``: the act that this is a part of tells people itself.

    Raises:
        NotVisible: either node is in another workspace.
        Denied: the actor may not link.
        BadInput: there is no such relation.
        InvalidState: the catalogue does not allow it between these kinds, it would close a circle, or the
            opposite stance stands already.
    """
    made = link_many([source], relation, [target], actor=actor, note=note, is_quiet=is_quiet)
    return made[0] if made else Link.objects.get(source=source, relation=relation, target=target)


@transaction.atomic
def link_many(
    sources: Sequence[Node],
    relation: str,
    targets: Sequence[Node],
    *,
    actor: Member,
    note: str = "",
    is_quiet: bool = False,
) -> list[Link]:
    """Relate every source to every target, all or none; return the links that are new.

    Strength is worked out once, however many they are. Raises what ``link`` raises, for the first pair that fails.
    """
    for node in (*sources, *targets):
        access.require(actor, Permission.THREAD_LINK, node)
        rules.check_is_shared(node)
    if relation not in RELATIONS:
        raise BadInput(relation=_("There is no relation “%(relation)s”. Nothing was linked.", relation=relation))
    spec = RELATIONS[relation]
    note = clean(note, field="note", limit=NOTE_LENGTH)
    workspace = strength.serialize(actor.workspace_id)
    made = [new for target in targets for new in _tie(sources, spec, target, actor, note, is_quiet)]
    if made and spec.evidential:
        strength.refresh(targets, within=workspace)
    return made


def _tie(sources: Sequence[Node], spec: Relation, target: Node, actor: Member, note: str, is_quiet: bool) -> list[Link]:
    """Write the links to one target that are not there yet, and one activity row for all of them."""
    standing = rules.check_can_link(sources, spec, target)
    made = Link.objects.bulk_create(
        Link(
            workspace_id=actor.workspace_id,
            source=source,
            relation=spec.name,
            target=target,
            note=note,
            created_by=actor,
        )
        for source in sources
        if source.pk not in standing
    )
    if made:
        _record("thread.linked", made, target, actor, is_quiet=is_quiet)
    return made


@transaction.atomic
def unlink(made: Link, *, actor: Member) -> None:
    """Take a link away; undoing it is linking again."""
    unlink_many([made], actor=actor)


@transaction.atomic
def unlink_many(links: Sequence[Link], *, actor: Member) -> None:
    """Take links away; strength is worked out once. One that is gone already counts as taken away.

    Raises:
        NotVisible: one of them is in another workspace.
        Denied: the actor may not link.
    """
    for node in (end for link in links for end in (link.source, link.target)):
        access.require(actor, Permission.THREAD_LINK, node)
    workspace = strength.serialize(actor.workspace_id)
    standing = Link.objects.filter(pk__in=[link.pk for link in links])
    gone = list(standing.select_related("source", "target").order_by("pk"))
    for one in gone:
        if check := _before_unlinking.get(one.relation):
            check(one)
    standing.delete()
    strength.refresh(list({link.target for link in gone if RELATIONS[link.relation].evidential}), within=workspace)
    for links_of_one in _by_target(gone).values():
        _record("thread.unlinked", links_of_one, links_of_one[0].target, actor)


def _by_target(links: Sequence[Link]) -> dict[tuple[str, str], list[Link]]:
    found: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        found.setdefault((link.target_id, link.relation), []).append(link)
    return found


def _record(verb: str, links: Sequence[Link], target: Node, actor: Member, *, is_quiet: bool = False) -> None:
    """One row for links of one relation to one target; where they are many, all of them by id."""
    sources = [link.source_id for link in links]
    many = {"sources": sources} if len(sources) > 1 else {}
    quiet = {"quiet": True} if is_quiet else {}
    activity.record(verb, target, actor=actor, relation=links[0].relation, source=sources[0], **many, **quiet)


@transaction.atomic
def supersede(old: Node, new: Node, *, actor: Member, reason: str = "") -> Link:
    """Let ``new`` take the place of ``old``, which is kept, struck through, and passes no evidence on.

    The slice checks who may and whether the states fit; it also keeps who and when.

    Raises:
        NotVisible, Denied: as for linking.
        InvalidState: the kinds differ, ``old`` cannot be superseded or has ended already, ``new`` has ended, or the
            two would supersede each other in a circle.
    """
    strength.serialize(actor.workspace_id)
    old, new = nodes.lock(old), nodes.lock(new)
    rules.check_can_supersede(old, new)
    made = link(new, "supersedes", old, actor=actor)
    before = nodes.enter_state(old, "superseded")
    strength.refresh([old])
    activity.record("thread.superseded", old, actor=actor, other=new.pk, was=before, reason=reason)
    return made
