"""Count themes anew after people moved feedback between them."""

from __future__ import annotations

from collections.abc import Sequence

from allied.domains.themes import tallies
from allied.domains.themes.models import Finding, Place, Run, Theme
from allied.kernel.nodes.bindings import Particulars, particulars_of

BATCH = 2_000
QUOTES = 5


def recount(run: Run, themes: Sequence[Theme]) -> None:
    """Bring the findings of these themes up to date: counts, and quotes that are still theirs."""
    for theme in themes:
        places = list(
            Place.objects.filter(run=run, theme=theme).order_by("-nearness").values_list("item", "kind", "sentiment")
        )
        details = _details([item for item, *_ in places])
        kinds, moods = [kind for _, kind, _ in places], [mood for *_, mood in places]
        tally = tallies.tally([details[item] for item, *_ in places], kinds, moods)
        finding = _finding(run, theme)
        here = set(details)
        quotes = [item for item in finding.quotes if item in here]
        more = [item for item, *_ in places[: 2 * QUOTES] if item not in quotes]
        finding.quotes = [*quotes, *more][:QUOTES]
        finding.size, finding.people, finding.tally = tally["size"], tally["people"], tally
        finding.save()


def _finding(run: Run, theme: Theme) -> Finding:
    """The theme in this run; one that it did not find takes over its middle from the run before."""
    found = Finding.objects.filter(run=run, theme=theme).first()
    if found is None:
        found = Finding.objects.filter(theme=theme).order_by("-run__number").first()
        assert found is not None  # noqa: S101  a theme comes into being with a finding
        found.pk, found.run, found._state.adding = None, run, True
    return found


def _details(items: Sequence[str]) -> dict[str, Particulars]:
    found = dict.fromkeys(items, tallies.ERASED)
    for start in range(0, len(items), BATCH):
        found |= particulars_of("feedback", items[start : start + BATCH])
    return found
