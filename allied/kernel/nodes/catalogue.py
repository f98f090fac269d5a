"""Every kind of object in the thread, on one page. Names only: no models.

The slice that owns a kind binds its model to the name in ``AppConfig.ready``.
A kind enters this page with the slice that brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from allied.kernel.words import _


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
            label=_("Feedback item"),
            plural=_("Feedback"),
            stage=Stage.UNDERSTAND,
            icon="inbox",
            states={"new": _("New"), "duplicate": _("Duplicate"), "not_useful": _("Not useful")},
            is_evidence=True,
        ),
        Kind(
            name="company",
            letters="CMP",
            label=_("Company"),
            plural=_("Companies"),
            stage=Stage.UNDERSTAND,
            icon="building-2",
            states={"current": _("Current")},
        ),
        Kind(
            name="theme",
            letters="THM",
            label=_("Theme"),
            plural=_("Themes"),
            stage=Stage.UNDERSTAND,
            icon="layers",
            states={"current": _("Current"), "merged": _("Merged"), "ended": _("Not found by the last run")},
            ended=frozenset({"merged", "ended"}),
        ),
        Kind(
            name="insight",
            letters="INS",
            label=_("Insight"),
            plural=_("Insights"),
            stage=Stage.UNDERSTAND,
            icon="lightbulb",
            states={
                "draft": _("Draft"),
                "published": _("Published"),
                "superseded": _("Superseded"),
                "retired": _("Retired"),
            },
            ended=frozenset({"superseded", "retired"}),
            is_claim=True,
        ),
        Kind(
            name="opportunity",
            letters="OPP",
            label=_("Opportunity"),
            plural=_("Opportunities"),
            stage=Stage.DECIDE,
            icon="door-open",
            states={"open": _("Open"), "superseded": _("Superseded"), "retired": _("Retired")},
            ended=frozenset({"superseded", "retired"}),
            is_claim=True,
        ),
        Kind(
            name="outcome",
            letters="OUT",
            label=_("Outcome"),
            plural=_("Outcomes"),
            stage=Stage.DECIDE,
            icon="target",
            states={"open": _("Open"), "retired": _("Retired")},
            ended=frozenset({"retired"}),
        ),
        Kind(
            name="solution",
            letters="SOL",
            label=_("Solution"),
            plural=_("Solutions"),
            stage=Stage.DECIDE,
            icon="wand",
            states={"open": _("Open"), "retired": _("Retired")},
            ended=frozenset({"retired"}),
        ),
        Kind(
            name="assumption",
            letters="ASM",
            label=_("Assumption"),
            plural=_("Assumptions"),
            stage=Stage.DECIDE,
            icon="circle-help",
            states={"open": _("Open"), "retired": _("Retired")},
            ended=frozenset({"retired"}),
            is_claim=True,
        ),
        Kind(
            name="experiment",
            letters="EXP",
            label=_("Experiment"),
            plural=_("Experiments"),
            stage=Stage.DECIDE,
            icon="flask-conical",
            states={"planned": _("Planned"), "running": _("Running"), "done": _("Done"), "retired": _("Retired")},
            ended=frozenset({"retired"}),
            is_evidence=True,
        ),
        Kind(
            name="round",
            letters="RND",
            label=_("Prioritization round"),
            plural=_("Prioritization rounds"),
            stage=Stage.DECIDE,
            icon="scale",
            states={
                "draft": _("Draft"),
                "open": _("Open for ballots"),
                "closed": _("Ballots open to all"),
                "cancelled": _("Cancelled"),
            },
            ended=frozenset({"cancelled"}),
        ),
        Kind(
            name="decision",
            letters="DEC",
            label=_("Decision"),
            plural=_("Decisions"),
            stage=Stage.DECIDE,
            icon="gavel",
            states={"draft": _("Draft"), "open": _("Open"), "decided": _("Decided"), "dropped": _("Dropped")},
            ended=frozenset({"dropped"}),
        ),
        Kind(
            name="item",
            letters="ITM",
            label=_("Roadmap item"),
            plural=_("Roadmap items"),
            stage=Stage.DELIVER,
            icon="milestone",
            states={
                "idea": _("Idea"),
                "proposed": _("Proposed"),
                "committed": _("Committed"),
                "in_progress": _("In progress"),
                "shipped": _("Shipped"),
                "read_back": _("Read back"),
                "dropped": _("Dropped"),
            },
            ended=frozenset({"dropped"}),
        ),
        Kind(
            name="release",
            letters="REL",
            label=_("Release"),
            plural=_("Releases"),
            stage=Stage.DELIVER,
            icon="package",
            states={"planned": _("Planned"), "shipped": _("Shipped")},
        ),
        Kind(
            name="meeting",
            letters="MTG",
            label=_("Meeting"),
            plural=_("Meetings"),
            stage=Stage.TOGETHER,
            icon="calendar",
            states={
                "planned": _("Planned"),
                "held": _("Held"),
                "closed": _("Minutes closed"),
                "cancelled": _("Cancelled"),
            },
            ended=frozenset({"cancelled"}),
        ),
        Kind(
            name="prediction",
            letters="PRE",
            label=_("Prediction"),
            plural=_("Predictions"),
            stage=Stage.LEARN,
            icon="trending-up",
            states={
                "open": _("Not read yet"),
                "hit": _("Hit"),
                "miss": _("Miss"),
                "unreadable": _("Could not be read"),
                "disputed": _("Disputed"),
                "superseded": _("Superseded"),
            },
            ended=frozenset({"superseded"}),
        ),
        Kind(
            name="finding",
            letters="FND",
            label=_("Finding"),
            plural=_("Findings"),
            stage=Stage.DELIVER,
            icon="microscope",
            states={"open": _("Open"), "fixed": _("Fixed")},
        ),
        Kind(
            name="page",
            letters="PAG",
            label=_("Page"),
            plural=_("Pages"),
            stage=Stage.TOGETHER,
            icon="file-text",
            states={"current": _("Current")},
        ),
    ]
}
BY_LETTERS: dict[str, Kind] = {kind.letters: kind for kind in KINDS.values()}
