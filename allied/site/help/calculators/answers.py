"""An answer as its page shows it: the sentence, n and the interval, warnings, the picture, every figure."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup, escape

from allied.kernel.words import _
from allied.site.help.calculators.catalogue import CALCULATORS, Calculator
from allied.site.help.calculators.pictures import Given
from allied.stats.results import Result
from allied.stats.wording import level, words
from allied.web.charts.axis import figure

SHOWN_ABOVE = {"n", "confidence", "estimate", "lower", "upper"}


@dataclass(frozen=True)
class Answer:
    """``facts`` are (name, value, remark); ``every_figure`` are (name of the field, value); ``command`` repeats it."""

    sentence: str
    facts: list[tuple[str, str, str]]
    warnings: tuple[str, ...]
    no_interval: str
    picture: Markup | None
    every_figure: list[tuple[str, str]]
    command: str


def shown(calculator: Calculator, result: Any, given: Given) -> Answer:
    return Answer(
        sentence=words(result),
        facts=list(_facts(calculator, result)),
        warnings=result.warnings,
        no_interval=result.no_interval,
        picture=calculator.picture(result, given),
        every_figure=list(_figures(result)),
        command=f"allied stats {calculator.method} {shlex.quote(json.dumps(given))}",
    )


def _facts(calculator: Calculator, result: Any) -> Iterator[tuple[str, str, str]]:
    if result.n is not None:
        yield "n", figure(result.n, 0), calculator.counted
    if result.lower is not None:
        low = figure(calculator.times * result.lower, calculator.digits)
        high = figure(calculator.times * result.upper, calculator.digits, calculator.unit)
        yield (
            _("Interval"),
            _("%(low)s to %(high)s", low=low, high=high),
            f"{level(result.confidence)} {calculator.interval}",
        )
    if (p := getattr(result, "p_value", None)) is not None:
        yield "p", "below 0.0001" if p < 0.0001 else figure(p, 4), _("chance of a difference as large if there is none")


def _figures(result: Result) -> Iterator[tuple[str, str]]:
    for name, value in result.as_dict().items():
        values = value if isinstance(value, list) else [value]
        if name not in SHOWN_ABOVE and values and all(isinstance(each, (int, float)) for each in values):
            yield name, ", ".join(f"{each:.6g}".replace("-", "−") for each in values)


def linked(text: str, workspace: str) -> Markup:
    """A text of the reference, in which ``method`` leads to its calculator where there is one."""

    def link(found: re.Match[str]) -> str:
        if found[1] not in CALCULATORS:
            return f"<code>{found[1]}</code>"
        address = reverse("help-calculator", kwargs={"workspace": workspace, "method": found[1]})
        return f'<a href="{address}">{escape(CALCULATORS[found[1]].title)}</a>'

    return Markup(re.sub(r"``(\w+)``", link, str(escape(text))))  # noqa: S704  escaped first
