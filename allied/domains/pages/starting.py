"""What a template of a page may fill, and the starter set."""

from __future__ import annotations

from allied.domains.pages.models import TEXT_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register
from allied.kernel.words import _


def register_templates() -> None:
    text = {"title": Text(_("Title"), TITLE_LENGTH, is_long=False), "text": Text(_("Text"), TEXT_LENGTH)}
    starters = [
        Starter(
            _("Research plan"),
            {
                "title": _("Research plan: "),
                "text": "## What we want to know\n\n## Who we talk to\n\n## Method, and why this one\n\n"
                "## What would change our mind\n\n## When we report\n",
            },
        ),
        Starter(
            _("Product brief"),
            {
                "title": "Brief: ",
                "text": "## The opportunity\n\n## What people said\n\n## What we propose\n\n"
                "## How we will know that it works\n\n## What we leave out\n",
            },
        ),
        Starter(
            _("Meeting notes"),
            {"title": "Notes: ", "text": "## Present\n\n## What we decided\n\n## Open questions\n\n## Who does what\n"},
        ),
    ]
    register("page", "pages:new", text, starters)
