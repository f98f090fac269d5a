import sys

import pytest

from tools import check, chromium, postgres
from tools.check import Command, Result
from tools.steps import Failed


def test_the_last_line_sums_up() -> None:
    results = [Result("ruff", "ok"), Result("mypy", "FAILED"), Result("tests on PostgreSQL", "skipped")]

    assert check.summary(results, 61.4) == (
        "make test: 1 of 3 checks passed in 61 s; FAILED: mypy; skipped: tests on PostgreSQL"
    )


@pytest.mark.parametrize(("ci", "state"), [("true", "FAILED"), ("", "skipped")])
def test_a_missing_postgresql_fails_in_ci_alone(ci: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("ALLIED_TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(postgres, "on_socket", lambda: "")
    monkeypatch.setattr(postgres, "binaries", lambda: None)

    assert check.postgres_tests().state == state


def test_a_missing_browser_is_told_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for attempt in ("named", "on_path", "playwrights_own", "from_apt", "from_playwright"):
        monkeypatch.setattr(chromium, attempt, lambda: "")

    with pytest.raises(Failed, match="apt-get install chromium"):
        chromium.chromium()


def test_a_named_browser_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIED_CHROMIUM", "/opt/chromium")

    assert chromium.chromium() == "/opt/chromium"


def test_browser_tests_that_fail_are_run_once_more_and_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    states, asked = iter(["FAILED", "ok"]), []

    def run(name: str, command: Command, env: dict[str, str], *, live: bool) -> Result:
        asked.append(command)
        return Result(name, next(states))

    monkeypatch.setattr(check, "check", run)
    monkeypatch.setattr(check, "chromium", lambda: "/somewhere")

    told = check.browser_tests()

    assert (told.state, "second try" in told.name) == ("ok", True)
    assert ["--last-failed" in command for command in asked] == [False, True]


def test_the_end_names_each_test_that_did_not_pass() -> None:
    said = "print('.F'); print('FAILED tests/test_one.py::test_it - no'); raise SystemExit(1)"

    told = check.check("tests", (sys.executable, "-c", said))

    assert (told.state, told.broken) == ("FAILED", ("FAILED tests/test_one.py::test_it - no",))
