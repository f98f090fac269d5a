"""Help for the pages of insights."""

from allied.web.help import register


def register_help() -> None:
    strength = {"more": "help-evidence-strength", "label": "How strength is worked out"}
    register(
        "insights:list",
        "An insight is a claim that holds across what several people said or did.",
        "Its strength is worked out from the evidence linked to it; nobody types it in.",
        "Begin with a draft, add evidence for and against it, then publish it so that others rely on it.",
        "Choose columns, conditions and groups above the list; the address keeps them, so you can send it.",
        terms=("Insight", "Evidence strength", "Level"),
        **strength,
    )
    register(
        "insights:digest",
        "The claim in at most 200 words: how sure we are, what people said, what it asks of whom.",
        "Each sentence leads to the piece of evidence that shares most words with it, or to all of it.",
        "Save it as Markdown or PDF, or send it by e-mail; the quotes go with it.",
        terms=("60-second digest", "Evidence strength"),
        **strength,
    )
    register(
        "insights:weekly",
        "What was new, changed, contested and ended among the claims of a product in one week.",
        "Strength before and after is worked out from the links of that time.",
        "Who wants it gets it by e-mail each Monday.",
        terms=("Weekly digest", "Evidence strength", "Contested, contradicted"),
        **strength,
    )
    register(
        "insights:watch",
        "When feedback comes in that reads like a published claim, it waits here with its quote.",
        "Say whether it agrees, disagrees, or is not about the claim; until then nothing is linked.",
        "What you confirm becomes evidence, and the owners of all that rests on the claim are told.",
        "Nearness compares words and meaning; the guess which way it leans comes from single words and is often wrong.",
        terms=("Contradiction watch", "Claim", "Contested, contradicted"),
        **strength,
    )
    register(
        "insights",
        "The head says how sure we are and why: how many people, by which methods, and who disagrees.",
        "Add evidence that disagrees as well; a contested claim says so beside its level.",
        "When a better claim takes its place, supersede it; when it no longer stands, retire it with the reason.",
        "A published claim names what it leads to within two weeks, or is parked with the reason.",
        "The thread beside it leads to what it rests on and to what it led to.",
        terms=(
            "Claim",
            "Evidence strength",
            "Contested, contradicted",
            "Supersede",
            "Half-life",
            "Parked",
            "Review day",
        ),
        **strength,
    )
