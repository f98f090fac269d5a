"""The frame: lazy names, results that hold their promises, words, the adapter and the gold check."""

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

import allied.stats
from allied.stats import FAMILIES, nps_ci, require, run, wording
from allied.stats.check import check_case, main
from allied.stats.errors import (
    EmptySample,
    OutOfRange,
    StatsError,
    Undefined,
    UnknownInput,
    UnknownMethod,
    UnknownOption,
    WrongKind,
)
from allied.stats.results import Estimate, Result, Series, plain

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, kw_only=True)
class Height(Estimate):
    headline: ClassVar[str] = "height"

    height: float


@dataclass(frozen=True, kw_only=True)
class Heights(Series):
    headline: ClassVar[str] = "heights"

    heights: tuple[float, ...]


def height(**changes):
    given = {
        "method": "ruler",
        "n": 3,
        "confidence": 0.95,
        "height": 1.8,
        "lower": 1.7,
        "upper": 1.9,
        "citation": "Own (2026).",
    }
    return Height(**given | changes)


def case(**changes):
    given = {
        "id": "nps_ci-own",
        "method": "nps_ci",
        "inputs": {"promoters": 40, "passives": 30, "detractors": 30},
        "expected": {"nps": 10.0, "lower": -6.27},
        "tolerance": {"abs": 0.005},
    }
    return given | changes


def python(*arguments):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_importing_the_package_loads_neither_numpy_nor_scipy():
    loads = "import sys, allied.stats; print([name for name in ('numpy', 'scipy', 'django') if name in sys.modules])"

    assert python("-c", loads).stdout.strip() == "[]"


@pytest.mark.slow
def test_importing_the_package_takes_under_a_third_of_a_second():
    timed = "from time import perf_counter as now; began = now(); import allied.stats; print(now() - began)"

    assert min(float(python("-c", timed).stdout) for _ in range(3)) < 0.3


def test_using_the_package_needs_no_django():
    uses = "import sys; from allied.stats import nps_ci; nps_ci(1, 1, 1); print('django' in sys.modules)"

    assert python("-c", uses).stdout.strip() == "False"


def test_every_name_resolves_and_is_listed():
    for name in allied.stats.__all__:
        assert getattr(allied.stats, name) is not None
        assert name in dir(allied.stats)


def test_a_name_that_is_not_there_says_so():
    with pytest.raises(AttributeError, match="has no attribute 'nps_guess'"):
        allied.stats.nps_guess  # noqa: B018


def test_no_method_is_named_like_a_module_of_the_package():
    modules = {path.stem for path in Path(allied.stats.__file__).parent.iterdir()}

    assert not modules & {method for methods in FAMILIES.values() for method in methods}


def test_result_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        height().height = 2


def test_headline_is_the_estimate():
    assert height().estimate == 1.8


@pytest.mark.parametrize("changes", [{"lower": None}, {"confidence": None}, {"no_interval": "Too few."}])
def test_estimate_needs_an_interval_or_a_reason(changes):
    with pytest.raises(TypeError, match="needs an interval, or the reason"):
        height(**changes)


def test_estimate_may_give_a_reason_instead():
    answer = height(lower=None, upper=None, confidence=None, no_interval="One ruler.")

    assert answer.as_dict()["lower"] is None


def test_series_needs_intervals_or_a_reason():
    with pytest.raises(TypeError, match="needs intervals"):
        Heights(method="ruler", n=2, heights=(1.0, 2.0), citation="Own (2026).")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_finite_is_withheld(value):
    with pytest.raises(Undefined, match="height by ruler is not a finite number"):
        height(height=value)
    with pytest.raises(Undefined, match="heights by ruler"):
        Heights(method="ruler", n=2, heights=(1.0, value), citation="Own (2026).", no_interval="One ruler.")


def test_words_must_be_given_by_the_family():
    with pytest.raises(NotImplementedError, match="Height"):
        height().in_words()


def test_plain_values_carry_over_to_json():
    value = {"a": (np.float64(1.5), np.arange(2)), "b": {height(): "x"}.popitem()[0], "c": {"d": {1}}}

    assert json.loads(json.dumps(plain(value)))["a"] == [1.5, [0, 1]]
    assert plain(value)["b"]["estimate"] == 1.8
    assert plain(value)["c"] == {"d": [1]}


def test_dict_fields_are_checked_too():
    @dataclass(frozen=True, kw_only=True)
    class Parts(Result):
        parts: dict[str, float]

    with pytest.raises(Undefined):
        Parts(method="ruler", n=1, citation="Own (2026).", parts={"a": float("nan")})


def test_run_gives_fields_as_plain_values():
    got = run("nps_score", {"ratings": [9, 3, 7]})

    assert (got["nps"], got["n"], got["warnings"][0][:14]) == (0, 3, "Only 3 answers")


def test_run_refuses_what_it_does_not_know():
    with pytest.raises(UnknownMethod, match="no method 'nps'. The methods are"):
        run("nps", {})
    with pytest.raises(UnknownInput, match="it does not know answers"):
        run("nps_score", {"answers": [9]})
    with pytest.raises(UnknownInput, match="passives, detractors is missing"):
        run("nps_ci", {"promoters": 1})


