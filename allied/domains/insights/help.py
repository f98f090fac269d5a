"""Help for the pages of insights."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    strength = {"more": "help-evidence-strength", "label": _("How strength is worked out")}
    register(
        "insights:list",
        _("An insight is a claim that holds across what several people said or did."),
        _("Its strength is worked out from the evidence linked to it; nobody types it in."),
        _("Begin with a draft, add evidence for and against it, then publish it so that others rely on it."),
        _("Choose columns, conditions and groups above the list; the address keeps them, so you can send it."),
        terms=(_("Insight"), _("Evidence strength"), _("Level")),
        **strength,
    )
    register(
        "insights:digest",
        _("The claim in at most 200 words: how sure we are, what people said, what it asks of whom."),
        _("Each sentence leads to the piece of evidence that shares most words with it, or to all of it."),
        _("Save it as Markdown or PDF, or send it by e-mail; the quotes go with it."),
        terms=(_("60-second digest"), _("Evidence strength")),
        **strength,
    )
    register(
        "insights:weekly",
        _("What was new, changed, contested and ended among the claims of a product in one week."),
        _("Strength before and after is worked out from the links of that time."),
        _("Who wants it gets it by e-mail each Monday."),
        terms=(_("Weekly digest"), _("Evidence strength"), _("Contested, contradicted")),
        **strength,
    )
    register(
        "insights:watch",
        _("When feedback comes in that reads like a published claim, it waits here with its quote."),
        _("Say whether it agrees, disagrees, or is not about the claim; until then nothing is linked."),
        _("What you confirm becomes evidence, and the owners of all that rests on the claim are told."),
        _(
            "Nearness compares words and meaning; the guess which way it "
            "leans comes from single words and is often wrong."
        ),
        terms=(_("Contradiction watch"), _("Claim"), _("Contested, contradicted")),
        **strength,
    )
    register(
        "insights",
        _("The head says how sure we are and why: how many people, by which methods, and who disagrees."),
        _("Add evidence that disagrees as well; a contested claim says so beside its level."),
        _("When a better claim takes its place, supersede it; when it no longer stands, retire it with the reason."),
        _("A published claim names what it leads to within two weeks, or is parked with the reason."),
        _("The thread beside it leads to what it rests on and to what it led to."),
        terms=(
            _("Claim"),
            _("Evidence strength"),
            _("Contested, contradicted"),
            _("Supersede"),
            _("Half-life"),
            _("Parked"),
            _("Review day"),
        ),
        **strength,
    )
