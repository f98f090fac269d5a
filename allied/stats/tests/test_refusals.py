"""Whatever is put in place of any input of any method is computed or refused in a sentence: no crash, no NaN."""

import json

import pytest

from allied.stats import run
from allied.stats.adapter import HOME
from allied.stats.errors import StatsError
from allied.stats.tests.test_gold import HERE

ODD = [None, True, "x", "3", float("nan"), float("inf"), -1, 0, 0.5, 1, 1.5, 2, 101, 10**9, 10**400, 1e300, 1e-300]
ODD += [[], {}, [[]], [None], ["a"], [True], [float("nan")], [0], [-1, 2], [0.0, 0.0], [1e300, 1e300], {"a": 1}]
EXAMPLES = {
    case["method"]: case["inputs"]
    for file in sorted(HERE.glob("worked_examples*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
}


def variants(value):
    """The odd values themselves, and the value with one of its parts made odd."""
    yield from ODD
    if isinstance(value, list) and value:
        yield from ([odd, *value[1:]] for odd in ODD)
        yield value + value
        yield value[:1]
    if isinstance(value, dict):
        yield from ({**value, key: odd} for key in value for odd in ODD)


def outcome(method, inputs):
    """The answer as JSON, or the sentence that refuses."""
    try:
        return json.dumps(run(method, inputs), allow_nan=False)
    except StatsError as refusal:
        return str(refusal)


@pytest.mark.parametrize("method", HOME)
def test_odd_inputs_are_refused_in_a_sentence_or_computed(method):
    inputs = EXAMPLES[method]
    for name, value in inputs.items():
        for odd in variants(value):
            said = outcome(method, {**inputs, name: odd})
            assert said.endswith((".", "}")), f"{name} = {odd!r}: {said}"
