"""What became of the changes of many rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from allied.kernel.bulk_changes.models import BulkChange, BulkRow
from allied.kernel.errors import NotVisible
from allied.kernel.people.models import Member
from allied.kernel.words import _


def bulk_changes(*, actor: Member) -> QuerySet[BulkChange]:
    """Those of the actor: nobody else sees them."""
    mine = BulkChange.objects.filter(workspace_id=actor.workspace_id, actor=actor)
    return mine.defer("keys").select_related("job")


def bulk_change(change_id: int, *, actor: Member) -> BulkChange:
    """One of them.

    Raises:
        NotVisible: it is somebody else's, or there is none.
    """
    found = bulk_changes(actor=actor).filter(pk=change_id).first()
    if found is None:
        raise NotVisible(_("There is no such bulk change of yours. Nothing was changed."))
    return found


def results(change: BulkChange) -> QuerySet[BulkRow]:
    """The rows that were reached."""
    return change.rows.exclude(outcome=BulkRow.Outcome.WAITING)


def counts(change: BulkChange) -> dict[str, int]:
    """How many rows have each outcome, with 0 for those that none has. One query."""
    return counts_of([change])[change.pk]


def counts_of(changes: Sequence[BulkChange]) -> dict[int, dict[str, int]]:
    """The same of several changes, by their id. One query."""
    found = {change.pk: dict.fromkeys(BulkRow.Outcome.values, 0) for change in changes}
    rows = BulkRow.objects.filter(of__in=found).order_by().values_list("of", "outcome").annotate(n=Count("pk"))
    for pk, outcome, n in rows:
        found[pk][outcome] = n
    return found
