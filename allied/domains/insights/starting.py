"""What a template of an insight may fill, and the starter set."""

from __future__ import annotations

from allied.domains.insights.models import SCOPE_LENGTH, SUMMARY_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register


def register_templates() -> None:
    text = {
        "claim": Text("Claim", TITLE_LENGTH, is_long=False),
        "summary": Text("Summary", SUMMARY_LENGTH),
        "scope": Text("Scope", SCOPE_LENGTH),
        "what_would_change": Text("What would change our mind", SCOPE_LENGTH),
    }
    starters = [
        Starter(
            "From interviews",
            {
                "summary": "What people do:\n\nWhy it matters to them:\n\nHow many of how many said so:",
                "scope": "Holds for:\nNot seen with:",
                "what_would_change": "We would drop this claim if",
            },
        ),
        Starter(
            "From numbers",
            {
                "summary": "What was measured, when, with how many people:\n\nValue and interval:\n\nCompared with:",
                "scope": "Counted over:\nLeft out:",
                "what_would_change": "We would drop this claim if the next measurement shows",
            },
        ),
    ]
    register("insight", "insights:new", text, starters)
