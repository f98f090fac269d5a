"""The demo's custom fields: what these libraries want to know of their claims, needs and items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from allied.kernel.custom_fields.actions import set_fields
from allied.kernel.custom_fields.definitions import add_field
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member


@dataclass(frozen=True)
class Wanted:
    kind: str
    name: str
    type: str
    help: str = ""
    options: tuple[str, ...] = ()


BRANCHES: Final = ("Town libraries", "Village libraries", "Mobile library", "All branches")
FIELDS: Final = (
    Wanted("insight", "Branch group", "choice", "Where it was seen.", BRANCHES),
    Wanted("insight", "Channels", "choices", "Where people meet it.", ("App", "Web catalog", "Front desk", "Notices")),
    Wanted("insight", "Checked by", "person", "Who read the evidence a second time."),
    Wanted("opportunity", "Branch group", "choice", "Whom it concerns first.", BRANCHES),
    Wanted("opportunity", "Effort guess", "number", "Weeks of one team, as a first guess."),
    Wanted("opportunity", "Legal deadline", "date", "The day by which the county has to have solved it."),
    Wanted("item", "Effort guess", "number", "Weeks of one team, as a first guess."),
    Wanted("item", "Legal deadline", "date", "The day by which the county has to have solved it."),
    Wanted("item", "Needs procurement", "yes_no"),
    Wanted("item", "Specification", "link"),
    Wanted("company", "Agreement", "choice", "What they have with us.", ("Pilot", "Standard", "Partner")),
    Wanted("company", "Cards", "number", "Library cards that their people hold."),
    Wanted("company", "Yearly fee", "number", "In pounds."),
    Wanted("feedback", "Call back", "yes_no", "Whether the person asked to hear from us."),
)
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "q2": {"call_back": "yes"},
    "q5": {"call_back": "no"},
    "q8": {"call_back": "yes"},
    "queues": {"branch_group": "Town libraries", "channels": "Front desk"},
    "unknown": {"branch_group": "All branches", "channels": "App; Front desk", "checked_by": "Priya Raman"},
    "claim-shelf": {"branch_group": "Town libraries", "channels": "Notices", "checked_by": "Imani Okafor"},
    "remind": {"branch_group": "All branches", "channels": "App; Notices", "checked_by": "Imani Okafor"},
    "fine": {"branch_group": "Town libraries", "channels": "Front desk", "checked_by": "Tomasz Wilk"},
    "carers": {"branch_group": "Village libraries", "channels": "App; Front desk"},
    "filters": {"branch_group": "All branches", "channels": "Web catalog"},
    "hours": {"branch_group": "Village libraries", "channels": "Web catalog", "checked_by": "Nia Price"},
    "faint": {"branch_group": "All branches", "channels": "App; Web catalog"},
    "delivery": {"branch_group": "Mobile library"},
    "plan": {"branch_group": "All branches", "effort_guess": "6"},
    "where": {"branch_group": "Town libraries", "effort_guess": "3.5"},
    "trust": {"branch_group": "Village libraries", "effort_guess": "2", "legal_deadline": "120"},
    "evening": {"branch_group": "Town libraries", "effort_guess": "26"},
    "keep": {"branch_group": "All branches", "effort_guess": "4"},
    "shame": {"branch_group": "Town libraries", "effort_guess": "5", "legal_deadline": "210"},
    "home": {"branch_group": "Mobile library", "effort_guess": "18"},
    "Arrival estimate on every hold": {
        "effort_guess": "6",
        "needs_procurement": "no",
        "specification": "https://specs.marlowvalley.example/arrival-estimate",
    },
    "Renew in one step from the reminder": {"effort_guess": "4", "needs_procurement": "no"},
    "Branch opening hours that are right": {
        "effort_guess": "2",
        "legal_deadline": "120",
        "needs_procurement": "yes",
        "specification": "https://specs.marlowvalley.example/opening-hours",
    },
    "Desk, shelf and closing time in every notice": {"effort_guess": "3.5", "needs_procurement": "no"},
}


def define_fields(actor: Member) -> None:
    for one in FIELDS:
        add_field(one.kind, name=one.name, type=one.type, help=one.help, options=one.options, actor=actor)


def fill(key: str, node: Node, *, today: date, actor: Member) -> None:
    """What the fields hold for one of the demo's objects; a deadline is so many days from today."""
    texts = dict(VALUES.get(key, {}))
    if "legal_deadline" in texts:
        texts["legal_deadline"] = (today + timedelta(days=int(texts["legal_deadline"]))).isoformat()
    if texts:
        set_fields(node, texts, actor=actor)
