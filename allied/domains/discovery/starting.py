"""What a template of an opportunity may fill, and the starter set."""

from __future__ import annotations

from allied.domains.discovery.actions import CONCERNS_LENGTH, DESCRIPTION_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register
from allied.kernel.words import _


def register_templates() -> None:
    text = {
        "title": Text(_("Opportunity"), TITLE_LENGTH, is_long=False),
        "concerns": Text(_("Who it concerns"), CONCERNS_LENGTH, is_long=False),
        "description": Text(_("Description"), DESCRIPTION_LENGTH),
    }
    starters = [
        Starter(
            _("Need"),
            {"description": _("What happens today:\n\nHow often:\n\nWhat it costs people:\n\nWhat they do instead:")},
        ),
        Starter(
            _("Job to be done"), {"title": _("When …, help me …, so that …"), "description": _("Today they hire:")}
        ),
    ]
    register("opportunity", "discovery:new", text, starters)
