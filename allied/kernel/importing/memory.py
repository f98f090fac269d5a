"""What was decided about the columns of a source is remembered: the next file from there is mapped alike."""

from __future__ import annotations

from dataclasses import replace

from allied.kernel.importing.models import Import
from allied.kernel.importing.reading import SEGMENT, SOURCE_ID, Guess, Mapping, Sure, Use, Vocabulary
from allied.kernel.words import _

LOOKED_AT = 50


def remembered(imported: Import) -> Import | None:
    """The newest import of the same kind that was run and had this source, or else all of these columns."""
    ran = Import.objects.filter(workspace_id=imported.workspace_id, target=imported.target, started_at__isnull=False)
    names = imported.layout.names
    found = list(ran.order_by("-number")[:LOOKED_AT])
    of_source = [each for each in found if each.source == imported.source and set(each.layout.names) & set(names)]
    alike = [each for each in found if set(each.layout.names) == set(names)]
    return next(iter([*of_source, *alike]), None)


def apply(
    earlier: Import, imported: Import, guessed: tuple[Mapping, list[Guess]], vocabulary: Vocabulary
) -> tuple[Mapping, list[Guess]]:
    """What was guessed, with each column that the earlier import had as it was used there."""
    mapping, guesses = guessed
    uses = dict(zip(earlier.layout.names, earlier.choices.uses, strict=True))
    known = {name: use for name, use in uses.items() if use.meaning in vocabulary.labels}
    taken = {known[name].meaning for name in imported.layout.names if name in known}
    made = [
        _guess(name, known.get(name), guess, taken, earlier, vocabulary)
        for name, guess in zip(imported.layout.names, guesses, strict=True)
    ]
    before = earlier.choices
    kept = replace(mapping, hide_personal=before.hide_personal, keeps=before.keeps, update=before.update)
    return replace(kept, uses=tuple(each.use for each in made)), made


def _guess(name: str, use: Use | None, guess: Guess, taken: set[str], earlier: Import, vocabulary: Vocabulary) -> Guess:
    if use is not None and (use != guess.use or use.meaning in {SEGMENT, SOURCE_ID}):
        return Guess(use, Sure.SURE, _("As in import %(number)s.", number=earlier.number))
    if use is None and vocabulary.is_single(guess.use.meaning) and guess.use.meaning in taken:
        return Guess(Use("raw"), Sure.CHECK, _("New since import %(number)s.", number=earlier.number))
    return guess
