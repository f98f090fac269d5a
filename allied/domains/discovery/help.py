"""Help for the pages of opportunities."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "discovery",
        _("An opportunity says what people need, a pain or a desire, in their terms and not as a feature."),
        _("It rests on insights; link those that speak for it, and those that speak against it."),
        _("A large opportunity holds smaller ones: place one under another to build a tree."),
        _("Roadmap items address opportunities, so each item says whom it is for."),
        terms=(_("Opportunity"), _("Evidence strength"), _("Gap")),
        more="help-evidence-strength",
        label=_("How strength is worked out"),
    )
