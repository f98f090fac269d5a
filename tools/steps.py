"""Steps that are done once, survive a kill, and say what to do when they fail.

A step has a stamp: the digest of its inputs, written after the step succeeded. While it works it leaves a mark, so the
next run throws away what a killed step left behind. One install runs at a time; the lock is handed on to the
programs that a step starts, so it is held until the last of them has ended, even when this process was killed.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
START = time.monotonic()
AGAIN = "then run the same command again: finished steps are kept."
FULL_DISK = f"The disk is full. Free some space, {AGAIN}"
NO_NETWORK = (
    "No package index answers. Check the network, or name your own index in PIP_INDEX_URL "
    f"(and npm's in npm_config_registry), {AGAIN}"
)
CAUSES = {
    FULL_DISK: ("No space left on device", "ENOSPC", "Disk quota exceeded"),
    NO_NETWORK: (
        "Temporary failure in name resolution",
        "Name or service not known",
        "Network is unreachable",
        "Failed to establish a new connection",
        "dns error",
        "tcp connect error",
        "client error (Connect)",
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
    ),
}
_held: list[int] = []


class Failed(Exception):
    """A step failed; the text is for the person at the terminal."""


def say(text: str) -> None:
    print(f"[{time.monotonic() - START:5.1f}s] {text}", file=sys.stderr, flush=True)


def environment() -> dict[str, str]:
    """The caller's environment, less what would spoil an install."""
    env = dict(os.environ)
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "NODE_OPTIONS", "NODE_PATH"):
        env.pop(name, None)
    env.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    return env


def call(*command: str | Path, **more: str) -> None:
    """Run quietly in the project's folder.

    Raises:
        Failed: with a sentence where the cause is known, else with the end of what the program said.
    """
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, env={**environment(), **more}, capture_output=True, text=True, pass_fds=_held, check=False
    )
    if done.returncode:
        raise Failed(explain(words, done.returncode, done.stdout + done.stderr))


def explain(command: list[str], code: int, said: str) -> str:
    """The sentence for a cause that we know; else the last lines, so that somebody can search for them."""
    for sentence, signs in CAUSES.items():
        if any(sign in said for sign in signs):
            return sentence
    end = "\n".join(said.strip().splitlines()[-25:])
    return f"{' '.join(command)}\nended with code {code}:\n{end}"


def explain_os(failure: OSError) -> str:
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL_DISK
    if failure.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No right to write {failure.filename or ROOT}. Run as the owner of {ROOT}, or clone it elsewhere."
    return f"{failure.strerror}: {failure.filename or ''}"


def digest(*inputs: Path | str) -> str:
    """One digest over texts, files and whole folders; a missing file counts as empty."""
    made = hashlib.sha256()
    for item in inputs:
        if isinstance(item, str):
            made.update(item.encode() + b"\0")
            continue
        for file in sorted(p for p in item.rglob("*") if p.is_file()) if item.is_dir() else [item]:
            content = file.read_bytes() if file.exists() else b""
            made.update(str(file.relative_to(ROOT)).encode() + b"\0" + content + b"\0")
    return made.hexdigest()


def is_done(name: str, wanted: str, output: Path) -> bool:
    stamp, doing = STAMPS / name, STAMPS / f"{name}.doing"
    return stamp.exists() and stamp.read_text() == wanted and output.exists() and not doing.exists()


def step(name: str, wanted: str, output: Path, work: Callable[[], None]) -> None:
    """Do ``work`` unless its stamp says that it is done. What a killed run left in ``output`` goes first."""
    if is_done(name, wanted, output):
        return
    began = time.monotonic()
    stamp, doing = STAMPS / name, STAMPS / f"{name}.doing"
    STAMPS.mkdir(parents=True, exist_ok=True)
    if doing.exists():
        shutil.rmtree(output, ignore_errors=True)
    doing.touch()
    stamp.unlink(missing_ok=True)
    work()
    write(stamp, wanted)
    doing.unlink()
    say(f"{name}: done in {time.monotonic() - began:.1f} s")


def write(place: Path, text: str, mode: int = 0o644) -> None:
    """All of the text or the old file, never half: written beside, then renamed."""
    fresh = place.with_name(f"{place.name}.new")
    fresh.write_text(text)
    fresh.chmod(mode)
    os.replace(fresh, place)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One install at a time; a second one waits."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as lock:
        _take(lock)
        _held.append(lock.fileno())
        try:
            yield
        finally:
            _held.clear()


def _take(lock: TextIO) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another make is installing here; waiting for it")
        fcntl.flock(lock, fcntl.LOCK_EX)
