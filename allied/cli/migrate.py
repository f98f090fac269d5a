"""`allied migrate`: bring the database up to this version."""

import click

from allied.cli.output import answer, note
from allied.site import database


@click.command(help="Bring the database up to this version. SQLite: a verified snapshot is taken first.")
@click.option("--yes", is_flag=True, help="PostgreSQL with data: a dump was taken, go on.")
@click.option("--check", is_flag=True, help="Only say what waits; exit code 3 if anything does.")
def command(yes: bool, check: bool) -> None:
    if check:
        return report()
    done = database.migrate(has_dump=yes, say=note)
    kept = f" The data as it was: {done.snapshot}" if done.snapshot else ""
    answer(
        f"{len(done.applied)} migrations applied.{kept}" if done.applied else "Nothing to do.",
        applied=done.applied,
        snapshot=done.snapshot,
    )
    return None


def report() -> None:
    found = database.state()
    database.check_known(found)
    answer(
        "\n".join(found.pending) if found.pending else "Nothing waits.",
        pending=found.pending,
        is_empty=found.is_empty,
    )
    if found.pending:
        raise click.exceptions.Exit(3)
