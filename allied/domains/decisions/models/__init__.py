"""What decisions keep: decisions and their positions, objections and standards, and the charter of rights."""

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

__all__ = [
    "LINE_LENGTH",
    "MOST_OPTIONS",
    "REASON_LENGTH",
    "TEXT_LENGTH",
    "BriefSignature",
    "Charter",
    "Consent",
    "Decision",
    "Objection",
    "Option",
    "Position",
    "Right",
    "RightHolder",
    "Signature",
    "Standard",
    "State",
    "SteelMan",
]
