"""When an opportunity, or what else stands in a tree, may change. Who may is ``kernel.access``'s question."""

from __future__ import annotations

from collections.abc import Sequence

from allied.domains.discovery.models import Experiment, Grown, Opportunity
from allied.kernel.access import Permission
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member
from allied.kernel.thread.models import Link
from allied.kernel.words import _


def permission_to_edit(opportunity: Grown, actor: Member) -> Permission:
    """Whoever framed an opportunity may reword it; anybody else's takes the right to edit all."""
    is_own = opportunity.node.created_by_id == actor.pk
    return Permission.OPPORTUNITY_FRAME if is_own else Permission.OPPORTUNITY_EDIT


def check_is_open(opportunity: Grown) -> None:
    """Only an open opportunity is reworded, placed or ended; an ended one stays as people knew it."""
    if not opportunity.is_open:
        node = opportunity.node
        raise InvalidState(
            _(
                "%(reference)s is %(state_label)s. Reopen it first. Nothing was changed.",
                reference=node.reference,
                state_label=node.state_label.lower(),
            )
        )


def check_is_ended(opportunity: Grown) -> None:
    if opportunity.is_open:
        raise InvalidState(
            _("%(reference)s is open already. Nothing was changed.", reference=opportunity.node.reference)
        )


def check_can_supersede(old: Opportunity, new: Opportunity) -> None:
    """A newer opportunity takes the place of an older one; both must be open, and they must be two."""
    if old.pk == new.pk:
        raise InvalidState(
            _(
                "%(reference)s cannot take its own place. Choose another. Nothing was changed.",
                reference=old.node.reference,
            )
        )
    check_is_open(old)
    check_is_open(new)


def check_may_leave(grown: Grown, left: Sequence[Link]) -> None:
    """An experiment with a result stays under what it tested: its result says nothing about anything else."""
    if left and isinstance(grown, Experiment) and grown.result:
        raise InvalidState(
            _(
                "%(reference)s has a result about %(tested)s and stays there. Plan another experiment, or take its "
                "result back first. Nothing was moved.",
                reference=grown.node.reference,
                tested=left[0].target.reference,
            )
        )


def check_has_result(experiment: Experiment) -> None:
    if not experiment.result:
        raise InvalidState(
            _("%(reference)s has no result yet. Nothing was changed.", reference=experiment.node.reference)
        )


def check_can_start(experiment: Experiment) -> None:
    """What was planned begins once."""
    check_is_open(experiment)
    if experiment.result or experiment.began_on:
        raise InvalidState(
            _(
                "%(reference)s is %(state_label)s already. Nothing was changed.",
                reference=experiment.node.reference,
                state_label=experiment.node.state_label.lower(),
            )
        )


def check_can_stop(experiment: Experiment) -> None:
    """What runs can be planned again; with a result that is taken back first."""
    check_is_open(experiment)
    if experiment.result or not experiment.began_on:
        raise InvalidState(
            _(
                "%(reference)s does not run: it is %(state_label)s. Nothing was changed.",
                reference=experiment.node.reference,
                state_label=experiment.node.state_label.lower(),
            )
        )
