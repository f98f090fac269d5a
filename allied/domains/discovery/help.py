"""Help for the pages of opportunities."""

from allied.web.help import register


def register_help() -> None:
    register(
        "discovery",
        "An opportunity says what people need, a pain or a desire, in their terms and not as a feature.",
        "It rests on insights; link those that speak for it, and those that speak against it.",
        "A large opportunity holds smaller ones: place one under another to build a tree.",
        "Roadmap items address opportunities, so each item says whom it is for.",
        terms=("Opportunity", "Evidence strength", "Gap"),
        more="help-evidence-strength",
        label="How strength is worked out",
    )
