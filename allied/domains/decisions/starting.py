"""What a template of a decision may fill, and the starter set."""

from __future__ import annotations

from allied.domains.decisions.models import TEXT_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register
from allied.kernel.words import _


def register_templates() -> None:
    text = {
        "question": Text(_("Question"), TITLE_LENGTH, is_long=False),
        "context": Text(_("Context"), TEXT_LENGTH),
    }
    starters = [
        Starter(
            "Trade-off",
            {
                "context": _(
                    "What forces a choice now:\n\nWhat both sides agree on:\n\nWhat we know, and how sure we are:"
                )
            },
        ),
        Starter(_("Stop or go on"), {"context": _("What we expected:\n\nWhat happened:\n\nWhat stopping would cost:")}),
    ]
    register("decision", "decisions:new", text, starters)
