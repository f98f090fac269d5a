"""Help for meetings."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "rituals",
        _("A meeting talks about objects of the thread: its agenda lists them, each with its time."),
        _("Before it, the pre-read says what changed on each of them since the last meeting of its type."),
        _("UX and engineering say in their own words whether a thing can be done; a missing note is a named gap."),
        _("Nothing is decided while UX or Product is neither there nor has stated in writing what it thinks."),
        _("The minutes say of each thing what came of it: decided, a follow-up with owner and day, or parked."),
        terms=(_("Meeting"), _("Agenda"), _("Quorum"), _("Pre-read"), _("Minutes"), _("Feasibility note")),
    )
