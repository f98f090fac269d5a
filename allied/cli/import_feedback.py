"""`allied import-feedback`: bring a file of feedback in without the pages."""

from collections.abc import Iterator
from pathlib import Path

import click

from allied.cli.output import answer, note
from allied.domains.feedback import actions
from allied.domains.feedback.models import Import, losses, tallies
from allied.kernel.errors import BadInput
from allied.kernel.importing.reading import NotAMapping, choose
from allied.kernel.membership import command_line
from allied.kernel.people.models import Member

BLOCK = 1024 * 1024
MAP_HELP = (
    "Which column is what, such as text=comment,source_id=id,date=created,author=email. "
    "Also person, rating, segment, raw, left_out. The other columns are guessed."
)


@click.command(
    help="Import a file of feedback (CSV, XLSX, JSON, text). Rows that are here already are not added twice."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--product", required=True, help="The product it is about; made where it is missing.")
@click.option("--workspace", default="", help="The workspace’s name in addresses; needed where there are several.")
@click.option("--source", default="", help="Where the rows come from; the file’s name, if not given.")
@click.option("--map", "choices", multiple=True, metavar="MEANING=COLUMN,…", help=MAP_HELP)
@click.option("--month-first", is_flag=True, help="03/07/2026 is in March. Found from the values, if not given.")
@click.option("--keep-personal", is_flag=True, help="Leave e-mail addresses, card and phone numbers in the texts.")
def command(
    file: Path,
    product: str,
    workspace: str,
    source: str,
    choices: tuple[str, ...],
    month_first: bool,
    keep_personal: bool,
) -> None:
    actor, about = command_line.enter(slug=workspace, product_name=product)
    made = actions.upload_import(file_name=file.name, chunks=_blocks(file), product=about, actor=actor, source=source)
    _map(made, choices, month_first=month_first, keep_personal=keep_personal, actor=actor)
    note(f"{made.rows:,} rows are read. Import {made.number} runs.")
    done = actions.run_import(actions.start_import(made, actor=actor))
    answer(_sentence(done), workspace=actor.workspace.slug, product=about.name, **_numbers(done))


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as reading:
        while block := reading.read(BLOCK):
            yield block


def _map(made: Import, choices: tuple[str, ...], *, month_first: bool, keep_personal: bool, actor: Member) -> None:
    wanted = [part.partition("=") for choice in choices for part in choice.split(",") if part.strip()]
    if broken := [name for name, sign, column in wanted if not sign or not column.strip()]:
        raise BadInput(map=f"“{broken[0]}” needs a column: --map {broken[0] or 'text'}=COLUMN. Nothing was imported.")
    try:
        mapping = choose(
            made.choices, made.layout.names, [(name.strip(), column.strip()) for name, _, column in wanted]
        )
    except NotAMapping as refusal:
        raise BadInput(map=f"{refusal} Nothing was imported.") from None
    mapping = mapping.but(day_first=mapping.day_first and not month_first, hide_personal=not keep_personal)
    actions.map_import(made, mapping, source=made.source, actor=actor)


def _numbers(done: Import) -> dict[str, object]:
    columns = [{"name": each.column, "outcome": each.outcome, "kept": each.kept} for each in losses(done)]
    return {"import": done.number, "state": done.state, **tallies(done), "reasons": done.reasons, "columns": columns}


def _sentence(done: Import) -> str:
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in done.reasons.items())
    left_out = f"{done.left_out:,} left out" + (f" ({reasons})" if reasons else "")
    stored = f"{done.stored:,} of {done.rows:,} rows stored, {done.already_here:,} already here"
    return f"Import {done.number}: {stored}, {left_out}."
