"""`allied reference`: write docs/reference anew from the code that it describes."""

from __future__ import annotations

import click
from django.conf import settings

from allied.cli import manual
from allied.cli.output import answer
from allied.site import reference


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit code 3 if a page is out of date.")
def command(check: bool) -> None:
    """Write docs/reference anew from the code. Run it after a change of kinds, permissions, settings or the API."""
    folder = settings.ROOT / "docs" / "reference"
    pages = {**reference.pages(), "cli.md": manual.page()}
    stale = [name for name, text in pages.items() if not _is(folder / name, text)]
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(pages[name], encoding="utf-8")
    done = "out of date" if check else "written"
    answer(
        "\n".join(f"{name}: {done}" for name in stale) or "Everything is up to date.", stale=stale, written=not check
    )
    if check and stale:
        raise click.exceptions.Exit(3)


def _is(path: reference.Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
