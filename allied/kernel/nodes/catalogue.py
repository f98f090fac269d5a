"""Every kind of object in the thread, on one page. Names only: no models.

The slice that owns a kind binds its model to the name in ``AppConfig.ready``.
A kind enters this page with the slice that brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where on the thread a kind stands, in the order in which one walks it."""

    UNDERSTAND = "understand"
    DECIDE = "decide"
    DELIVER = "deliver"
    LEARN = "learn"
    TOGETHER = "together"


@dataclass(frozen=True)
class Kind:
    """What the kernel knows of a kind of object.

    ``letters`` begin its reference (INS-12), ``prefix`` its id. ``states`` maps each state to its word, the
    first is the state at birth. A node in one of ``ended`` states passes no evidence on. ``is_claim``: evidence
    strength is worked out for it. ``is_evidence``: it offers evidence atoms.
    """

    name: str
    letters: str
    label: str
    plural: str
    stage: Stage
    icon: str
    states: dict[str, str]
    ended: frozenset[str] = frozenset()
    is_claim: bool = False
    is_evidence: bool = False

    @property
    def prefix(self) -> str:
        return self.letters.lower()

    @property
    def first_state(self) -> str:
        return next(iter(self.states))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in [
        Kind(
            name="feedback",
            letters="FBK",
            label="Feedback item",
            plural="Feedback",
            stage=Stage.UNDERSTAND,
            icon="inbox",
            states={"new": "New", "duplicate": "Duplicate", "not_useful": "Not useful"},
            is_evidence=True,
        ),
        Kind(
            name="theme",
            letters="THM",
            label="Theme",
            plural="Themes",
            stage=Stage.UNDERSTAND,
            icon="layers",
            states={"current": "Current", "merged": "Merged", "ended": "Not found by the last run"},
            ended=frozenset({"merged", "ended"}),
        ),
        Kind(
            name="insight",
            letters="INS",
            label="Insight",
            plural="Insights",
            stage=Stage.UNDERSTAND,
            icon="lightbulb",
            states={"draft": "Draft", "published": "Published", "superseded": "Superseded", "retired": "Retired"},
            ended=frozenset({"superseded", "retired"}),
            is_claim=True,
        ),
        Kind(
            name="opportunity",
            letters="OPP",
            label="Opportunity",
            plural="Opportunities",
            stage=Stage.DECIDE,
            icon="door-open",
            states={"open": "Open", "superseded": "Superseded", "retired": "Retired"},
            ended=frozenset({"superseded", "retired"}),
            is_claim=True,
        ),
        Kind(
            name="round",
            letters="RND",
            label="Prioritization round",
            plural="Prioritization rounds",
            stage=Stage.DECIDE,
            icon="scale",
            states={
                "draft": "Draft",
                "open": "Open for ballots",
                "closed": "Ballots open to all",
                "cancelled": "Cancelled",
            },
            ended=frozenset({"cancelled"}),
        ),
        Kind(
            name="decision",
            letters="DEC",
            label="Decision",
            plural="Decisions",
            stage=Stage.DECIDE,
            icon="gavel",
            states={"draft": "Draft", "open": "Open", "decided": "Decided", "dropped": "Dropped"},
            ended=frozenset({"dropped"}),
        ),
        Kind(
            name="item",
            letters="ITM",
            label="Roadmap item",
            plural="Roadmap items",
            stage=Stage.DELIVER,
            icon="milestone",
            states={"idea": "Idea", "proposed": "Proposed", "committed": "Committed", "dropped": "Dropped"},
            ended=frozenset({"dropped"}),
        ),
        Kind(
            name="page",
            letters="PAG",
            label="Page",
            plural="Pages",
            stage=Stage.TOGETHER,
            icon="file-text",
            states={"current": "Current"},
        ),
    ]
}
BY_LETTERS: dict[str, Kind] = {kind.letters: kind for kind in KINDS.values()}
