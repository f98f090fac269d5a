import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from allied.cli import doctor, main
from allied.cli.output import as_json
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.settings.variables import VARIABLES
from allied.site.entrance.rules import setup_code


def test_help_lists_every_command_without_importing_one() -> None:
    code = "import sys; from allied.cli.main import run; run(['--help']); print('django.db' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=settings.ROOT, capture_output=True, text=True)

    assert all(name in done.stdout for name in main.COMMANDS)
    assert done.stdout.strip().endswith("False")


@pytest.mark.parametrize("name", list(main.COMMANDS))
def test_every_command_has_help_and_knows_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([name, "--help"]) == 0
    assert "--json" in capsys.readouterr().out


def test_an_unknown_command_is_code_2_with_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["servve"]) == 2
    assert "allied --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (BadInput(text="Give a text."), 2),
        (ImproperlyConfigured("ALLIED_URL is not an address."), 2),
        (Denied("Your role does not allow this."), 3),
        (NotVisible("There is no such item."), 3),
        (InvalidState("It is published."), 3),
        (OperationalError("connection refused\nmore"), 1),
        (OSError(28, "No space left on device"), 1),
    ],
)
def test_a_known_failure_is_one_sentence_and_a_code(
    failure: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def failing() -> None:
        raise failure

    monkeypatch.setattr(main.cli, "get_command", lambda *_: failing)

    assert main.run(["serve"]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_failure_in_json_is_one_object(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    as_json.set(True)

    main.run(["servve", "--json"])

    assert json.loads(capsys.readouterr().out)["code"] == 2


def test_unknown_failures_keep_their_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def failing() -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(main.cli, "get_command", lambda *_: failing)

    with pytest.raises(LookupError):
        main.run(["serve"])


@pytest.mark.django_db
def test_doctor_lists_every_setting_and_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALLIED_SECRET_KEY", "do not print me")

    main.run(["doctor"])

    said = capsys.readouterr().out
    assert all(variable.name in said for variable in VARIABLES)
    assert "do not print me" not in said


@pytest.mark.django_db
def test_doctor_says_that_mail_and_https_are_off() -> None:
    assert "Off" in doctor.mail().sentence
    assert "unencrypted" in doctor.transport().sentence


@pytest.mark.django_db
def test_doctor_finds_no_worker() -> None:
    assert "No worker is running" in doctor.background().sentence


def test_doctor_reports_a_check_that_cannot_be_made() -> None:
    def broken() -> doctor.Finding:
        raise OperationalError("connection refused")

    assert doctor.examine("database", broken) == doctor.Finding("database", "failed", "connection refused")


def test_doctor_fails_when_the_front_end_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "UI", tmp_path)

    assert doctor.front_end().mark == "failed"


def test_an_unknown_variable_is_named_at_start(tmp_path: Path) -> None:
    env = {**os.environ, "ALLIED_HOME": str(tmp_path), "ALLIED_PROT": "9", "DJANGO_SETTINGS_MODULE": "allied.settings"}
    command = [sys.executable, "-m", "allied.cli", "doctor", "--json"]

    done = subprocess.run(command, cwd=settings.ROOT, env=env, capture_output=True, text=True)

    assert "Did you mean ALLIED_PORT?" in done.stderr
    json.loads(done.stdout)


@pytest.mark.django_db
def test_doctor_prints_the_set_up_code_while_there_is_no_workspace() -> None:
    assert setup_code() in doctor.entrance().sentence


def test_a_command_on_an_installation_without_a_database_makes_one(tmp_path: Path) -> None:
    file = tmp_path / "said.csv"
    file.write_text("id,text\n1,The lift is out again\n")
    env = {**os.environ, "ALLIED_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "allied.settings"}
    env.pop("ALLIED_DATABASE_URL", None)
    command = [sys.executable, "-m", "allied.cli", "import-feedback", str(file), "--product", "Borrow", "--json"]

    done = subprocess.run(command, cwd=settings.ROOT, env=env, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stored"] == 1
