"""`allied stats`: one method of the statistics library, from the shell or a script."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from allied.cli.output import Refused, answer
from allied.stats import FAMILIES
from allied.stats.adapter import compute
from allied.stats.errors import StatsError, Undefined
from allied.stats.handbook import reference
from allied.stats.wording import words

EXAMPLE = """allied stats completion_rate_ci '{"successes": 9, "n": 10}'"""


@click.command(
    epilog=f"Example: {EXAMPLE}. Exit code 2: the inputs cannot be used; 3: these data have no such figure.",
)
@click.argument("method", required=False)
@click.argument("inputs", required=False)
@click.option("--list", "listing", is_flag=True, help="List the methods and what each answers.")
def command(method: str | None, inputs: str | None, *, listing: bool) -> None:
    """Compute a figure with its interval and say it in a sentence; with --json, all its fields.

    INPUTS is a JSON object, or the name of a file that holds one; without it, or with "-", standard input is read.
    Every method and its inputs: docs/reference/statistics.md.
    """
    if listing:
        answer("\n".join(_lines()), methods=_answers())
        return
    if method is None:
        raise click.UsageError("Name a method, or list them with --list.")
    try:
        result = compute(method, _object(_text(inputs)))
    except Undefined as undefined:
        raise Refused(str(undefined)) from undefined
    except StatsError as refusal:
        raise click.UsageError(str(refusal)) from refusal
    sentence = words(result)
    answer("\n".join([sentence, *result.warnings]), **result.as_dict(), words=sentence)


def _text(inputs: str | None) -> str:
    """The JSON itself: given, in a file, or on standard input."""
    if inputs is None or inputs == "-":
        if sys.stdin.isatty():
            raise click.UsageError(f"Give the inputs as a JSON object. For example: {EXAMPLE}")
        return sys.stdin.read()
    if inputs.lstrip().startswith("{"):
        return inputs
    path = Path(inputs)
    if not path.is_file():
        raise click.UsageError(f"“{inputs}” is neither a JSON object nor a file. For example: {EXAMPLE}")
    return path.read_text(encoding="utf-8")


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as unreadable:
        raise click.UsageError(f"The inputs are not JSON: {unreadable}. For example: {EXAMPLE}") from unreadable
    if not isinstance(found, dict):
        raise click.UsageError(f"The inputs must be a JSON object, name to value. For example: {EXAMPLE}")
    return found


def _answers() -> dict[str, str]:
    return {name: reference(name).answers for methods in FAMILIES.values() for name in methods}


def _lines() -> Iterator[str]:
    width = max(len(name) for methods in FAMILIES.values() for name in methods)
    for name, says in _answers().items():
        yield f"{name:<{width}}  {says}"
