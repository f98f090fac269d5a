"""Evidence strength of claims, kept up to date as evidence and links change, and read by everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Workspace
from allied.kernel.thread import models
from allied.kernel.thread.formula import Strength, assess
from allied.kernel.thread.reach import (
    CLAIM_KINDS,
    among,
    bearing_of_workspace,
    bearing_on,
    claims_downstream,
    work_out,
)
from allied.kernel.thread.records import from_row, to_columns
from allied.kernel.thread.words import Words, words
from allied.kernel.words import _

LONGEST_HALF_LIFE = 600


def today_in(workspace: Workspace) -> date:
    """The day that it is in the workspace's time zone."""
    return timezone.now().astimezone(workspace.zone).date()


def serialize(workspace_id: int) -> Workspace:
    """Let one change of the workspace's evidence happen at a time, so that no circle and no figure slips through.

    An action that changes evidence and locks nodes too calls this first: all in the same order cannot deadlock.
    """
    return Workspace.objects.select_for_update(no_key=True).get(pk=workspace_id)


@transaction.atomic(savepoint=False)
def refresh(changed: Sequence[Node], *, within: Workspace | None = None) -> None:
    """Work out again the strength of the changed claims and of every claim downstream of them.

    To be called in the transaction that changed a link, an atom, or whether a node has ended; ``within`` is the
    workspace as ``serialize`` returned it there, if the caller asked for it already. However many claims
    there are: one query a level of claims in either direction and four more (a fifth for every 70 claims that changed
    on SQLite).
    """
    if not changed:
        return
    _store(within or serialize(changed[0].workspace_id), claims_downstream(changed))


@transaction.atomic(savepoint=False)
def refresh_aged(workspace: Workspace, *, limit: int = 200) -> bool:
    """Work out claims whose ``valid_until`` has come, the oldest first; True if there may be more."""
    workspace = serialize(workspace.pk)
    due = models.Strength.objects.filter(workspace=workspace, valid_until__lte=today_in(workspace))
    claims = list(due.order_by("valid_until", "pk").values_list("pk", flat=True)[:limit])
    _store(workspace, claims)
    return len(claims) == limit


@transaction.atomic
def rebuild(workspace: Workspace) -> int:
    """Work out every claim of the workspace from scratch; return how many figures differed from the stored ones."""
    workspace = serialize(workspace.pk)
    claims = list(Node.objects.filter(workspace=workspace, kind__in=CLAIM_KINDS).values_list("pk", flat=True))
    rows = models.Strength.objects.filter(workspace=workspace).in_bulk()
    bearing = bearing_of_workspace(workspace.pk)
    half_lives = {pk: row.half_life_months for pk, row in rows.items()}
    return _write(workspace, rows, work_out(claims, bearing, half_lives, today=today_in(workspace)))


def _store(workspace: Workspace, claims: Collection[str]) -> None:
    rows = {row.pk: row for row in models.Strength.objects.filter(pk__in=among(claims))}
    half_lives = {pk: row.half_life_months for pk, row in rows.items()}
    found = work_out(claims, bearing_on(claims), half_lives, today=today_in(workspace))
    _write(workspace, rows, found)


def _write(workspace: Workspace, rows: dict[str, models.Strength], found: dict[str, Strength]) -> int:
    """Store the figures that differ from ``rows``; return how many."""
    changed = []
    for claim, strength in found.items():
        row = rows.get(claim) or models.Strength(pk=claim, workspace=workspace)
        columns = to_columns(strength)
        if claim in rows and all(getattr(row, name) == value for name, value in columns.items()):
            continue
        for name, value in columns.items():
            setattr(row, name, value)
        row.computed_at = timezone.now()
        changed.append(row)
    if changed:
        models.Strength.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["node"], update_fields=[*columns, "computed_at"]
        )
    return len(changed)


def strength_of(nodes: Iterable[Node], *, today: date) -> dict[str, Strength]:
    """The strength of each claim among ``nodes`` by its id, as of ``today``.

    One query. Three more when a level has passed its date since it was stored: it is then worked out anew for
    this answer, and stored by the nightly job.
    """
    claims = {node.pk for node in nodes if node.spec.is_claim}
    rows = {row.pk: row for row in models.Strength.objects.filter(pk__in=among(claims))}
    return _as_of(today, claims, rows)


def strength_read_with(nodes: Iterable[Node], *, today: date) -> dict[str, Strength]:
    """The same for claims that were just read with ``select_related("strength")``: no query but for stale levels."""
    rows = {node.pk: getattr(node, "strength", None) for node in nodes}
    return _as_of(today, rows.keys(), {pk: row for pk, row in rows.items() if row})


def _as_of(today: date, claims: Collection[str], rows: dict[str, models.Strength]) -> dict[str, Strength]:
    found = {pk: from_row(row) for pk, row in rows.items()}
    stale = {pk for pk, strength in found.items() if strength.valid_until and strength.valid_until <= today}
    if stale:
        half_lives = {pk: rows[pk].half_life_months for pk in stale}
        found |= work_out(stale, bearing_on(stale), half_lives, today=today)
    without = assess((), (), today=today)
    return {pk: found.get(pk, without) for pk in claims}


@dataclass(frozen=True, slots=True)
class Explained:
    """A claim's strength with its words, for its record page."""

    strength: Strength
    words: Words


def explain(node: Node, *, actor: Member) -> Explained:
    """The strength of one claim with its reasons and what is missing."""
    today = today_in(actor.workspace)
    strength = strength_of([node], today=today)[node.pk]
    return Explained(strength, words(strength, today=today))


@transaction.atomic
def set_half_life(claim: Node, months: int | None, *, actor: Member) -> None:
    """Let a claim's evidence lose half its weight every ``months``; None: it does not age.

    Raises:
        NotVisible, Denied: as for linking.
        InvalidState: the node is no claim.
        BadInput: not between 1 and 600 months.
    """
    access.require(actor, Permission.THREAD_LINK, claim)
    if not claim.spec.is_claim:
        raise InvalidState(
            _(
                "%(reference)s is no claim, so its evidence has no half-life. Nothing was changed.",
                reference=claim.reference,
            )
        )
    if months is not None and not 1 <= months <= LONGEST_HALF_LIFE:
        raise BadInput(
            half_life_months=_(
                "Give 1 to %(longest_half_life)s months, or choose that it does not age.",
                longest_half_life=LONGEST_HALF_LIFE,
            )
        )
    serialize(claim.workspace_id)
    row, __ = models.Strength.objects.get_or_create(pk=claim.pk, defaults={"workspace_id": claim.workspace_id})
    before, row.half_life_months = row.half_life_months, months
    row.save(update_fields=["half_life_months"])
    refresh([claim])
    activity.record("strength.half_life_changed", claim, actor=actor, old=before, new=months, changed=["months"])
