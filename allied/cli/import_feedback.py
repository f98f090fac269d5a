"""`allied import-feedback`: bring a file of feedback in without the pages."""

from pathlib import Path

import click

from allied.cli.imports import Wish, run

MAP_HELP = (
    "Which column is what, such as text=comment,source_id=id,date=created,author=email. "
    "Also person, rating, segment, supports, raw, left_out. The other columns are guessed."
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
@click.option("--keep", default="", help="Personal details to leave in the texts: email, phone, card.")
@click.option("--keep-existing", is_flag=True, help="Leave rows that are here already as they are.")
def command(
    file: Path,
    product: str,
    workspace: str,
    source: str,
    choices: tuple[str, ...],
    month_first: bool,
    keep_personal: bool,
    keep: str,
    keep_existing: bool,
) -> None:
    run(
        Wish(
            file,
            product,
            workspace=workspace,
            source=source,
            choices=choices,
            month_first=month_first,
            keep_personal=keep_personal,
            keep_existing=keep_existing,
            keep=keep,
        )
    )
