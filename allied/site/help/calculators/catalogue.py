"""The calculators: what each asks for, an example, and its picture. The methods are those of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from markupsafe import Markup

from allied.kernel.words import _
from allied.site.help.calculators import pictures
from allied.site.help.calculators.fields import Choice, Numbers, Range, Share, Table, Whole
from allied.site.help.calculators.pictures import Given

Picture = Callable[[Any, Given], Markup | None]


@dataclass(frozen=True, kw_only=True)
class Calculator:
    """One page.

    ``fields`` are named like the method's inputs; "a.promoters" is the part ``promoters`` of the input ``a``. Limits
    are multiplied by ``times`` and written with ``digits`` decimals and ``unit``; ``interval`` says what they are of.
    """

    method: str
    group: str
    title: str
    question: str
    fields: Mapping[str, forms.Field]
    example: Mapping[str, str]
    picture: Picture
    counted: str = "people"
    interval: str = "confidence"
    times: int = 1
    unit: str = ""
    digits: int = 1


def _level(label: str = _("Confidence of the interval"), default: float = 0.95) -> Choice:
    return Choice(label, {0.8: "80%", 0.9: "90%", 0.95: "95%", 0.99: "99%"}, default)


LIST = _("Apart by commas, spaces or lines.")
CALCULATORS = {
    each.method: each
    for each in (
        Calculator(
            method="completion_rate_ci", group=_("Task success"), title=_("Completion rate"),
            question=_("How sure can we be of a completion rate?"),
            fields={
                "successes": Whole(_("People who completed")), "n": Whole(_("People who tried")),
                "confidence": _level(),
                "method": Choice(
                    _("Method"),
                    {
                        "adjusted_wald": _("Adjusted Wald (recommended)"), "wilson": _("Wilson"), "exact": _("Exact"),
                        "jeffreys": _("Jeffreys"), "wald": _("Wald, for comparison with other tools"),
                    },
                    "adjusted_wald",
                ),
            },
            example={"successes": "9", "n": "10"},
            picture=pictures.rate, times=100, unit="%", digits=0,
        ),
        Calculator(
            method="two_proportion_compare", group=_("Task success"), title=_("Two rates compared"),
            question=_("Do two groups differ in a rate?"),
            fields={
                "x1": Whole(_("Successes in group 1")), "n1": Whole(_("People in group 1")),
                "x2": Whole(_("Successes in group 2")), "n2": Whole(_("People in group 2")), "confidence": _level(),
            },
            example={"x1": "56", "n1": "70", "x2": "48", "n2": "80"},
            picture=pictures.two_rates, times=100, unit=" points", digits=0,
        ),
        Calculator(
            method="time_on_task_ci", group=_("Task success"), title=_("Time on task"),
            question=_("How long does the task typically take?"),
            fields={
                "times": Numbers(_("Times in seconds"), hint=_("Only of successful attempts. %(list)s", list=LIST)),
                "confidence": _level(),
                "method": Choice(
                    _("Method"),
                    {
                        "log_t": _("Geometric mean, best up to some 25 people"),
                        "median_binomial": _("Median, for larger samples"),
                    },
                    "log_t",
                ),
            },
            example={"times": "94, 95, 96, 113, 121, 132, 190, 193, 255, 298"},
            picture=pictures.task_time, unit=" seconds", digits=0, counted="attempts",
        ),
        Calculator(
            method="nps_ci", group=_("Satisfaction"), title=_("Net Promoter Score"),
            question=_("How sure can we be of an NPS?"),
            fields={
                "promoters": Whole(_("Promoters"), hint=_("Who rated 9 or 10.")),
                "passives": Whole(_("Passives"), hint=_("Who rated 7 or 8.")),
                "detractors": Whole(_("Detractors"), hint=_("Who rated 0 to 6.")), "confidence": _level(),
            },
            example={"promoters": "40", "passives": "30", "detractors": "30"},
            picture=pictures.nps, counted="answers",
        ),
        Calculator(
            method="nps_compare", group=_("Satisfaction"), title=_("Two Net Promoter Scores compared"),
            question=_("Did the NPS change, or do two groups differ in it?"),
            fields={
                "a.promoters": Whole(_("Group A, promoters")), "a.passives": Whole(_("Group A, passives")),
                "a.detractors": Whole(_("Group A, detractors")), "b.promoters": Whole(_("Group B, promoters")),
                "b.passives": Whole(_("Group B, passives")), "b.detractors": Whole(_("Group B, detractors")),
                "confidence": _level(),
            },
            example={
                "a.promoters": "40", "a.passives": "30", "a.detractors": "30",
                "b.promoters": "55", "b.passives": "25", "b.detractors": "20",
            },
            picture=pictures.two_nps, counted="answers", unit=" points",
        ),
        Calculator(
            method="sus_score", group=_("Satisfaction"), title=_("System Usability Scale"),
            question=_("Which SUS score do the ten answers of one person give?"),
            fields={
                "responses": Numbers(
                    _("Answers"),
                    hint=_("The ten answers from 1, strongly disagree, to 5, strongly agree. %(list)s", list=LIST),
                    rows=2,
                )
            },
            example={"responses": "5, 4, 2, 1, 2, 3, 2, 4, 5, 2"},
            picture=pictures.sus_items,
        ),
        Calculator(
            method="top_box", group=_("Satisfaction"), title=_("Top box: CSAT and the like"),
            question=_("Which share of people chose a top answer?"),
            fields={
                "ratings": Numbers(_("Ratings"), hint=_("1 is the worst answer. %(list)s", list=LIST)),
                "scale_max": Choice(_("Highest point of the scale"), {each: str(each) for each in range(3, 12)}, 5),
                "boxes": Choice(_("How many top points count"), {1: "1", 2: "2", 3: "3"}, 2), "confidence": _level(),
            },
            example={"ratings": "5, 4, 4, 3, 2, 5, 5, 1, 4, 5"},
            picture=pictures.top_answers, times=100, unit="%", digits=0, counted="answers",
        ),
        Calculator(
            method="mean_ci", group=_("Averages"), title=_("Average"), question=_("How sure can we be of an average?"),
            fields={"values": Numbers(_("Values"), hint=LIST), "confidence": _level()},
            example={"values": "3, 5, 3, 7, 1, 6, 2, 5, 1, 1, 3, 2, 6, 2, 2"},
            picture=pictures.mean, digits=2, counted="values",
        ),
        Calculator(
            method="welch_t_test", group=_("Averages"), title=_("Two averages compared"),
            question=_("Do the averages of two groups differ?"),
            fields={
                "a": Numbers(_("Values of group A"), hint=LIST), "b": Numbers(_("Values of group B"), hint=LIST),
                "confidence": _level(),
            },
            example={"a": "6, 7, 5, 6, 7, 4, 6", "b": "5, 4, 3, 6, 5, 2"},
            picture=pictures.difference, digits=2, counted="values",
        ),
        Calculator(
            method="sample_size_proportion_margin", group=_("Planning"), title=_("People for a margin"),
            question=_("How many people does a rate need?"),
            fields={
                "p": Share(_("The rate you expect"), hint=_("50% when you do not know.")),
                "margin": Share(_("Margin to either side"), hint=_("For example 10%.")), "confidence": _level(),
            },
            example={"p": "50%", "margin": "10%"},
            picture=pictures.plan_margin,
        ),
        Calculator(
            method="sample_size_two_proportions", group=_("Planning"), title=_("People for a comparison"),
            question=_("How many people does each group need to tell two rates apart?"),
            fields={
                "p1": Share(_("The rate now"), hint=_("For example 50%.")),
                "p2": Share(_("The rate you want to be able to find"), hint=_("For example 60%.")),
                "power": Choice(
                    _("Chance to find the difference"), {0.7: "70%", 0.8: "80%", 0.9: "90%", 0.95: "95%"}, 0.8
                ),
                "alpha": Choice(_("Chance of a false alarm"), {0.01: "1%", 0.05: "5%", 0.1: "10%"}, 0.05),
            },
            example={"p1": "50%", "p2": "60%"},
            picture=pictures.plan_groups, counted=_("people in all"),
        ),
        Calculator(
            method="problem_discovery_sample_size", group=_("Planning"), title=_("People for a usability test"),
            question=_("How many people does it take to find a problem?"),
            fields={
                "p": Share(_("Share of people whom the problem affects"), hint=_("For example 10%.")),
                "goal": Share(_("Wanted chance to find it"), hint=_("For example 90%.")),
            },
            example={"p": "10%", "goal": "90%"},
            picture=pictures.discovery,
        ),
        Calculator(
            method="cohen_kappa", group=_("Agreement"), title=_("Agreement of two coders"),
            question=_("How far do two coders agree beyond chance?"),
            fields={
                "table": Table(
                    _("Counts"), rows=4,
                    hint=_("A line for each category of coder 1, in it a count for each category of coder 2."),
                ),
                "weights": Choice(
                    _("Near misses"),
                    {
                        "unweighted": _("Count as misses"), "linear": _("Count less, by distance"),
                        "quadratic": _("Count less, by squared distance"),
                    },
                    "unweighted",
                ),
                "confidence": _level(),
            },
            example={"table": "20 5\n10 15"},
            picture=pictures.kappa, digits=2, counted="subjects",
        ),
        Calculator(
            method="rice_lognormal", group=_("Prioritization"), title=_("RICE with ranges"),
            question=_("How far may a RICE score lie from its middle?"),
            fields={
                "reach": Range(_("Reach"), hint=_("People in a period, low to high. For example 500 to 2000.")),
                "impact": Range(_("Impact"), hint=_("For example 0.5 to 3.")),
                "confidence": Range(_("Confidence"), hint=_("From 0 to 1. For example 0.5 to 0.9.")),
                "effort": Range(_("Effort"), hint=_("Person-months. For example 1 to 4.")),
                "interval": _level(_("Plausible scores inside the range"), 0.9),
            },
            example={"reach": "500 to 2000", "impact": "0.5 to 3", "confidence": "0.5 to 0.9", "effort": "1 to 4"},
            picture=pictures.rice_range, digits=0, interval=_("of plausible scores"),
        ),
        Calculator(
            method="sample_ratio_mismatch", group=_("Experiments"), title=_("Sample ratio of an experiment"),
            question=_("Did the arms of an experiment receive people as planned?"),
            fields={
                "observed": Numbers(_("People in each arm"), hint=LIST, rows=2),
                "expected_ratio": Numbers(_("Planned ratio"), hint=_("For example 1, 1 or 90, 10."), rows=2),
            },
            example={"observed": "821588, 815482", "expected_ratio": "1, 1"},
            picture=pictures.arms,
        ),
    )
}  # fmt: skip
