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
    register(
        "companies",
        _("A company is an organization whose people tell you something, with what you know of it."),
        _("Files, forms, programs and the domains of e-mails name it; a name that nobody knew makes a new one."),
        _("Its fields, such as plan, seats or revenue, narrow the inbox and tell whose problem a theme is."),
        _("Two entries that are one company are merged: feedback and names move, and that can be taken back."),
        terms=(_("Company"), _("Custom field"), _("Segment")),
    )
