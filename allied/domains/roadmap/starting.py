"""What a template of a roadmap item may fill, and the starter set."""

from __future__ import annotations

from allied.domains.roadmap.actions import TEXT_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register


def register_templates() -> None:
    text = {
        "title": Text("Roadmap item", TITLE_LENGTH, is_long=False),
        "problem": Text("Problem", TEXT_LENGTH),
        "outcome": Text("Outcome", TEXT_LENGTH),
    }
    starters = [
        Starter(
            "Outcome with a measure",
            {
                "problem": "Who cannot do what today:\n\nHow we know:",
                "outcome": "Measure:\nFrom … to … by …\n\nHow we read it back:",
            },
        ),
        Starter("Experiment", {"problem": "What we do not know:", "outcome": "We go on if … by …\nWe stop if …"}),
    ]
    register("item", "roadmap:new", text, starters)
