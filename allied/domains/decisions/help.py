"""Help for decisions, objections and the charter."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "decisions",
        _("A decision is a question with options that one person decides."),
        _(
            "Both sides state their positions in their own words; where they differ, each words the other’s case "
            "first. A veto of UX, or a business imperative of Product, cites evidence, and what would lift it."
        ),
        _("The rights charter says who decides what, who must agree, and who settles it where they do not."),
        _("What was decided, why, and who disagreed stays on record."),
        _("A prediction says what it will change, by when and how surely; on its day one reads back whether it came."),
        terms=(_("Decision"), _("Veto"), _("Business imperative"), _("Rights charter"), _("Prediction"), _("Side")),
    )
