"""How acts on a tree are taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from allied.domains.discovery.models import Experiment, Grown, Opportunity, Outcome
from allied.domains.discovery.trees import actions, experiments, queries, sizes
from allied.domains.discovery.trees.sorts import worded
from allied.kernel.activity.editions import edition, require_unchanged
from allied.kernel.people.models import Member
from allied.kernel.people.queries import product_by_id
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _

WORDS, PLACE, END, FOCUS = "tree.edited", "tree.placed", "tree.reopened", "tree.focused"
RUN, RESULT, SIZE = "tree.experiment_run", "tree.experiment_result", "tree.sized"


def of_edit(grown: Grown, before: dict[str, str]) -> Undo | None:
    """Puts the words back that stood before, unless somebody has changed them since; None where nothing changed."""
    after = actions.said(grown)
    if after == before:
        return None
    return Undo(WORDS, {"reference": grown.node.reference, "to": before, "seen": edition(after)}, grown.node)


def of_place(grown: Grown, stood: str, stands: str, after: str) -> Undo:
    """Puts it back where it stood, behind the same sibling; "" for by itself."""
    given = {"reference": grown.node.reference, "to": stood, "seen": stands, "after": after}
    return Undo(PLACE, given, grown.node)


def of_reopening(grown: Grown, reason: str) -> Undo:
    """Ends it again, for the same reason."""
    return Undo(END, {"reference": grown.node.reference, "reason": reason}, grown.node)


def of_focus(outcome: Outcome, before: str) -> Undo:
    """Names the target again that stood before, or none."""
    return Undo(FOCUS, {"reference": outcome.node.reference, "to": before}, outcome.node)


def of_run(experiment: Experiment, before: date | None) -> Undo:
    """Stops what was started, or lets it run since the day ``before``."""
    return Undo(RUN, {"reference": experiment.node.reference, "since": str(before or "")}, experiment.node)


def of_result(experiment: Experiment, before: dict[str, str]) -> Undo:
    """Puts the result back that stood before, or none, unless somebody has written another since."""
    seen = edition(experiments.said_of_result(experiment))
    return Undo(RESULT, {"reference": experiment.node.reference, "to": before, "seen": seen}, experiment.node)


def of_size(opportunity: Opportunity, before: dict[str, str]) -> Undo:
    """Says again how large it was, unless somebody has sized it since."""
    seen = edition(sizes.said_of_size(opportunity))
    return Undo(SIZE, {"reference": opportunity.node.reference, "to": before, "seen": seen}, opportunity.node)


def _size_back(given: dict[str, Any], *, actor: Member) -> str:
    found = _found(given["reference"], actor)
    assert isinstance(found, Opportunity)  # noqa: S101  nothing else has a size
    sizes.size_opportunity(found, sizes.size_of(given["to"]), seen=given["seen"], actor=actor)
    return _("%(given)s has the size that it had before.", given=given["reference"])


def _run_back(given: dict[str, Any], *, actor: Member) -> str:
    found = _experiment(given["reference"], actor)
    if given["since"]:
        experiments.start_experiment(found, on=date.fromisoformat(given["since"]), actor=actor)
    else:
        experiments.stop_experiment(found, actor=actor)
    return _("%(given)s is %(state)s again.", given=given["reference"], state=found.node.state_label.lower())


def _result_back(given: dict[str, Any], *, actor: Member) -> str:
    found = _experiment(given["reference"], actor)
    if given["to"]["result"]:
        before = experiments.finding_of(given["to"])
        experiments.record_result(found, before, seen=given["seen"], actor=actor)
    else:
        require_unchanged(given["seen"], experiments.said_of_result(found), found.node, actor=actor)
        experiments.take_result_back(found, actor=actor)
    return _("%(given)s has the result that it had before.", given=given["reference"])


def _experiment(reference: str, actor: Member) -> Experiment:
    found = queries.grown_by_reference(reference, kind="experiment", actor=actor)
    assert isinstance(found, Experiment)  # noqa: S101  of that kind
    return found


def _focus_back(given: dict[str, Any], *, actor: Member) -> str:
    outcome = _found(given["reference"], actor)
    target = _found(given["to"], actor) if given["to"] else None
    if isinstance(outcome, Outcome) and (target is None or isinstance(target, Opportunity)):
        actions.focus_on(outcome, target, actor=actor)
    return _("%(given)s has the target that it had before.", given=given["reference"])


def _put_back(given: dict[str, Any], *, actor: Member) -> str:
    grown, words = _found(given["reference"], actor), dict(given["to"])
    product = product_by_id(words["product"], actor=actor)
    actions.edit_branch(grown, **worded(grown, words), product=product, actor=actor, seen=given["seen"])
    return _("%(given)s reads as it did before.", given=given["reference"])


def _place_back(given: dict[str, Any], *, actor: Member) -> str:
    grown = _found(given["reference"], actor)
    if given["to"]:
        to = _found(given["to"], actor)
        actions.place_under(grown, to, after=given["after"], seen=given["seen"], actor=actor)
    else:
        actions.take_out(grown, actor=actor)
    return _("%(given)s stands where it did before.", given=given["reference"])


def _end_again(given: dict[str, Any], *, actor: Member) -> str:
    actions.retire_branch(_found(given["reference"], actor), reason=given["reason"], actor=actor)
    return _("%(given)s is retired again.", given=given["reference"])


def _found(reference: str, actor: Member) -> Grown:
    return queries.grown_by_reference(reference, actor=actor)


def register_undo() -> None:
    register(WORDS, _put_back)
    register(PLACE, _place_back)
    register(END, _end_again)
    register(FOCUS, _focus_back)
    register(RUN, _run_back)
    register(RESULT, _result_back)
    register(SIZE, _size_back)
