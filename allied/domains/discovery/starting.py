"""What a template of an opportunity may fill, and the starter set."""

from __future__ import annotations

from allied.domains.discovery.actions import CONCERNS_LENGTH, DESCRIPTION_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register


def register_templates() -> None:
    text = {
        "title": Text("Opportunity", TITLE_LENGTH, is_long=False),
        "concerns": Text("Who it concerns", CONCERNS_LENGTH, is_long=False),
        "description": Text("Description", DESCRIPTION_LENGTH),
    }
    starters = [
        Starter(
            "Need",
            {"description": "What happens today:\n\nHow often:\n\nWhat it costs people:\n\nWhat they do instead:"},
        ),
        Starter("Job to be done", {"title": "When …, help me …, so that …", "description": "Today they hire:"}),
    ]
    register("opportunity", "discovery:new", text, starters)
