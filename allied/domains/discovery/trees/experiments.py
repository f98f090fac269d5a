"""Run the tests of a tree: start one, record what came of it, let that stand as evidence. Each has its opposite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from allied.domains.discovery import rules
from allied.domains.discovery.models import Experiment, Result
from allied.domains.discovery.trees.actions import lock, places
from allied.domains.discovery.trees.queries import STANCES
from allied.kernel import access, activity
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.errors import BadInput, InvalidState
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.thread import actions as thread
from allied.kernel.thread.models import Link
from allied.kernel.thread.offers import Evidence, offer
from allied.kernel.thread.strength import today_in
from allied.kernel.words import _

LEARNED_LENGTH = 2_000
MOST_PEOPLE = 1_000_000
RESULT = ("result", "n", "bore_out", "found_on", "learned")


@dataclass(frozen=True)
class Finding:
    """What an experiment found: ``bore_out`` of ``n`` did what the assumption says; None where nobody counted.

    ``counts``: it stands as evidence for or against the assumption, by its method.
    """

    result: str
    n: int
    found_on: date
    bore_out: int | None = None
    learned: str = ""
    counts: bool = True


@transaction.atomic
def start_experiment(experiment: Experiment, *, actor: Member, on: date | None = None) -> Experiment:
    """Say that it runs, from today or since the day ``on``.

    Raises:
        Denied: the actor may not edit it.
        InvalidState: it ended, or runs, or is done.
    """
    access.require(actor, rules.permission_to_edit(experiment, actor), experiment.node)
    lock(experiment)
    rules.check_can_start(experiment)
    experiment.began_on = on or today_in(actor.workspace)
    experiment.save(update_fields=["began_on"])
    nodes.enter_state(experiment.node, experiment.live_state)
    activity.record("experiment.started", experiment.node, actor=actor)
    return experiment


@transaction.atomic
def stop_experiment(experiment: Experiment, *, actor: Member) -> Experiment:
    """Let it be planned again, as if it had not begun.

    Raises:
        Denied: the actor may not edit it.
        InvalidState: it does not run.
    """
    access.require(actor, rules.permission_to_edit(experiment, actor), experiment.node)
    lock(experiment)
    rules.check_can_stop(experiment)
    experiment.began_on = None
    experiment.save(update_fields=["began_on"])
    nodes.enter_state(experiment.node, experiment.live_state)
    activity.record("experiment.stopped", experiment.node, actor=actor)
    return experiment


@transaction.atomic
def record_result(experiment: Experiment, found: Finding, *, actor: Member, seen: str | None = None) -> Experiment:
    """Write down what came of it, instead of what was written before; the assumption follows in the same act.

    A result that supports, or is unclear but counted, stands for the assumption with the share that bore it out and
    against it with the rest; one that contradicts stands against it with the share that did not.

    Raises:
        Denied: the actor may not edit it, or may not link.
        InvalidState: it ended, or stands under no assumption.
        Conflict: somebody wrote another result since the edition that the actor has ``seen``.
        BadInput: a number or the day makes no sense, or an unclear result without a count was to be evidence.
    """
    access.require(actor, rules.permission_to_edit(experiment, actor), experiment.node)
    lock(experiment)
    rules.check_is_open(experiment)
    require_unchanged(seen, said_of_result(experiment), experiment.node, actor=actor)
    tested = tested_by(experiment)
    if tested is None:
        raise InvalidState(
            _(
                "%(reference)s stands under no assumption. Move it to the one that it tests. Nothing was recorded.",
                reference=experiment.node.reference,
            )
        )
    _write(experiment, found, today_in(actor.workspace))
    _stand(experiment, tested, counts=found.counts, actor=actor)
    activity.record(
        "experiment.concluded",
        experiment.node,
        actor=actor,
        result=experiment.result,
        n=experiment.n,
        bore_out=experiment.bore_out,
        changed=list(RESULT),
    )
    return experiment


@transaction.atomic
def take_result_back(experiment: Experiment, *, actor: Member) -> Experiment:
    """Let it run, or be planned, again; the result no longer stands as evidence anywhere.

    Raises:
        Denied: the actor may not edit it, or may not link.
        InvalidState: it ended, or has no result.
    """
    access.require(actor, rules.permission_to_edit(experiment, actor), experiment.node)
    lock(experiment)
    rules.check_is_open(experiment)
    rules.check_has_result(experiment)
    experiment.result, experiment.learned = "", ""
    experiment.n = experiment.bore_out = experiment.found_on = None
    _save(experiment)
    thread.unlink_many(list(evidence_links(experiment)), actor=actor)
    offer(experiment.node, [])
    activity.record("experiment.result_taken_back", experiment.node, actor=actor, changed=list(RESULT))
    return experiment


def tested_by(experiment: Experiment) -> Node | None:
    """The assumption that it tests."""
    link = places(experiment).first()
    return link.target if link else None


def evidence_links(experiment: Experiment) -> list[Link]:
    """Where its result stands as evidence."""
    found = Link.objects.filter(source=experiment.node, relation__in=STANCES)
    return list(found.select_related("source", "target").order_by("pk"))


def said_of_result(experiment: Experiment) -> dict[str, str]:
    """Everything that ``record_result`` sets, as forms give it."""
    values = {name: getattr(experiment, name) for name in RESULT}
    said = {name: "" if value is None else str(value) for name, value in values.items()}
    return said | {"counts": "on" if not experiment.result or evidence_links(experiment) else ""}


def finding_of(said: dict[str, str]) -> Finding:
    """What ``said_of_result`` gave, to be recorded again."""
    return Finding(
        result=said["result"],
        n=int(said["n"]),
        bore_out=int(said["bore_out"]) if said["bore_out"] else None,
        found_on=date.fromisoformat(said["found_on"]),
        learned=said["learned"],
        counts=bool(said["counts"]),
    )


def _write(experiment: Experiment, found: Finding, today: date) -> None:
    _check(experiment, found, today)
    experiment.result, experiment.n, experiment.bore_out = found.result, found.n, found.bore_out
    experiment.found_on = found.found_on
    experiment.learned = clean(found.learned, field="learned", limit=LEARNED_LENGTH)
    _save(experiment)


def _check(experiment: Experiment, found: Finding, today: date) -> None:
    if found.result not in Result.values:
        options = ", ".join(Result.values)
        raise BadInput(result=_("Choose one of %(options)s. Nothing was recorded.", options=options))
    if not 1 <= found.n <= MOST_PEOPLE:
        raise BadInput(n=_("Say with how many people or cases, at least 1. Nothing was recorded."))
    if found.bore_out is not None and not 0 <= found.bore_out <= found.n:
        raise BadInput(bore_out=_("This is a part of the %(n)s above. Nothing was recorded.", n=found.n))
    if found.found_on > today:
        raise BadInput(found_on=_("This day has not come yet. Record the result on it. Nothing was recorded."))
    if found.bore_out == (0 if found.result == Result.SUPPORTS else found.n) and found.result != Result.UNCLEAR:
        raise BadInput(
            result=_(
                "%(x)s of %(n)s bore it out, which says the opposite. Choose that, or correct the number. "
                "Nothing was recorded.",
                x=found.bore_out,
                n=found.n,
            )
        )
    if found.counts and found.result == Result.UNCLEAR and found.bore_out is None:
        sentence = _(
            "To stand as evidence, an unclear result needs how many bore it out. Write that, or leave it out as "
            "evidence. Nothing was recorded."
        )
        raise BadInput(bore_out=sentence)


def _save(experiment: Experiment) -> None:
    experiment.save(update_fields=list(RESULT))
    nodes.enter_state(experiment.node, experiment.live_state)
    nodes.touch(experiment.node)


def _stand(experiment: Experiment, tested: Node, *, counts: bool, actor: Member) -> None:
    """Offer the result as evidence, with one link to what it tested; other links that people made stay."""
    relation = "contradicts" if experiment.result == Result.CONTRADICTS else "supports"
    standing = [link for link in evidence_links(experiment) if link.target_id == tested.pk]
    gone = [link for link in standing if not counts or link.relation != relation]
    if gone:
        thread.unlink_many(gone, actor=actor)
    share = experiment.share
    if share is None or experiment.found_on is None:
        offer(experiment.node, [])
        return
    x, n = share
    method = experiment.method or "experiment"
    offer(experiment.node, [Evidence(method, experiment.found_on, n=n, x=x)])
    if counts:
        thread.link(experiment.node, relation, tested, actor=actor)
