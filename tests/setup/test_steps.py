"""The installer's steps on folders of their own: done once, repaired after a kill, explained when they fail."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import bootstrap, install, steps

ROOT = steps.ROOT


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    return tmp_path / "output"


def test_a_step_is_done_once_for_the_same_inputs(output: Path) -> None:
    times = []

    def work() -> None:
        output.mkdir(exist_ok=True)
        times.append(1)

    for wanted in ("a", "a", "b"):
        steps.step("part", wanted, output, work)

    assert len(times) == 2


def test_a_step_whose_output_was_deleted_is_done_again(output: Path) -> None:
    steps.step("part", "a", output, output.mkdir)
    output.rmdir()

    steps.step("part", "a", output, output.mkdir)

    assert output.exists()


def test_what_a_killed_step_left_behind_is_thrown_away(output: Path) -> None:
    def killed() -> None:
        output.mkdir()
        (output / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        steps.step("part", "a", output, killed)
    steps.step("part", "a", output, output.mkdir)

    assert list(output.iterdir()) == []


def test_a_killed_repair_of_finished_work_is_not_taken_for_finished(output: Path) -> None:
    steps.step("part", "a", output, output.mkdir)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        steps.step("part", "b", output, killed)

    assert not steps.is_done("part", "a", output)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("npm error code ENOSPC", "The disk is full."),
        ("getaddrinfo EAI_AGAIN", "No package index answers."),
        ("error sending request: dns error: failed to lookup address", "No package index answers."),
    ],
)
def test_a_known_cause_becomes_a_sentence_with_the_next_step(said: str, sentence: str) -> None:
    told = steps.explain(["pip", "install"], 1, said)

    assert told.startswith(sentence)
    assert "run the same command again" in told


def test_an_unknown_cause_shows_the_end_of_what_was_said() -> None:
    said = "\n".join(f"line {number}" for number in range(100))

    told = steps.explain(["pip", "install"], 7, said)

    assert "ended with code 7" in told
    assert "line 99" in told
    assert "line 10\n" not in told


def test_a_full_disk_of_our_own_is_said_the_same_way() -> None:
    assert steps.explain_os(OSError(errno.ENOSPC, "No space left on device")) == steps.FULL_DISK


def test_a_folder_without_the_right_to_write_is_named() -> None:
    assert "No right to write /srv/x" in steps.explain_os(PermissionError(errno.EACCES, "Permission denied", "/srv/x"))


def test_too_little_room_is_said_before_anything_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 300 * 2**20}))

    with pytest.raises(steps.Failed, match=r"300 MB are free .* needs \d+ MB"):
        install.check_disk()


def test_a_python_without_pip_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise steps.Failed("No module named ensurepip")

    monkeypatch.setattr(install, "call", missing)

    with pytest.raises(steps.Failed, match="apt-get install python3-pip"):
        install.bundled_pip()


def test_a_companys_own_index_is_handed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://packages.example.org/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))

    assert install.index() == {"UV_DEFAULT_INDEX": "https://packages.example.org/simple"}


def test_a_taken_port_names_another_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(steps.Failed, match=r"make run PORT=\d+"):
        bootstrap.check_port("127.0.0.1", taken.getsockname()[1])


def test_a_missing_python_is_one_sentence_with_the_next_command() -> None:
    done = subprocess.run(["make", "-s", "run", "PYTHON=/no/such/python"], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode
    assert done.stderr.startswith("Python 3.11 or newer is needed.")
    assert "make run PYTHON=" in done.stderr


def test_the_lock_is_held_by_a_child_that_outlives_a_killed_install(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    code = f"""
from pathlib import Path
from tools import steps
steps.ROOT = Path({str(tmp_path)!r})
with steps.alone():
    print("held", flush=True)
    steps.call("sleep", "2")
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True)
    assert killed.stdout
    killed.stdout.readline()
    time.sleep(0.5)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    began = time.monotonic()

    next_one = code.replace('steps.call("sleep", "2")', "pass")
    done = subprocess.run([sys.executable, "-c", next_one], env=env, capture_output=True, text=True)

    assert "waiting for it" in done.stderr
    assert time.monotonic() - began > 0.5
