"""`allied search`: objects by their words and by their meaning."""

import click

from allied.cli.output import Unusable, answer
from allied.cli.scope import scope
from allied.synthesis.missing import NoEmbedder


@click.command()
@click.argument("text")
@click.option("--product", default="", help="The product to search; every product, if not given.")
@click.option("--workspace", default="", help="The workspace’s name in addresses; needed where there are several.")
@click.option("--kind", default="", help="Only objects of this kind, such as feedback or insight.")
@click.option("--limit", default=20, type=click.IntRange(1, 200), help="How many at most.")
def command(text: str, product: str, workspace: str, kind: str, limit: int) -> None:
    """Find objects that hold the words, then those that say the same in others."""
    from allied.flows.asking.search import search, source_ids  # noqa: PLC0415  brings numpy
    from allied.flows.asking.shapes import found_shape  # noqa: PLC0415
    from allied.kernel.embeddings.filling import fill  # noqa: PLC0415
    from allied.kernel.nodes.catalogue import KINDS  # noqa: PLC0415

    if kind and kind not in KINDS:
        raise click.UsageError(f"There is no kind “{kind}”. Choose one of {', '.join(KINDS)}.")
    actor, about = scope(workspace=workspace, product=product)
    try:
        fill(actor.workspace)
        hits = search(text, actor=actor, product=about, kinds=[kind] if kind else [], limit=limit)
    except NoEmbedder as missing:
        raise Unusable(str(missing)) from missing
    ids = source_ids(hits)
    lines = [f"{hit.node.reference} {hit.score:.2f} {hit.node.title}" for hit in hits]
    shapes = [found_shape(hit, ids.get(hit.node.pk, "")) for hit in hits]
    answer("\n".join(lines) or "Nothing comes near these words.", query=text, results=shapes)
