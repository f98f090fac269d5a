"""The demo's predictions: one that came, one that did not, one that waits to be read, one whose day is to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from allied.domains.decisions.models import Decision, Prediction, Reading
from allied.domains.decisions.readback.actions import Figure, Forecast, make_prediction, read_prediction
from allied.kernel.activity.models import Activity
from allied.kernel.people.models import Member
from allied.site.demo.backdate import backdate

_SOON = date.max
SHELF = Forecast(
    "People who find the shelf at once", Decimal(70), Decimal(85), _SOON, 80, "6 of 6 did in the test.", "%", "side"
)
DESK = Forecast(
    "Questions at the desk about a hold, in a week", Decimal(20), Decimal(40), _SOON, 80, "Half ask where it is."
)
DAYS = Forecast(
    "Holds collected within 3 days", Decimal(66), Decimal(70), _SOON, 70, "The closing time is on it now.", "%"
)
FINES = Forecast(
    "Fines paid within a month", Decimal(14), Decimal(24), _SOON, 60, "A line on the receipt brought 12 %.", "%", "side"
)


def make_predictions(
    members: Mapping[str, Member], notices: Decision, fines: Decision, *, moment: Callable[[int], datetime]
) -> None:
    """Of the one notice, said 60 days ago; of the fine reminder, to be read in a month. ``moment``: days ago."""
    said, read = moment(60), moment(20)
    shelf = _say(SHELF, notices, members["tomasz"], said, read)
    _read(shelf, Figure(Decimal(78), 64, Decimal(67), Decimal(86)), members["tomasz"], read)
    desk = _say(DESK, notices, members["priya"], said, read)
    why = "Counted at both desks. Most ask how long a hold is kept, which nobody had thought of."
    _read(desk, Figure(Decimal(58), 58, note=why), members["priya"], read + timedelta(days=2))
    _say(DAYS, notices, members["imani"], said, moment(1))
    _say(FINES, fines, members["priya"], moment(3), moment(-30))


def _say(what: Forecast, about: Decision, actor: Member, said: datetime, day: datetime) -> Prediction:
    """Said at that moment for that day; the action knows days to come alone."""
    later = timezone.localdate() + timedelta(days=60)
    made = make_prediction(about.node, replace(what, read_on=later), actor=actor)
    made.read_on = day.date()
    made.save(update_fields=["read_on"])
    backdate(made.node, said)
    return made


def _read(found: Prediction, figure: Figure, actor: Member, at: datetime) -> None:
    made = read_prediction(found, figure, actor=actor)
    Reading.objects.filter(pk=made.pk).update(read_at=at)
    Activity.objects.filter(node=found.node, verb__startswith="prediction.read_").update(at=at)
