"""What decisions keep: decisions and their positions, objections and standards, the charter, and predictions."""

from allied.domains.decisions.models.brief import BriefSignature
from allied.domains.decisions.models.charter import Charter, Right, RightHolder, Signature
from allied.domains.decisions.models.decision import (
    LINE_LENGTH,
    MOST_OPTIONS,
    REASON_LENGTH,
    TEXT_LENGTH,
    Consent,
    Decision,
    Option,
    Position,
    State,
    SteelMan,
)
from allied.domains.decisions.models.objection import Objection, Standard
from allied.domains.decisions.models.prediction import (
    DIGITS,
    PLACES,
    UNIT_LENGTH,
    Prediction,
    PredictionState,
    Reading,
    ShownCalibration,
)

__all__ = [
    "DIGITS",
    "LINE_LENGTH",
    "MOST_OPTIONS",
    "PLACES",
    "REASON_LENGTH",
    "TEXT_LENGTH",
    "UNIT_LENGTH",
    "BriefSignature",
    "Charter",
    "Consent",
    "Decision",
    "Objection",
    "Option",
    "Position",
    "Prediction",
    "PredictionState",
    "Reading",
    "Right",
    "RightHolder",
    "ShownCalibration",
    "Signature",
    "Standard",
    "State",
    "SteelMan",
]
