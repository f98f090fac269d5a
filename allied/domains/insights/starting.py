"""What a template of an insight may fill, and the starter set."""

from __future__ import annotations

from allied.domains.insights.models import SCOPE_LENGTH, SUMMARY_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register
from allied.kernel.words import _


def register_templates() -> None:
    text = {
        "claim": Text(_("Claim"), TITLE_LENGTH, is_long=False),
        "summary": Text(_("Summary"), SUMMARY_LENGTH),
        "scope": Text(_("Scope"), SCOPE_LENGTH),
        "what_would_change": Text(_("What would change our mind"), SCOPE_LENGTH),
    }
    starters = [
        Starter(
            _("From interviews"),
            {
                "summary": _("What people do:\n\nWhy it matters to them:\n\nHow many of how many said so:"),
                "scope": _("Holds for:\nNot seen with:"),
                "what_would_change": _("We would drop this claim if"),
            },
        ),
        Starter(
            _("From numbers"),
            {
                "summary": _("What was measured, when, with how many people:\n\nValue and interval:\n\nCompared with:"),
                "scope": _("Counted over:\nLeft out:"),
                "what_would_change": _("We would drop this claim if the next measurement shows"),
            },
        ),
    ]
    register("insight", "insights:new", text, starters)
