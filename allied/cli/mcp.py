"""`allied mcp`: let an assistant on this machine read the workspace, through standard input and output."""

import asyncio
from pathlib import Path

import click


@click.command()
@click.option("--token", default="", help="A personal access token. Others on this machine may see it while it runs.")
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that holds the token alone, readable by you alone.",
)
def command(token: str, token_file: Path | None) -> None:
    """Answer an assistant that speaks the Model Context Protocol. It reads what the member of the token may read."""
    from allied.kernel.embeddings.filling import fill  # noqa: PLC0415  brings numpy
    from allied.site.assistants.pipe import member_of, serve  # noqa: PLC0415
    from allied.synthesis.missing import NoEmbedder  # noqa: PLC0415

    secret = token_file.read_text().strip() if token_file else token.strip()
    if not secret:
        raise click.UsageError("Give --token-file, or --token. Make a token on the page “Your account”.")
    actor = member_of(secret)
    try:
        fill(actor.workspace)
    except NoEmbedder as missing:
        click.echo(str(missing), err=True)
    asyncio.run(serve(secret))
