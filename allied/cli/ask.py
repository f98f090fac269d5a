"""`allied ask`: a question in plain words, answered by what people said, or not at all."""

import click

from allied.cli.output import Unusable, answer
from allied.cli.scope import scope
from allied.synthesis.missing import NoEmbedder


@click.command()
@click.argument("question", default="")
@click.option("--suggest", is_flag=True, help="Questions that have an answer here, near yours if you give one.")
@click.option("--product", default="", help="The product it is about; every product, if not given.")
@click.option("--workspace", default="", help="The workspace’s name in addresses; needed where there are several.")
@click.option("--source", default="", help="Only feedback from there.")
@click.option("--days", default=0, type=click.IntRange(0, 36_500), help="Only feedback of the last days.")
@click.option("--segment", default="", help="Only feedback of people of this segment, such as “plan: pro”.")
@click.option("--strength", default="", help="Only claims of this level or stronger, such as emerging.")
def command(
    question: str,
    suggest: bool,
    product: str,
    workspace: str,
    source: str,
    days: int,
    segment: str,
    strength: str,
) -> None:
    """Answer a question with quotes, grouped by the claims that rest on them; or say that there is no evidence."""
    if not (question.strip() or suggest):
        raise click.UsageError("Give a question, or --suggest to see some that have an answer here.")
    from allied.flows.asking.answers import Answer, ask  # noqa: PLC0415  brings numpy
    from allied.flows.asking.filters import filters_of  # noqa: PLC0415
    from allied.flows.asking.shapes import NEXT, answer_shape, suggested_shapes  # noqa: PLC0415
    from allied.flows.asking.suggestions import suggestions  # noqa: PLC0415
    from allied.kernel.embeddings.filling import fill  # noqa: PLC0415

    def told(found: Answer) -> str:
        if not found.answered:
            return (
                f"No evidence found. {found.searched:,} texts were searched; the nearest reaches {found.nearest:.2f}, "
                f"and {found.threshold:.2f} is needed. {NEXT}"
            )
        return "\n".join(f"{one.node.reference} {one.score:.2f} “{one.quote.text}”" for one in found.quotes)

    actor, about = scope(workspace=workspace, product=product)
    filters = filters_of(product=about, source=source, segment=segment, days=days, strength=strength)
    try:
        fill(actor.workspace)
        if suggest:
            offered = suggestions(question, actor=actor, product=about)
            lines = [words for _, words in offered]
            answer("\n".join(lines) or f"No claim is published yet. {NEXT}", suggestions=suggested_shapes(offered))
            return
        found = ask(question, actor=actor, filters=filters)
    except NoEmbedder as missing:
        raise Unusable(str(missing)) from missing
    answer(told(found), **answer_shape(found))
