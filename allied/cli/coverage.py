"""`allied coverage`: how far the threads are covered, and whose words are missing."""

from dataclasses import asdict

import click

from allied.cli.output import answer
from allied.cli.scope import scope


@click.command()
@click.option("--product", default="", help="Only this product; every product, if not given.")
@click.option("--workspace", default="", help="The workspace’s name in addresses; needed where there are several.")
def command(product: str, workspace: str) -> None:
    """Check every live object of the threads, and every segment: exactly, as the page does."""
    from allied.domains.feedback.heard import heard  # noqa: PLC0415  the data is ready once the command runs
    from allied.kernel.thread.coverage import coverage  # noqa: PLC0415

    actor, about = scope(workspace=workspace, product=product)
    checks = [
        {"name": one.gap.name, "kind": one.gap.kind, "count": one.found.count, "total": one.total}
        for one in coverage(actor, product=about, shown=0)
    ]
    segments = heard(actor, product=about)
    lines = [f"{one['name']}: {one['count']} of {one['total']}" for one in checks]
    for one in segments:
        last = f"last on {one.last_on}" if one.last_on else "never heard from"
        silent = ", silent" if one.is_silent and one.last_on else ""
        lines.append(f"{one.words}: {one.items} items, {one.in_insights} in insights, {last}{silent}")
    answer("\n".join(lines), checks=checks, segments=[asdict(one) for one in segments])
