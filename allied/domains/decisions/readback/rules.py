"""What may be predicted, and who reads, disputes and supersedes it when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from allied.domains.decisions.models import DIGITS, PLACES, Prediction, PredictionState, Reading
from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _

if TYPE_CHECKING:
    from allied.domains.decisions.readback.actions import Figure, Forecast

ABOUT: Final = ("decision", "item")
MOST_YEARS: Final = 10
TO_READ: Final = frozenset({PredictionState.OPEN, PredictionState.UNREADABLE, PredictionState.DISPUTED})
CAME: Final = frozenset({PredictionState.HIT, PredictionState.MISS})


def check_is_predictable(node: Node) -> None:
    """A decision or an item that has not ended."""
    if node.kind not in ABOUT:
        raise BadInput(
            about=_(
                "%(reference)s is %(label)s: predictions are about decisions and roadmap items.",
                reference=node.reference,
                label=node.spec.label.lower(),
            )
        )
    if node.is_ended or node.trashed_at is not None:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s: it will change nothing. Nothing was changed.",
                reference=node.reference,
                state=node.state_label.lower(),
            )
        )


def check_forecast(said: Forecast, actor: Member, *, today: date) -> None:
    """A range that runs upwards, a day to come, a probability that leaves a doubt, and a reader who is here."""
    check_numbers(low=said.low, high=said.high)
    if said.low > said.high:
        raise BadInput(high=_("The upper end is below the lower one. Swap them. Nothing was changed."))
    if not 1 <= said.percent <= 99:
        raise BadInput(percent=_("Say a probability from 1 to 99 %: nothing to come is certain. Nothing was changed."))
    if said.read_on <= today:
        raise BadInput(read_on=_("This day has come already. Choose one to come. Nothing was changed."))
    if said.read_on.year - today.year > MOST_YEARS:
        raise BadInput(
            read_on=_("Nobody will read this in more than %(years)s years. Choose an earlier day.", years=MOST_YEARS)
        )
    if said.voice not in Prediction.Voice.values:
        raise BadInput(voice=_("Say for whom you predict: yourself, your side or the team. Nothing was changed."))
    if said.reads is not None and said.reads.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such person in this workspace."))
    if said.reads is not None and not said.reads.is_active:
        raise BadInput(reads=_("%(name)s has left. Choose who is here. Nothing was changed.", name=said.reads.name))


def check_numbers(**numbers: Decimal | None) -> None:
    """Numbers that the database keeps as they are written."""
    for field, value in numbers.items():
        if value is not None and not (value.is_finite() and _fits(value)):
            raise BadInput(
                **{
                    field: _(
                        "Write a number of up to %(digits)s digits, %(places)s of them after the point.",
                        digits=DIGITS,
                        places=PLACES,
                    )
                }
            )


def _fits(value: Decimal) -> bool:
    return value == round(value, PLACES) and abs(value) < Decimal(10) ** (DIGITS - PLACES)


def check_can_supersede(found: Prediction, actor: Member, *, today: date) -> None:
    """Only who said it says otherwise, and only before the day: after it one knows what came."""
    if found.node.created_by_id != actor.pk:
        raise Denied(
            _(
                "%(name)s said this. Make a prediction of your own beside it. Nothing was changed.",
                name=found.node.created_by.name,
            )
        )
    if found.node.state != PredictionState.OPEN or found.read_on <= today:
        raise InvalidState(
            _("Its day has come, or it was superseded: it stays as it was said. Say in its reading what came of it.")
        )


def still_about(found: Prediction) -> Node:
    """The decision or item, which may have ended or been erased since."""
    if found.about is None:
        raise InvalidState(_("What it was about was erased. It stays as it was said. Nothing was changed."))
    check_is_predictable(found.about)
    return found.about


def reads_now(found: Prediction, actor: Member) -> bool:
    """Whether the actor says what came: the person named; once that person has left, whoever drafts decisions."""
    return found.reads_id == actor.pk or (
        not found.reads.is_active and access.can(actor, Permission.DECISION_DRAFT, found.node)
    )


def check_can_read(found: Prediction, actor: Member, *, today: date) -> None:
    if not reads_now(found, actor):
        raise Denied(
            _(
                "%(name)s reads this one. If the figure is wrong, dispute it. Nothing was changed.",
                name=found.reads.name,
            )
        )
    if found.node.state not in TO_READ:
        raise InvalidState(
            _(
                "%(reference)s is %(state)s already. Nothing was changed.",
                reference=found.node.reference,
                state=found.node.state_label.lower(),
            )
        )
    if today < found.read_on:
        raise InvalidState(
            _(
                "Its day is %(day)s. Before it nothing has come yet; what you found can wait in a comment.",
                day=f"{found.read_on:%-d %b %Y}",
            )
        )


def check_figure(said: Figure, *, is_disputed: bool) -> None:
    """A figure with its n, or the reason why there is none; a second one says why it differs or stands."""
    check_numbers(figure=said.figure, low=said.low, high=said.high)
    if said.figure is None:
        if said.n is not None or said.low is not None or said.high is not None:
            raise BadInput(figure=_("Write the figure too, or leave its n and interval empty. Nothing was changed."))
        if not said.note.strip():
            raise BadInput(note=_("Write the figure, or say why it could not be read. Nothing was changed."))
        return
    if said.n is None or said.n < 1:
        raise BadInput(n=_("Say of how many people or cases this is the figure: at least 1. Nothing was changed."))
    if (said.low is None) != (said.high is None):
        raise BadInput(high=_("An interval has two ends. Write both or none. Nothing was changed."))
    if said.low is not None and said.high is not None and not said.low <= said.figure <= said.high:
        raise BadInput(high=_("The interval does not hold the figure. Check the three. Nothing was changed."))
    if is_disputed and not said.note.strip():
        raise BadInput(note=_("The last figure is disputed: say why this one holds. Nothing was changed."))


def check_can_dispute(found: Prediction, last: Reading | None, actor: Member) -> None:
    """Anyone who takes part, but not of one's own figure: that one reads again."""
    if last is None or found.node.state not in CAME:
        raise InvalidState(_("There is no figure to dispute: it is not read, or disputed already."))
    if last.read_by_id == actor.pk:
        raise Denied(_("You read it yourself. Take it back right after, or let another person dispute it."))


def check_can_withdraw_dispute(found: Prediction, last: Reading | None, actor: Member) -> None:
    if last is None or found.node.state != PredictionState.DISPUTED:
        raise InvalidState(_("It is not disputed. Nothing was changed."))
    if last.disputed_by_id != actor.pk:
        raise Denied(_("Who disputes it withdraws that. Nothing was changed."))


def check_can_take_back(last: Reading | None, actor: Member) -> None:
    """One's own figure, while nobody disputes it."""
    if last is None or last.disputed_at is not None:
        raise InvalidState(_("There is no figure to take back: it is not read, or disputed. Nothing was changed."))
    if last.read_by_id != actor.pk:
        raise Denied(_("%(name)s read it. If it is wrong, dispute it. Nothing was changed.", name=last.read_by.name))
