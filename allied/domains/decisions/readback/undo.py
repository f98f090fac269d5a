"""How what was just done to a prediction is taken back."""

from __future__ import annotations

from typing import Any

from allied.domains.decisions.models import Prediction
from allied.domains.decisions.readback import actions, queries
from allied.kernel.people.models import Member
from allied.kernel.personal.undo import Undo, register
from allied.kernel.words import _


def of_reading(found: Prediction) -> Undo:
    """Takes the figure back, while nobody disputes it."""
    return Undo("prediction.read", {"reference": found.node.reference}, found.node)


def of_dispute(found: Prediction) -> Undo:
    """Lets the figure count again."""
    return Undo("prediction.disputed", {"reference": found.node.reference}, found.node)


def of_calibration(is_shown: bool) -> Undo:
    """Shows one's calibration again, or no more."""
    return Undo("calibration.shown", {"to": not is_shown})


def _take_back_reading(given: dict[str, Any], *, actor: Member) -> str:
    actions.take_back_reading(_found(given, actor), actor=actor)
    return _("The figure of %(given)s is taken back.", given=given["reference"])


def _withdraw_dispute(given: dict[str, Any], *, actor: Member) -> str:
    actions.withdraw_dispute(_found(given, actor), actor=actor)
    return _("%(given)s is not disputed any more.", given=given["reference"])


def _show(given: dict[str, Any], *, actor: Member) -> str:
    actions.show_calibration(given["to"], actor=actor)
    return _("It is as it was before.")


def _found(given: dict[str, Any], actor: Member) -> Prediction:
    return queries.prediction_by_reference(given["reference"], actor=actor)


def register_undo() -> None:
    register("prediction.read", _take_back_reading)
    register("prediction.disputed", _withdraw_dispute)
    register("calibration.shown", _show)
