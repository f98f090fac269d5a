"""What a template of a roadmap item may fill, and the starter set."""

from __future__ import annotations

from allied.domains.roadmap.actions import TEXT_LENGTH
from allied.kernel.nodes.models import TITLE_LENGTH
from allied.kernel.templates.registry import Starter, Text, register
from allied.kernel.words import _

STEPS = _(
    "Both sides tried it as people will use it\nOpen problems are fixed or accepted as debt\n"
    "Support knows what changes\nSomebody reads the metric back, and on which day\nIt can be taken back"
)


def register_templates() -> None:
    text = {
        "title": Text(_("Roadmap item"), TITLE_LENGTH, is_long=False),
        "problem": Text(_("Problem"), TEXT_LENGTH),
        "outcome": Text(_("Outcome"), TEXT_LENGTH),
    }
    starters = [
        Starter(
            _("Outcome with a measure"),
            {
                "problem": _("Who cannot do what today:\n\nHow we know:"),
                "outcome": _("Measure:\nFrom … to … by …\n\nHow we read it back:"),
            },
        ),
        Starter(
            _("Experiment"), {"problem": _("What we do not know:"), "outcome": _("We go on if … by …\nWe stop if …")}
        ),
    ]
    register("item", "roadmap:new", text, starters)
    release = {
        "title": Text(_("Release"), TITLE_LENGTH, is_long=False),
        "notes": Text(_("Notes"), 20_000),
        "checklist": Text(_("Checklist"), 4_000),
    }
    register("release", "releases:new", release, [Starter(_("Release with a checklist"), {"checklist": STEPS})])
