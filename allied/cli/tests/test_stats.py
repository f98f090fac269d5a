"""`allied stats`: a sentence for people, the fields for programs, a sentence and a code for every refusal."""

import io
import json
from pathlib import Path

import pytest

from allied.cli import main
from allied.cli.output import as_json
from allied.stats import FAMILIES

NINE_OF_TEN = '{"successes": 9, "n": 10}'


def as_program(*given: str) -> int:
    as_json.set("--json" in given)
    return main.run(list(given))


def test_a_method_answers_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["stats", "completion_rate_ci", NINE_OF_TEN]) == 0

    assert capsys.readouterr().out == "9 of 10 completed: 90% (57 to 100%).\n"


@pytest.mark.parametrize("order", [["--json", NINE_OF_TEN], [NINE_OF_TEN, "--json"]])
def test_with_json_it_gives_every_field_and_the_sentence(order: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert as_program("stats", "completion_rate_ci", *order) == 0

    given = json.loads(capsys.readouterr().out)
    assert given["lower"] == pytest.approx(0.574, abs=0.001)
    assert (given["n"], given["confidence"], given["method"]) == (10, 0.95, "adjusted_wald")
    assert given["words"] == "9 of 10 completed: 90% (57 to 100%)."


def test_warnings_follow_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    main.run(["stats", "two_proportion_compare", '{"x1": 0, "n1": 7, "x2": 0, "n2": 8}'])

    assert "ended the same way" in capsys.readouterr().out.splitlines()[1]


def test_inputs_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inputs.json").write_text(NINE_OF_TEN)

    assert main.run(["stats", "completion_rate_ci", str(tmp_path / "inputs.json")]) == 0
    assert capsys.readouterr().out.startswith("9 of 10")


@pytest.mark.parametrize("given", [[], ["-"]])
def test_inputs_come_from_standard_input(
    given: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(NINE_OF_TEN))

    assert main.run(["stats", "completion_rate_ci", *given]) == 0
    assert capsys.readouterr().out.startswith("9 of 10")


def test_the_list_names_every_method_with_what_it_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert as_program("stats", "--list", "--json") == 0

    listed = json.loads(capsys.readouterr().out)["methods"]
    assert set(listed) == {name for methods in FAMILIES.values() for name in methods}
    assert listed["nps_ci"].startswith("How far a Net Promoter Score")


def test_the_list_in_text_is_one_line_a_method(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["stats", "--list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == sum(len(methods) for methods in FAMILIES.values())


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ([], 2, "Name a method"),
        (["no_such_method", "{}"], 2, "There is no method 'no_such_method'"),
        (["completion_rate_ci", '{"successes": 9'], 2, "not JSON"),
        (["completion_rate_ci", "missing.json"], 2, "neither a JSON object nor a file"),
        (["completion_rate_ci", "{}"], 2, "successes, n is missing"),
        (["completion_rate_ci", '{"successes": 9, "n": 10, "size": 3}'], 2, "does not know size"),
        (["completion_rate_ci", '{"successes": 11, "n": 10}'], 2, "successes cannot exceed n"),
        (["completion_rate_ci", '{"successes": "9", "n": 10}'], 2, "whole number"),
        (["completion_rate_ci", '{"successes": 9, "n": NaN}'], 2, "whole number"),
        (["welch_t_test", '{"a": [1, 1], "b": [2, 2]}'], 3, "Neither group varies"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_code(
    given: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run(["stats", *given]) == code

    printed = capsys.readouterr()
    assert says in printed.err
    assert not printed.out


def test_a_list_is_no_object(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[9, 10]"))

    assert main.run(["stats", "completion_rate_ci"]) == 2
    assert "JSON object" in capsys.readouterr().err


def test_at_a_terminal_without_inputs_it_says_how(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", terminal)

    assert main.run(["stats", "completion_rate_ci"]) == 2
    assert "For example" in capsys.readouterr().err


def test_a_refusal_in_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert as_program("stats", "completion_rate_ci", "--json", '{"successes": 11, "n": 10}') == 2

    assert json.loads(capsys.readouterr().out)["error"].startswith("successes cannot exceed n")
