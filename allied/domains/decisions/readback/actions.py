"""Predict, read back, dispute. All faces call these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from allied.domains.decisions.models import REASON_LENGTH, UNIT_LENGTH, Prediction, PredictionState, Reading
from allied.domains.decisions.models import ShownCalibration as Shown
from allied.domains.decisions.readback import rules
from allied.domains.decisions.signing import void_signatures
from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.thread import strength
from allied.kernel.thread.actions import link
from allied.kernel.thread.strength import today_in

State = PredictionState


@dataclass(frozen=True)
class Forecast:
    """What is expected: the figure of ``measure`` lies in ``low`` to ``high`` on the day, with ``percent`` of 100.

    ``reads`` says then what came; None: who predicts.
    """

    measure: str
    low: Decimal
    high: Decimal
    read_on: date
    percent: int
    reason: str
    unit: str = ""
    voice: str = Prediction.Voice.PERSON
    reads: Member | None = None


@dataclass(frozen=True)
class Figure:
    """What came: the figure, of how many, with its interval where it has one; or ``note`` says why it is not known."""

    figure: Decimal | None = None
    n: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""


@transaction.atomic
def make_prediction(about: Node, said: Forecast, *, actor: Member) -> Prediction:
    """Say what a decision or an item will change. It stays as it is said.

    Raises:
        Denied: the actor may not take part in decisions.
        NotVisible: what it is about, or who reads it, is in another workspace.
        InvalidState: what it is about has ended.
        BadInput: it is about something else, a text is missing or too long, the range runs backwards, the day has
            come, the probability is not of 1 to 99, or who reads it has left.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, about)
    strength.serialize(actor.workspace_id)  # before the node, as every action that needs both does
    about = nodes.lock(about)
    rules.check_is_predictable(about)
    made = _made(about, said, actor)
    void_signatures(about, actor=actor)
    return made


@transaction.atomic
def supersede_prediction(found: Prediction, said: Forecast, *, actor: Member) -> Prediction:
    """Say it otherwise, before its day. What was said first is kept beside it.

    Raises:
        Denied: somebody else said it.
        InvalidState: its day has come, it was superseded, or what it was about is gone.
        BadInput: as for a new one.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    strength.serialize(actor.workspace_id)
    _lock(found)
    rules.check_can_supersede(found, actor, today=today_in(actor.workspace))
    about = rules.still_about(found)
    made = _made(about, said, actor)
    link(made.node, "supersedes", found.node, actor=actor, is_quiet=True)
    nodes.enter_state(found.node, State.SUPERSEDED)
    void_signatures(about, actor=actor)
    activity.record("prediction.superseded", found.node, actor=actor, by=made.node.reference)
    return made


@transaction.atomic
def read_prediction(found: Prediction, said: Figure, *, actor: Member) -> Reading:
    """Say what came, or why that is not known; a figure inside the range is a hit.

    Raises:
        Denied: somebody else reads it.
        InvalidState: its day has not come, or it is read already and nobody disputes that.
        BadInput: a figure without n, an interval that does not hold it, or neither a figure nor a reason.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    _lock(found)
    rules.check_can_read(found, actor, today=today_in(actor.workspace))
    rules.check_figure(said, is_disputed=found.node.state == State.DISPUTED)
    note = clean(said.note, field="note", limit=REASON_LENGTH)
    kept = {"figure": said.figure, "n": said.n, "low": said.low, "high": said.high, "note": note}
    made = Reading.objects.create(prediction=found, **kept, read_at=timezone.now(), read_by=actor)
    state = _outcome(found, made)
    nodes.enter_state(found.node, state)
    activity.record(f"prediction.read_{state}", found.node, actor=actor)
    return made


