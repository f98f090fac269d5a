"""Help for the pages of the roadmap."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "roadmap",
        _(
            "An item names a problem and the outcome that the team tries "
            "for, with an owner of UX and an owner of Product."
        ),
        _("Move it between now, next and later; every move can be undone."),
        _("An idea is proposed once problem and outcome are in words, and committed once both sides own it."),
        _("What is missing, such as evidence or an owner, is named as a gap with the button that fills it."),
        terms=(_("Roadmap item"), _("Outcome"), _("Horizon"), _("Idea, proposed, committed"), _("Side")),
    )
