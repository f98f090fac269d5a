"""Sort a product's feedback into themes: what a run works out before anything is written.

Every costly part is kept in a file of the run, so that a process that is killed goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from allied.domains.themes import files, former, tallies
from allied.domains.themes.models import Run
from allied.domains.themes.moods import mood_of
from allied.kernel.embeddings.filling import embedder
from allied.kernel.jobs import Keep
from allied.kernel.nodes.bindings import Particulars, particulars_of
from allied.kernel.nodes.models import Node
from allied.synthesis import discovery, middles, neighbours, remarks, steering
from allied.synthesis.neighbours import Neighbours, Vectors
from allied.synthesis.reading import Reading, reading

BATCH: Final = 2_000
ROWS: Final = 8_192
READ, EMBEDDED, COMPARED = 0.02, 0.12, 0.7  # how far a run is then
RESULT: Final = "result.json"


@dataclass(frozen=True)
class Result:
    """What a run found, read back from its files."""

    facts: dict[str, Any]
    items: list[str]
    labels: Any
    nearness: Any
    centres: Any
    kinds: list[str]
    moods: list[str]


def items_of(product_id: int) -> list[str]:
    """The feedback that themes are made of, by id: all of the product that is neither set aside nor archived."""
    found = Node.objects.filter(product=product_id, kind="feedback", archived_at=None).filter(state="new")
    return list(found.order_by("pk").values_list("pk", flat=True))


def details_of(items: Sequence[str]) -> Iterator[Particulars]:
    """What is known of each, in their order; nothing but blanks of one that was erased meanwhile."""
    for part in batches(items):
        found = particulars_of("feedback", part)
        yield from (found.get(item, tallies.ERASED) for item in part)


def batches(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def sort(run: Run, keep: Keep) -> None:
    """Work a run out into its files. Done already: nothing to do."""
    place = files.folder(run.file_key)
    if (place / RESULT).exists():
        return
    items: list[str] = files.kept_json(place / "items.json", lambda: items_of(run.product_id))
    details = list(details_of(items))
    texts = reading([each.text for each in details])
    keep(int(READ * len(items)))
    vectors = _vectors(place, texts, keep)
    near = _neighbours(place, vectors, keep)
    _describe(run, place, items, details, texts, vectors, near, keep)


def result_of(run: Run) -> Result:
    place = files.folder(run.file_key)
    facts = json.loads((place / RESULT).read_text(encoding="utf-8"))
    arrays = {name: np.load(place / f"{name}.npy") for name in ("labels", "nearness", "centres")}
    items = json.loads((place / "items.json").read_text(encoding="utf-8"))
    return Result(facts, items, **arrays, kinds=facts.pop("kinds"), moods=facts.pop("moods"))


def _vectors(place: Path, texts: Reading, keep: Keep) -> Vectors:
    """Unit vectors of all texts, less what they have in common; that mean is kept for later feedback."""
    raw = files.kept_array(place / "raw.npy", lambda: _embedded(texts.texts, keep))
    mean = files.kept_array(place / "mean.npy", lambda: raw.mean(axis=0))
    return middles.centred(raw, mean)


def _embedded(texts: list[str], keep: Keep) -> Vectors:
    model, parts = embedder(), []
    for start in range(0, len(texts), BATCH):
        parts.append(model.embed(texts[start : start + BATCH]))
        keep(int(len(texts) * (READ + (EMBEDDED - READ) * start / len(texts))))
    return np.concatenate(parts)


def _neighbours(place: Path, vectors: Vectors, keep: Keep) -> Neighbours:
    count, n = neighbours.how_many(len(vectors)), len(vectors)
    parts = []
    for start in range(0, n, ROWS):
        at = place / f"near-{start}.npy"
        near = files.kept_array(place / f"places-{start}.npy", partial(_near, vectors, count, start, at))
        parts.append(Neighbours(near, np.load(at)))
        keep(int(n * (EMBEDDED + (COMPARED - EMBEDDED) * start / n)))
    return neighbours.joined(parts, count)


def _near(vectors: Vectors, count: int, start: int, to: Path) -> Any:
    found = neighbours.nearest(vectors, count, start=start, stop=start + ROWS)
    np.save(to, found.nearness)
    return found.places


def _describe(
    run: Run,
    place: Path,
    items: list[str],
    details: list[Particulars],
    texts: Reading,
    vectors: Vectors,
    near: Neighbours,
    keep: Keep,
) -> None:
    """Communities, fitted around what people decided; names, quotes and counts of each."""
    found = discovery.sort(vectors, near, run.granularity)
    keep(int(0.8 * len(items)))
    known = former.of(run, items)
    fitted = steering.fit(found.placed.labels, vectors, known.former, discovery.smallest(len(items)))
    middle, nearness = middles.around(vectors, fitted.labels)
    said = discovery.describe(texts.texts, vectors, fitted.labels, middle.centres, ignored=texts.addressed)
    keep(int(0.9 * len(items)))
    kinds = remarks.remarks([each.text for each in details])
    moods = [mood_of(each) for each in details]
    counted = tallies.tallies(fitted.labels.tolist(), details, kinds, moods)
    keep(int(0.95 * len(items)))
    for name, array in (("labels", fitted.labels), ("nearness", nearness), ("centres", middle.centres)):
        np.save(place / f"{name}.npy", array)
    facts = {
        "used": found.granularity,
        "suggested": found.suggested,
        "counts": list(found.counts),
        "agreement": found.agreement,
        "model": embedder().name,
        "addressed": sorted(texts.addressed),
        "filler": said.filler,
        "floors": middle.floors.tolist(),
        "names": former.names(said.names, fitted.was, known),
        "themes": [known.themes[fitted.was[at].before] if at in fitted.was else None for at in range(len(said.names))],
        "quotes": [[items[at] for at in quotes] for quotes in said.quotes],
        "tallies": counted,
        "months": tallies.months(details),
        "segment_months": tallies.segment_months(details),
        "kinds": kinds,
        "moods": moods,
    }
    files.kept_json(place / RESULT, lambda: facts)
