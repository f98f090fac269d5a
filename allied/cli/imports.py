"""What `allied import` and `allied import-feedback` share: upload, map, run, and tell what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from allied.cli.output import answer, note
from allied.kernel.errors import BadInput
from allied.kernel.importing import actions
from allied.kernel.importing.custom import vocabulary_of
from allied.kernel.importing.models import Import, losses, tallies
from allied.kernel.importing.reading import NotAMapping, choose
from allied.kernel.importing.rules import kinds_named
from allied.kernel.importing.targets import target_named
from allied.kernel.membership import command_line
from allied.kernel.people.models import Member

BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Wish:
    """What somebody asked for on the command line."""

    file: Path
    product: str
    target: str = "feedback"
    preset: str = ""
    workspace: str = ""
    source: str = ""
    choices: Sequence[str] = ()
    month_first: bool = False
    keep_personal: bool = False
    keep_existing: bool = False
    keep: str = ""


def run(wish: Wish) -> None:
    """Import the file to its end and say what became of it.

    Raises:
        BadInput: the file, the target or the mapping cannot be used. Nothing is imported then.
        InvalidState: the import failed on its way; what is stored is safe.
    """
    target_named(wish.target)
    actor, about = command_line.enter(slug=wish.workspace, product_name=wish.product)
    made = actions.upload_import(
        file_name=wish.file.name,
        chunks=_blocks(wish.file),
        product=about,
        actor=actor,
        source=wish.source,
        target=wish.target,
        preset=wish.preset,
    )
    _map(made, wish, actor=actor)
    note(f"{made.rows:,} rows are read. Import {made.number} runs.")
    done = actions.run_import(actions.start_import(made, actor=actor))
    answer(_sentence(done), workspace=actor.workspace.slug, product=about.name, **_numbers(done))


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as reading:
        while block := reading.read(BLOCK):
            yield block


def _map(made: Import, wish: Wish, *, actor: Member) -> None:
    wanted = [part.partition("=") for choice in wish.choices for part in choice.split(",") if part.strip()]
    if broken := [name for name, sign, column in wanted if not sign or not column.strip()]:
        raise BadInput(map=f"“{broken[0]}” needs a column: --map {broken[0] or 'text'}=COLUMN. Nothing was imported.")
    pairs = [(name.strip(), column.strip()) for name, _, column in wanted]
    try:
        mapping = choose(made.choices, made.layout.names, pairs, vocabulary_of(made))
    except NotAMapping as refusal:
        raise BadInput(map=f"{refusal} Nothing was imported.") from None
    mapping = mapping.but(
        day_first=mapping.day_first and not wish.month_first,
        hide_personal=not wish.keep_personal,
        update=not wish.keep_existing,
        keeps=kinds_named(wish.keep),
    )
    actions.map_import(made, mapping, source=made.source, actor=actor)


def _numbers(done: Import) -> dict[str, object]:
    columns = [{"name": each.column, "outcome": each.outcome, "kept": each.kept} for each in losses(done)]
    return {
        "import": done.number,
        "as": done.target,
        "preset": done.preset,
        "state": done.state,
        **tallies(done),
        "reasons": done.reasons,
        "columns": columns,
    }


def _sentence(done: Import) -> str:
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in done.reasons.items())
    left_out = f"{done.left_out:,} left out" + (f" ({reasons})" if reasons else "")
    updated = f"{done.updated:,} brought up to date, " if done.updated else ""
    links = f" {done.linked:,} links made, {done.unlinked:,} missing." if done.linked or done.unlinked else ""
    stored = f"{done.stored:,} of {done.rows:,} rows stored, {updated}{done.already_here:,} already here"
    return f"Import {done.number}: {stored}, {left_out}.{links}"
