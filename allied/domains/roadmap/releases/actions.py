"""Ship a release, draft its notes, tick its checklist."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from allied.domains.roadmap.delivering import ship_item, unship_item
from allied.domains.roadmap.models import OUT, Release, ReleaseState, Tick
from allied.domains.roadmap.records.actions import edit_record, lock, said
from allied.domains.roadmap.releases import queries, rules
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _


@transaction.atomic
def ship_release(
    release: Release, *, actor: Member, shipped_on: date | None = None, untested_because: str = ""
) -> Release:
    """Say that it reached people on a day, today unless said otherwise, with all that it delivers, or not at all.

    Steps that are open go into the trail. ``untested_because`` stands with each item that nobody tested.

    Raises:
        Denied: the actor may not edit releases, or commit items.
        Held: something forbids to ship one of its items.
        InvalidState: it has shipped already, delivers nothing, or one of its items is not committed.
        BadInput: the day is still to come, or an item is untested and nobody said why.
    """
    access.require(actor, Permission.RELEASE_EDIT, release.node)
    lock(release)
    today = today_in(actor.workspace)
    items = [item for __, item in queries.deliveries(release, actor=actor)]
    rules.check_can_ship(release, len(items), shipped_on or today, today=today)
    with_it = [item for item in items if item.state not in OUT]
    for item in with_it:
        ship_item(item, shipped_on=shipped_on, untested_because=untested_because, actor=actor)
    release.shipped_on, release.shipped_at, release.shipped_by = shipped_on or today, timezone.now(), actor
    release.save(update_fields=["shipped_on", "shipped_at", "shipped_by"])
    nodes.enter_state(release.node, ReleaseState.SHIPPED)
    open_steps = [step.words for step in queries.steps(release) if step.tick is None]
    activity.record(
        "release.shipped",
        release.node,
        actor=actor,
        on=release.shipped_on.isoformat(),
        steps=open_steps,
        items=[item.pk for item in with_it],
    )
    return release


@transaction.atomic
def unship_release(release: Release, *, actor: Member) -> Release:
    """Take back that it has shipped; it is planned again, and what shipped with it is where it was before.

    Raises:
        Denied: the actor may not edit releases.
        InvalidState: it has not shipped.
    """
    access.require(actor, Permission.RELEASE_EDIT, release.node)
    lock(release)
    rules.check_can_take_back(release)
    for item in queries.shipped_with(release, actor=actor):
        unship_item(item, reason=_("%(name)s was taken back.", name=release.node.reference), actor=actor)
    release.shipped_on = release.shipped_at = release.shipped_by = None
    release.save(update_fields=["shipped_on", "shipped_at", "shipped_by"])
    nodes.enter_state(release.node, ReleaseState.PLANNED)
    activity.record("release.unshipped", release.node, actor=actor)
    return release


@transaction.atomic
def draft_notes(release: Release, *, actor: Member, over: bool = False) -> Release:
    """Write notes from the items and what stands behind each; people reword them. ``over``: over those that stand.

    Raises:
        Denied: the actor may not edit releases.
        InvalidState: it has notes already.
    """
    access.require(actor, Permission.RELEASE_EDIT, release.node)
    lock(release)
    rules.check_may_draft(release, over=over)
    words = said(release)
    details = {name: words[name] for name in ("planned_on", "checklist")}
    details["notes"] = queries.draft(release, actor=actor)
    return edit_record(release, title=words["title"], details=details, product=release.node.product, actor=actor)


@transaction.atomic
def tick_step(release: Release, step: str, *, actor: Member, done: bool = True) -> Release:
    """Say that a step of the checklist is done, or not done after all. Twice is the same as once.

    Raises:
        Denied: the actor may not edit releases.
        BadInput: it has no such step.
    """
    access.require(actor, Permission.RELEASE_EDIT, release.node)
    lock(release)
    rules.check_step(release, step)
    if done:
        __, is_new = Tick.objects.get_or_create(
            release=release, step=step, defaults={"done_at": timezone.now(), "done_by": actor}
        )
    else:
        is_new = bool(Tick.objects.filter(release=release, step=step).delete()[0])
    if is_new:
        nodes.touch(release.node)
        activity.record("release.ticked" if done else "release.unticked", release.node, actor=actor, step=step)
    return release
