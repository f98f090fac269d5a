"""`allied themes`: sort feedback into themes, list them, take them out as a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import click

from allied.cli.output import answer, as_json, note
from allied.domains.themes import actions, queries
from allied.domains.themes.exports import csv_blocks
from allied.kernel.errors import BadInput
from allied.kernel.membership import command_line
from allied.kernel.people.models import Member, Product

QUOTES = 3

product_option = click.option("--product", required=True, help="The product whose feedback it is.")
workspace_option = click.option(
    "--workspace", default="", help="The workspace’s name in addresses; needed where there are several."
)


@click.group()
def command() -> None:
    """Sort feedback into themes, list them, export which feedback is in which."""


@command.command("run")
@product_option
@workspace_option
@click.option("--granularity", type=float, help="0 (few broad themes) to 1 (many narrow ones); found, if not given.")
def run(product: str, workspace: str, granularity: float | None) -> None:
    """Sort all feedback of a product into themes. What people renamed, merged or moved stays."""
    actor, about = _enter(product, workspace)
    started = actions.start_run(about, actor=actor, granularity=granularity)
    note(f"Run {started.number} sorts the feedback of {about.name}.")
    done = actions.run_to_end(started)
    found = queries.summary(done, actor=actor)
    answer(
        f"Run {done.number}: {done.items:,} comments, {found.themes} themes, {found.not_themed:,} not themed.",
        run=done.number,
        product=about.name,
        items=done.items,
        themes=found.themes,
        not_themed=found.not_themed,
        granularity=done.used,
        suggested=done.suggested,
        agreement=round(done.agreement, 4),
    )


@command.command("list")
@product_option
@workspace_option
def list_themes(product: str, workspace: str) -> None:
    """The themes of a product, the largest first, each with its most telling quotes."""
    actor, about = _enter(product, workspace)
    found = list(queries.findings(queries.standing_run(about, actor=actor), actor=actor))
    said = queries.quotes(found, QUOTES)
    themes = [
        {
            "ref": one.theme.node.reference,
            "name": one.theme.name,
            "size": one.size,
            "people": one.people,
            "quotes": said[one.theme_id],
        }
        for one in found
    ]
    answer("\n".join(_lines(themes)) or _none(about), product=about.name, themes=themes)


@command.command("export")
@product_option
@workspace_option
@click.option("--format", "shape", type=click.Choice(["csv"]), default="csv", help="The shape of the file.")
def export(product: str, workspace: str, shape: str) -> None:
    """Which piece of feedback is in which theme: source_id, theme_ref, theme_name, similarity."""
    actor, about = _enter(product, workspace)
    if as_json.get():
        answer("", rows=[dataclasses.asdict(row) for row in queries.placed(about, actor=actor)])
        return
    for block in csv_blocks(about, actor=actor):
        click.echo(block, nl=False)


def _enter(product_name: str, workspace: str) -> tuple[Member, Product]:
    """The command line's member, and a product that is there already."""
    actor = command_line.member_in(workspace)
    found = Product.objects.filter(workspace=actor.workspace, name__iexact=product_name.strip()).first()
    if found is None:
        known = ", ".join(Product.objects.filter(workspace=actor.workspace).values_list("name", flat=True)[:20])
        raise BadInput(product=f"There is no product “{product_name[:60]}” here. These are: {known or 'none yet'}.")
    return actor, found


def _lines(themes: list[dict[str, object]]) -> Iterator[str]:
    for theme in themes:
        quotes = theme["quotes"]
        first = f"  “{quotes[0]}”" if isinstance(quotes, list) and quotes else ""
        yield f"{theme['ref']:>8}  {theme['size']:>6}  {theme['name']}{first}"


def _none(product: Product) -> str:
    return f"{product.name} has no themes yet. Run: allied themes run --product {product.name!r}"