@transaction.atomic
def take_back_reading(found: Prediction, *, actor: Member) -> Prediction:
    """Take back one's own figure, as long as nobody disputes it. The trail tells that there was one.

    Raises:
        Denied: somebody else read it.
        InvalidState: there is none, or it is disputed.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    _lock(found)
    last = found.readings.first()
    rules.check_can_take_back(last, actor)
    assert last is not None  # noqa: S101  the rule refuses none
    last.delete()
    before = found.readings.first()
    state = State.OPEN if before is None else State.DISPUTED if before.disputed_at else _outcome(found, before)
    nodes.enter_state(found.node, state)
    activity.record("prediction.reading_taken_back", found.node, actor=actor)
    return found


@transaction.atomic
def dispute_reading(found: Prediction, *, reason: str, actor: Member) -> Reading:
    """Say that the figure is wrong, and why. Until it is read again it counts for nothing.

    Raises:
        Denied: the actor read it.
        InvalidState: there is no figure, or it is disputed already.
        BadInput: there is no reason.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    _lock(found)
    last = found.readings.first()
    rules.check_can_dispute(found, last, actor)
    assert last is not None  # noqa: S101  the rule refuses none
    last.disputed_because = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    last.disputed_at, last.disputed_by = timezone.now(), actor
    last.save(update_fields=["disputed_because", "disputed_at", "disputed_by"])
    nodes.enter_state(found.node, State.DISPUTED)
    activity.record("prediction.disputed", found.node, actor=actor, reads=found.reads_id)
    return last


@transaction.atomic
def withdraw_dispute(found: Prediction, *, actor: Member) -> Reading:
    """Let the figure count again.

    Raises:
        Denied: somebody else disputes it.
        InvalidState: it is not disputed.
    """
    access.require(actor, Permission.DECISION_TAKE_PART, found.node)
    _lock(found)
    last = found.readings.first()
    rules.check_can_withdraw_dispute(found, last, actor)
    assert last is not None  # noqa: S101  the rule refuses none
    last.disputed_because, last.disputed_at, last.disputed_by = "", None, None
    last.save(update_fields=["disputed_because", "disputed_at", "disputed_by"])
    nodes.enter_state(found.node, _outcome(found, last))
    activity.record("prediction.dispute_withdrawn", found.node, actor=actor)
    return last


@transaction.atomic
def show_calibration(is_shown: bool, *, actor: Member) -> None:
    """Let the workspace see how the actor's own predictions came out, or no more. It is theirs to say.

    Raises:
        Denied: the actor may not take part in decisions.
    """
    access.require(actor, Permission.DECISION_TAKE_PART)
    if is_shown:
        changed = Shown.objects.get_or_create(member=actor)[1]
    else:
        changed = bool(Shown.objects.filter(member=actor).delete()[0])
    if changed:
        activity.record(f"calibration.{'shown' if is_shown else 'hidden'}", None, actor=actor)


def _made(about: Node, said: Forecast, actor: Member) -> Prediction:
    rules.check_forecast(said, actor, today=today_in(actor.workspace))
    reason = clean(said.reason, field="reason", limit=REASON_LENGTH, required=True)
    unit = clean(said.unit, field="unit", limit=UNIT_LENGTH, single_line=True)
    measure = clean(said.measure, field="measure", limit=TITLE_LENGTH, required=True, single_line=True)
    node = nodes.create("prediction", title=measure, actor=actor, product=about.product)
    made = Prediction.objects.create(
        node=node,
        about=about,
        unit=unit,
        low=said.low,
        high=said.high,
        read_on=said.read_on,
        percent=said.percent,
        voice=said.voice,
        side=actor.side,
        discipline=actor.discipline,
        reads=said.reads or actor,
        reason=reason,
    )
    link(node, "derived_from", about, actor=actor, is_quiet=True)
    index(node, reason)
    activity.record("prediction.made", node, actor=actor, about=about.reference, reads=made.reads_id)
    return made


def _outcome(found: Prediction, said: Reading) -> State:
    if said.figure is None:
        return State.UNREADABLE
    return State.HIT if found.low <= said.figure <= found.high else State.MISS


def _lock(found: Prediction) -> None:
    """Hold the node's row and read again what stands."""
    node = nodes.lock(found.node)
    found.refresh_from_db()
    found.node = node
