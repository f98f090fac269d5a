"""The command line described: the help of every command, as one page."""

from __future__ import annotations

from collections.abc import Iterator

import click

from allied.cli.main import cli

WIDTH = 100


def page() -> str:
    """docs/reference/cli.md."""
    head = "# Command line\n\n`.venv/bin/allied`, made from the commands’ own help.\n"
    return "\n".join([head, *_sections(cli, click.Context(cli, info_name="allied", terminal_width=WIDTH))])


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## {context.command_path}\n\n```text\n{text}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _sections(below, click.Context(below, info_name=name, parent=context, terminal_width=WIDTH))