def test_check_passes_a_case_within_tolerance():
    assert check_case(case()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"expected": {"nps": 11}}, "nps: got 10.0, expected 11"),
        ({"expected": {"score": 10}}, "score: got nothing, expected 10"),
        ({"expected": {"method": "wald"}}, "method: got 'adjusted_wald', expected 'wald'"),
        ({"expected": {"nps": None}}, "nps: got 10.0, expected None"),
        ({"expected": {"nps": True}}, "nps: got 10.0, expected True"),
        ({"expected": {"method": 1}}, "method: got 'adjusted_wald', expected 1"),
        ({"expected": {"warnings": ["x"]}}, "warnings: got [], expected ['x']"),
        ({"expected": {"nps": {"value": 1}}}, "nps.value: got nothing, expected 1"),
        ({"referee_full_precision": {"lower": -6.2719}}, "lower: got -6.27193708785"),
        ({"inputs": {"promoters": 0, "passives": 0, "detractors": 0}}, "refused: There are no answers"),
        ({"method": "nps_guess"}, "refused: There is no method"),
    ],
)
def test_check_says_what_differs(changes, says):
    assert check_case(case(**changes))[0].startswith(says)


def test_check_compares_inside_lists():
    shares = case(method="multiple_testing", inputs={"p_values": [0.01, 0.02]}, expected={"adjusted": [0.02, 0.03]})

    assert check_case(shares) == ["adjusted[1]: got 0.02, expected 0.03"]


def test_check_holds_the_referee_to_full_precision():
    wrong = check_case(case(referee_full_precision={"lower": -6.27}))

    assert wrong == ["lower: got -6.271937087850215, expected -6.27 (full precision)"]


def test_check_counts_a_crash_as_a_failure(monkeypatch):
    def broken(method, inputs):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("allied.stats.check.run", broken)

    assert check_case(case()) == ["crashed: ZeroDivisionError: division by zero"]


def test_check_counts_failures_and_exits_with_one(tmp_path, capsys):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([case()]))
    bad.write_text(json.dumps([case(), case(expected={"nps": 11})]))

    assert main([str(good)]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    assert main([str(good), str(bad)]) == 1
    assert capsys.readouterr().out == "nps_ci-own: nps: got 10.0, expected 11\n2 passed, 1 failed\n"


def test_check_without_a_file_says_how(capsys):
    assert main([]) == 2
    assert "Name at least one gold file" in capsys.readouterr().err


def test_check_runs_as_a_module(tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps([case(method="unheard_of")]))

    done = python("-m", "allied.stats.check", str(file))
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("required", "error"),
    [
        (lambda: require.number("x", np.bool_(True)), WrongKind),
        (lambda: require.number("x", 1 + 2j), WrongKind),
        (lambda: require.number("x", Decimal("1.5")), WrongKind),
        (lambda: require.number("x", -np.inf), OutOfRange),
        (lambda: require.number("x", 1e61), OutOfRange),
        (lambda: require.positive("x", 1e-61), OutOfRange),
        (lambda: require.numbers("x", [1, -1e61]), OutOfRange),
        (lambda: require.whole("x", 10**400), OutOfRange),
        (lambda: require.numbers("x", [10**400]), OutOfRange),
        (lambda: require.wholes("x", [10**30]), WrongKind),
        (lambda: require.whole("x", 7, high=6), OutOfRange),
        (lambda: require.whole("x", 0, low=1, high=6), OutOfRange),
        (lambda: require.size("x", 0), EmptySample),
        (lambda: require.option("x", ["a"], ("a", "b")), UnknownOption),
        (lambda: require.wholes("x", [1, 7], high=6), OutOfRange),
        (lambda: require.wholes("x", [[1]]), WrongKind),
        (lambda: require.wholes("x", [b"1"]), WrongKind),
        (lambda: require.numbers("x", [Decimal("1.5")]), WrongKind),
        (lambda: require.numbers("x", np.array(["1"])), WrongKind),
        (lambda: require.numbers("x", iter([1])), WrongKind),
    ],
)
def test_arguments_are_refused_not_coerced(required, error):
    with pytest.raises(error, match="^x "):
        required()


def test_arguments_of_every_numeric_kind_are_taken():
    assert require.number("x", Fraction(1, 2)) == 0.5
    assert require.whole("x", np.int8(3)) == 3
    assert require.numbers("x", (1, np.float32(2), Fraction(1, 2))).tolist() == [1, 2, 0.5]
    assert require.table("x", [np.array([1, 2]), [3, 4]]).shape == (2, 2)


def test_every_refusal_is_a_value_error():
    assert issubclass(StatsError, ValueError)
    assert all(issubclass(each, StatsError) for each in (EmptySample, Undefined, UnknownMethod, UnknownInput))


def test_wording_writes_digits_ranges_and_times():
    assert wording.figure(-5) == "−5.0"
    assert wording.interval(60.6, 62.94) == "60.6 to 62.9"
    assert wording.percent_interval(0.611, 0.79) == "61 to 79%"
    assert [wording.level(share) for share in (0.95, 0.999)] == ["95%", "99.9%"]
    assert [wording.plural(1, "person", "people"), wording.plural(2, "answer")] == ["1 person", "2 answers"]
    assert [wording.digits_for(width) for width in (250, 20, 2, 0.01)] == [0, 1, 2, 4]
    assert [wording.duration(s) for s in (8.44, 75, 135, 3900, 7500)] == [
        "8.4 seconds",
        "75 seconds",
        "2 min 15 s",
        "65 min 0 s",
        "2 h 5 min",
    ]


def test_nps_answer_reads_as_a_sentence():
    assert allied.stats.words(nps_ci(40, 30, 30)) == "NPS 10.0 (−6.3 to 25.7, n = 100)."


@pytest.mark.parametrize("values", ["ab", 3, None, [None], [["a"]], {"a", "b"}])
def test_names_are_a_list_of_plain_names(values):
    with pytest.raises(WrongKind, match="^x must"):
        require.names("x", values)
