"""The command `allied`. A command's module is imported when it is run, so that `allied --help` answers at once.

Exit codes: 0 done; 1 failed; 2 the command was not understood, or what it was given cannot be used; 3 refused.
"""

import importlib
import os
import sys
from collections.abc import Sequence

import click
import django
from django.core.exceptions import ImproperlyConfigured

import allied
from allied.cli.output import as_json, complain, note

COMMANDS = {
    "serve": ("allied.cli.serve", "Migrate, serve the pages and run the worker."),
    "worker": ("allied.cli.worker", "Run background jobs until told to stop."),
    "migrate": ("allied.cli.migrate", "Bring the database up to this version; takes a snapshot first."),
    "demo": ("allied.cli.demo", "Load the demo workspace, or take it away whole."),
    "ask": ("allied.cli.ask", "Answer a question with what people said, or say that there is no evidence."),
    "search": ("allied.cli.search", "Find objects by their words and by their meaning."),
    "coverage": ("allied.cli.coverage", "Count the gaps in the threads, and the segments that nobody hears from."),
    "mcp": ("allied.cli.mcp", "Let an assistant on this machine read the workspace, with a token."),
    "import": ("allied.cli.import_", "Import a file as feedback, insights, opportunities or roadmap items."),
    "import-feedback": ("allied.cli.import_feedback", "Import a file of feedback."),
    "themes": ("allied.cli.themes", "Sort feedback into themes, list and export them."),
    "user": ("allied.cli.user", "List, invite and manage the people of a workspace."),
    "stats": ("allied.cli.stats", "Compute a figure with its interval, and say it in a sentence."),
    "doctor": ("allied.cli.doctor", "Check this installation and list its settings."),
    "reference": ("allied.cli.reference", "Write docs/reference anew from the code."),
}

# These do not touch the data, or bring the database up to this version themselves.
WITHOUT_DATA = {"serve", "worker", "migrate", "stats", "doctor", "reference"}


class Lazy(click.Group):
    """Commands by name from ``COMMANDS``: each module there has a click command called ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        prepare()
        found: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        found.name = cmd_name
        return with_json(found if cmd_name in WITHOUT_DATA else with_data(found))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])


def prepare() -> None:
    """Django is set up only for a command that runs. Raises: ImproperlyConfigured, for a setting that is no use."""
    from allied.settings import variables  # noqa: PLC0415  it reads the settings

    for sentence in variables.unknown(os.environ):
        note(f"Warning: {sentence}")
    django.setup()


def with_data(command: click.Command) -> click.Command:
    """Let the command find a database that fits: an empty one is made ready, one of another version is refused."""
    invoke = command.invoke

    def ready(ctx: click.Context) -> object:
        from allied.site import database  # noqa: PLC0415  it needs Django

        database.require_ready(say=note)
        return invoke(ctx)

    command.invoke = ready  # type: ignore[method-assign]
    return command


def with_json(command: click.Command) -> click.Command:
    """Every command, and every command below it, knows --json; `output.answer` obeys it."""
    if not any(parameter.name == "json" for parameter in command.params):
        command.params.append(
            click.Option(["--json"], is_flag=True, expose_value=False, help="Print one JSON object instead of text.")
        )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_json(below)
    return command


@click.group(cls=Lazy, epilog="Exit codes: 0 done, 1 failed, 2 not understood, 3 refused.")
@click.option("--json", is_flag=True, expose_value=False, help="Print one JSON object instead of text.")
@click.version_option(allied.__version__, prog_name="allied")
def cli() -> None:
    """Allied: one workspace that UX teams and product managers share."""


def main(args: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    given = list(sys.argv[1:] if args is None else args)
    as_json.set("--json" in given)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allied.settings")
    sys.exit(run(given))


def run(given: list[str]) -> int:
    """The exit code. Errors that we know are one sentence; others keep their traceback, for the report."""
    try:
        code = cli.main(args=given, prog_name="allied", standalone_mode=False)
    except click.UsageError as failure:
        help_line = f"\nTry: {failure.ctx.command_path} --help" if failure.ctx else ""
        return ended(failure.format_message() + help_line, 2)
    except click.ClickException as failure:
        return ended(failure.format_message(), failure.exit_code)
    except click.Abort:
        return ended("Stopped.", 130)
    except ImproperlyConfigured as failure:
        return ended(str(failure), 2)
    except Exception as failure:
        if (known := explain(failure)) is None:
            raise
        return ended(*known)
    return code if isinstance(code, int) else 0


def ended(sentence: str, code: int) -> int:
    complain(sentence, code)
    return code


def explain(failure: Exception) -> tuple[str, int] | None:
    """Sentence and exit code for a failure that has them."""
    from django.db import OperationalError  # noqa: PLC0415  only once something failed

    from allied.kernel.errors import AlliedError, BadInput  # noqa: PLC0415

    if isinstance(failure, BadInput):
        return str(failure), 2
    if isinstance(failure, AlliedError):
        return str(failure), 3
    if isinstance(failure, OperationalError):
        said = str(failure).strip().splitlines()[0]
        return f"The database does not answer: {said}\nCheck ALLIED_DATABASE_URL, then run: allied doctor", 1
    if isinstance(failure, OSError) and failure.strerror:
        return f"{failure.strerror}: {failure.filename or ''}", 1
    return None
