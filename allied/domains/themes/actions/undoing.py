"""Undo a run: the themes of the one before stand again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from allied.domains.themes import rules
from allied.domains.themes.actions.joining import join_new
from allied.domains.themes.actions.storing import respect, standing
from allied.domains.themes.models import Finding, Run, last_run
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.people.models import Member


@transaction.atomic
def undo_run(run: Run, *, actor: Member) -> Run:
    """Let the themes of the run before stand again; return that run. What people decided since still holds.

    Raises:
        Denied: the actor may not run themes.
        InvalidState: it is not the last run, or there is none before it.
    """
    access.require(actor, Permission.THEME_RUN)
    run = Run.objects.select_for_update().get(pk=run.pk)
    rules.check_can_undo(run, last_run(run.product_id))
    run.state, run.undone_at, run.undone_by = Run.State.UNDONE, timezone.now(), actor
    run.save(update_fields=["state", "undone_at", "undone_by"])
    before = last_run(run.product_id)
    assert before is not None  # noqa: S101  the rule saw it
    respect(before, since=before.created_at)
    standing(before, list(Finding.objects.filter(run=before).values_list("theme", flat=True)))
    join_new(before)
    activity.record("themes.run_undone", None, actor=actor, number=run.number, product=run.product.name)
    return before
