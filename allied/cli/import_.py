"""`allied import`: bring a file in as any kind of object, without the pages."""

from pathlib import Path

import click

from allied.cli.imports import Wish, run

MAP_HELP = (
    "Which column is what, such as title=Summary,source_id=Issue key. Every kind has source_id, raw and left_out, its "
    "own fields, and custom ones as fields.KEY; a name that does not exist is answered with all that do. The other "
    "columns are guessed."
)


@click.command(help="Import a file (CSV, XLSX, JSON, text) as feedback, insights, opportunities, items or people.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--product", required=True, help="The product it is about; made where it is missing.")
@click.option("--as", "target", required=True, help="What rows become: feedback, insight, opportunity, item, people.")
@click.option("--preset", default="", help="The export of another tool, such as jira; recognized, if not given.")
@click.option("--workspace", default="", help="The workspace’s name in addresses; needed where there are several.")
@click.option("--source", default="", help="Where the rows come from; the file’s name, if not given.")
@click.option("--map", "choices", multiple=True, metavar="MEANING=COLUMN,…", help=MAP_HELP)
@click.option("--month-first", is_flag=True, help="03/07/2026 is in March. Found from the values, if not given.")
@click.option("--keep-personal", is_flag=True, help="Leave e-mail addresses, card and phone numbers in the texts.")
@click.option("--keep", default="", help="Personal details to leave in the texts: email, phone, card.")
@click.option("--keep-existing", is_flag=True, help="Leave rows that are here already as they are.")
def command(
    file: Path,
    product: str,
    target: str,
    preset: str,
    workspace: str,
    source: str,
    choices: tuple[str, ...],
    month_first: bool,
    keep_personal: bool,
    keep: str,
    keep_existing: bool,
) -> None:
    run(
        Wish(file, product, target, preset, workspace, source, choices, month_first, keep_personal, keep_existing, keep)
    )
