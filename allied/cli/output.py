"""What a command prints: sentences for people, or with --json one object for programs."""

import json
from contextvars import ContextVar
from typing import Any

import click

as_json: ContextVar[bool] = ContextVar("as_json", default=False)


class Refused(click.ClickException):
    """The command was understood and not carried out; the sentence says what to do instead. Exit code 3."""

    exit_code = 3


class Unusable(click.ClickException):
    """Something the command needs does not work; the sentence names the next step. Exit code 1."""

    exit_code = 1


def answer(sentence: str, **data: Any) -> None:
    """Print the sentence, or the data as one JSON object."""
    click.echo(json.dumps(data, ensure_ascii=False, default=str) if as_json.get() else sentence)


def note(sentence: str) -> None:
    """Progress and hints: on standard error, so that standard output stays the answer alone."""
    click.echo(sentence, err=True)


def complain(sentence: str, code: int) -> None:
    """Print why the command ended with ``code``."""
    if as_json.get():
        click.echo(json.dumps({"error": sentence, "code": code}, ensure_ascii=False))
    else:
        click.echo(sentence, err=True)
