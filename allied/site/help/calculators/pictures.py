"""The picture of each answer: an interval, groups beside each other, or how the figure spreads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from allied import stats
from allied.kernel.words import _
from allied.stats.wording import level, percent
from allied.web.charts import Axis, Bar, Group, Interval, Line, distribution, forest, ruler

Given = Mapping[str, Any]
PERCENT = Axis(0, 100, 20)
CHANCES = (0.7, 0.8, 0.9, 0.95)
MOST_BARS = 24


def rate(answer: Any, given: Given) -> Markup:
    one = Interval(_("People who completed"), 100 * answer.rate, 100 * answer.lower, 100 * answer.upper, answer.n)
    return _interval(one, answer, _("Completion rate"), axis=PERCENT, unit="%", digits=0, counted=_("People"))


def two_rates(answer: Any, given: Given) -> Markup:
    rows = [
        _share(_("Group %(group)s", group=group), given[f"x{group}"], given[f"n{group}"], answer.confidence)
        for group in ("1", "2")
    ]
    return _groups(rows, answer, _("The two rates"), axis=PERCENT, unit="%", digits=0, counted=_("People"))


def nps(answer: Any, given: Given) -> Markup:
    one = Interval("NPS", answer.nps, answer.lower, answer.upper, answer.n)
    return _interval(one, answer, _("Net Promoter Score"), axis=Axis(-100, 100, 50))


def two_nps(answer: Any, given: Given) -> Markup:
    rows = [_nps(_("Group %(upper)s", upper=group.upper()), given[group], answer.confidence) for group in ("a", "b")]
    return _groups(rows, answer, _("The two scores"))


def task_time(answer: Any, given: Given) -> Markup:
    one = Interval(_("Seconds on the task"), answer.typical, answer.lower, answer.upper, answer.n)
    return _interval(one, answer, _("Time on task in seconds"), unit=" s", digits=0, counted=_("Attempts"))


def mean(answer: Any, given: Given) -> Markup:
    one = Interval(_("Average"), answer.mean, answer.lower, answer.upper, answer.n)
    return _interval(one, answer, _("Average"), digits=2, counted=_("Values"))


def difference(answer: Any, given: Given) -> Markup:
    one = Interval(_("Group A minus group B"), answer.difference, answer.lower, answer.upper, answer.n)
    return _interval(
        one, answer, _("Difference of the averages"), digits=2, line=Line(0, _("no difference")), counted=_("Values")
    )


def kappa(answer: Any, given: Given) -> Markup | None:
    if answer.lower is None:
        return None
    axis = Axis(0, 1, 0.2) if answer.lower >= 0 else Axis(-1, 1, 0.5)
    one = Interval(_("Kappa"), answer.kappa, answer.lower, answer.upper, answer.n)
    return _interval(one, answer, _("Agreement beyond chance"), axis=axis, digits=2, counted=_("Subjects"))


def plan_margin(answer: Any, given: Given) -> Markup:
    low, high = max(given["p"] - given["margin"], 0), min(given["p"] + given["margin"], 1)
    one = Interval(_("Planned rate"), 100 * given["p"], 100 * low, 100 * high, answer.n)
    return ruler(
        "picture", one, title=_("What the plan gives"), axis=PERCENT, unit="%", digits=0, counted=_("People"),
        takeaway=_("The disc is the rate you expect, the bar the interval around it after the study."),
        description=_(
            "%(percent)s with a margin of %(percent2)s to either side.",
            percent=percent(given['p']), percent2=percent(given['margin'], 1),
        ),
    )  # fmt: skip


def plan_groups(answer: Any, given: Given) -> Markup:
    chances = sorted({*CHANCES, answer.power})
    sizes = [
        stats.sample_size_two_proportions(given["p1"], given["p2"], alpha=answer.alpha, power=chance).people_needed
        for chance in chances
    ]
    return distribution(
        "picture", [Bar(percent(chance), size) for chance, size in zip(chances, sizes, strict=True)],
        title=_("People in each group by the chance to find the difference"), parts=False,
        head=(_("Chance"), _("People in each group")),
        takeaway=_("The surer you want to be of finding a difference that is there, the more people it takes."),
        description=_told(
            _("%(chance)s: %(people)s people", chance=percent(c), people=f"{s:,}")
            for c, s in zip(chances, sizes, strict=True)
        ),
    )  # fmt: skip


def discovery(answer: Any, given: Given) -> Markup:
    step = max(1, -(-answer.n // MOST_BARS))
    people = sorted({*range(answer.n, 0, -step)})
    chances = [100 * stats.problem_discovery_probability(answer.p, each).probability for each in people]
    return distribution(
        "picture", [Bar(str(each), chance) for each, chance in zip(people, chances, strict=True)],
        title=_("Chance to find the problem by the number of people"), parts=False, unit="%",
        head=(_("People"), _("Chance to find it")),
        takeaway=_("Each person adds less than the one before."),
        description=_(
            "From %(chances)s%% with %(people)s to %(chances2)s%% with %(people2)s.",
            chances=f'{chances[0]:.0f}', people=people[0], chances2=f'{chances[-1]:.0f}', people2=people[-1],
        ),
    )  # fmt: skip


def sus_items(answer: Any, given: Given) -> Markup:
    points = [each - 1 if item % 2 == 0 else 5 - each for item, each in enumerate(given["responses"])]
    return distribution(
        "picture", [Bar(str(item + 1), each) for item, each in enumerate(points)],
        title=_("Points of each item, 0 to 4"), parts=False, head=(_("Item"), _("Points of 4")),
        takeaway=_("Odd items are worded positively, even ones negatively; 4 is best for both."),
        description=_told(_("item %(n)s: %(points)s", n=n, points=each) for n, each in enumerate(points, 1)),
    )  # fmt: skip


def top_answers(answer: Any, given: Given) -> Markup:
    top, points = given["boxes"], given["scale_max"]
    counts = [given["ratings"].count(each) for each in range(1, points + 1)]
    return distribution(
        "picture", [Bar(str(each + 1), count) for each, count in enumerate(counts)],
        title=_("How the answers spread"), head=(_("Answer"), _("People")),
        groups=[
            Group(0, points - top - 1, _("Other answers"), "mid"),
            Group(points - top, points - 1, _("Top answers")),
        ],
        takeaway=_("%(count)s of %(n)s people chose one of the top %(top)s.", count=answer.count, n=answer.n, top=top),
        description=_told(_("%(count)s chose %(n)s", count=count, n=n) for n, count in enumerate(counts, 1)),
    )  # fmt: skip


def rice_range(answer: Any, given: Given) -> Markup:
    one = Interval("RICE", answer.median, answer.lower, answer.upper, 0)
    return ruler(
        "picture", one, title=_("Where the score may lie"), digits=0, counted="",
        takeaway=_(
            "The bar holds %(percent)s of the plausible scores, the disc is their middle.",
            percent=percent(answer.confidence),
        ),
        description=_(
            "The score lies from %(lower)s to %(upper)s; the median is %(median)s.",
            lower=f'{answer.lower:.0f}', upper=f'{answer.upper:.0f}', median=f'{answer.median:.0f}',
        ),
    )  # fmt: skip


def arms(answer: Any, given: Given) -> Markup | None:
    if len(given["observed"]) > MOST_BARS:
        return None
    rows = []
    for index, (count, planned) in enumerate(zip(given["observed"], answer.expected_shares, strict=True)):
        of = _share(_("Arm %(value)s", value=index + 1), count, answer.n, 0.95)
        plan = 100 * planned
        rows.append(Interval(of.label, of.value - plan, of.low - plan, of.high - plan, count))
    return forest(
        "picture", rows, title=_("Share of each arm against the plan, in percentage points"), digits=2,
        line=Line(0, _("as planned")), counted=_("People"),
        takeaway=_("Each line is the 95% interval of one arm’s share; an arm as planned lies on 0."),
        description=" ".join(
            str(_("%(label)s: %(value)s points.", label=row.label, value=f"{row.value:+.2f}")) for row in rows
        ),
    )  # fmt: skip


def _share(label: str, count: int, n: int, confidence: float) -> Interval:
    of = stats.completion_rate_ci(count, n, confidence=confidence)
    return Interval(label, 100 * of.rate, 100 * of.lower, 100 * of.upper, n)


def _nps(label: str, counts: Mapping[str, int], confidence: float) -> Interval:
    of = stats.nps_ci(**counts, confidence=confidence)
    return Interval(label, of.nps, of.lower, of.upper, of.n)


def _interval(one: Interval, answer: Any, title: str, **options: Any) -> Markup:
    takeaway = _("The bar is the %(level)s interval, the disc what was measured.", level=level(answer.confidence))
    said = answer.in_words()
    return ruler("picture", one, title=title, takeaway=takeaway, description=said, **options)


def _groups(rows: Sequence[Interval], answer: Any, title: str, **options: Any) -> Markup:
    takeaway = _(
        "Each line is the %(level)s interval of one group, the square what was measured.",
        level=level(answer.confidence),
    )
    return forest("picture", rows, title=title, takeaway=takeaway, description=answer.in_words(), **options)


def _told(parts: Iterable[str]) -> str:
    return f"{', '.join(map(str, parts))}."
