"""Help for feedback and its imports."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "feedback",
        _("Each item is one thing that one person told us, with where it came from and when."),
        _("Search by their words; select several with X and make an insight of them, or add them to one as evidence."),
        _(
            "J and K go through the inbox; L labels, A assigns, T files "
            "under a theme, D marks a duplicate, E sets aside."
        ),
        _("What is of no use is set aside, and a duplicate counts once: both leave the inbox and stay findable."),
        _("One person who writes ten times counts as one person."),
        terms=(_("Feedback item"), _("Duplicate"), _("Segment"), _("Evidence atom"), _("Participant")),
    )
