"""Set up, start, test, measure and lock: one command each, called by the Makefile."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

from tools import install
from tools.steps import ROOT, Failed, alone, environment, explain_os, say


def main() -> None:
    chosen = arguments()
    if chosen.what == "run":
        check_port(chosen.host, chosen.port)  # before minutes of installing
    with alone():
        if chosen.what == "lock":
            return install.lock()
        install.prepare("run" if chosen.what in ("run", "setup") else "dev")
    if chosen.what == "setup":
        return say("ready; start it with: make run")
    return hand_over(chosen)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make")
    parser.add_argument("what", choices=["setup", "run", "test", "bench", "lock"])
    parser.add_argument("--host", default=os.environ.get("ALLIED_HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=os.environ.get("ALLIED_PORT") or "8000")
    parser.add_argument("--no-demo", action="store_true", help="start with an empty installation")
    return parser.parse_args()


def hand_over(chosen: argparse.Namespace) -> None:
    """Become the program that was asked for, so that signals reach it and nothing waits above it."""
    python = str(install.PYTHON)
    demo = "--no-demo" if chosen.no_demo else "--demo"
    serve = [str(install.ALLIED), "serve", demo, "--host", chosen.host, "--port", str(chosen.port)]
    programs = {"run": serve, "test": [python, "-m", "tools.check"], "bench": [python, "-m", "bench"]}
    if chosen.what == "bench" and not Path(ROOT, "bench").is_dir():
        raise Failed("There is no bench/ folder in this version.")
    os.chdir(ROOT)
    os.execve(programs[chosen.what][0], programs[chosen.what], environment())  # noqa: S606


def check_port(host: str, port: int) -> None:
    """Raises: Failed, with a port that may be free, when nothing can listen on this one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refusal:
            raise Failed(
                f"Cannot listen on {host}:{port} ({refusal.strerror}). Try: make run PORT={next_port(port)}"
            ) from None


def next_port(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8001


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"\n{failure}")
    except OSError as failure:
        sys.exit(f"\n{explain_os(failure)}")
    except KeyboardInterrupt:
        sys.exit(130)
