"""The form of a calculator: from what was typed to the method's answer, or to a sentence by the field at fault."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from allied.site.help.calculators.catalogue import Calculator
from allied.stats.adapter import compute
from allied.stats.errors import StatsError
from allied.stats.results import Result
from allied.web.forms import Form


class CalculatorForm(Form):
    """Asks what ``calculator`` needs. An address that names none of its fields has asked nothing yet."""

    def __init__(self, calculator: Calculator, asked: QueryDict) -> None:
        self.calculator = calculator
        defaults = {name: field.initial for name, field in calculator.fields.items() if field.initial is not None}
        is_asked = any(name in asked for name in calculator.fields)
        super().__init__({**defaults, **asked.dict()} if is_asked else None, initial=defaults)
        self.fields.update(copy.deepcopy(dict(calculator.fields)))

    @property
    def given(self) -> dict[str, Any]:
        """The method's inputs: "a.promoters" is put into ``a``."""
        found: dict[str, Any] = {}
        for path, value in self.cleaned_data.items():
            name, _, part = path.partition(".")
            if part:
                found.setdefault(name, {})[part] = value
            else:
                found[name] = value
        return found

    def answer(self) -> Result | None:
        """None while nothing was asked, or when it cannot be computed; the sentence then stands by a field."""
        if not (self.is_bound and self.is_valid()):
            return None
        try:
            return compute(self.calculator.method, self.given)
        except StatsError as refusal:
            labels = {name: str(field.label) for name, field in self.fields.items()}
            self.add_error(field_of(str(refusal), labels), in_labels(str(refusal), labels))
            return None


def field_of(sentence: str, labels: Mapping[str, str]) -> str:
    """The field whose input a refusal names first; the first field when it names none."""
    places = {name: found.start() for name in labels if (found := _mention(name).search(sentence))}
    return min(places, key=lambda name: places[name]) if places else next(iter(labels))


def in_labels(sentence: str, labels: Mapping[str, str]) -> str:
    """A refusal with the names that people read in place of the names of inputs."""
    for name in sorted(labels, key=len, reverse=True):
        sentence = _mention(name).sub(f"“{labels[name]}”", sentence)
    return sentence


def _mention(name: str) -> re.Pattern[str]:
    """Where a refusal speaks of an input: "promoters of a" and "reach.p05" too, but never the article "a"."""
    whole, _, part = name.partition(".")
    if part:
        return re.compile(rf"\b{part} of {whole}\b")
    if len(name) == 1 and name in "ab":
        return re.compile(rf"^{name}\b")
    return re.compile(rf"(?<![“\w]){name}(\.p05|\.p95)?\b(?!”)")
