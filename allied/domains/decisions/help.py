"""Help for decisions, objections and the charter."""

from allied.web.help import register


def register_help() -> None:
    register(
        "decisions",
        "A decision is a question with options that one person decides.",
        "Both sides state their positions in their own words; where they differ, each words the other’s case first.",
        "A veto of UX, or a business imperative of Product, cites a standard, evidence, and what would lift it.",
        "The rights charter says who decides what, who must agree, and who settles it where they do not.",
        "What was decided, why, and who disagreed stays on record.",
        terms=("Decision", "Veto", "Business imperative", "Rights charter", "Side"),
    )
