"""Names for themes: the phrase that most of a theme's texts hold and few of the others do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.communities import Labels
from allied.synthesis.phrases import Phrases

BY_LENGTH: Final = np.array([1.0, 1.25, 1.3])  # two words say more than one
OF_A_NAME: Final = 0.6  # of a place or a person that fewer than RARE of a theme's texts mention
RARE: Final = 0.4
FILLER_SHARE: Final = 0.01  # a word is filler only if that many of all texts hold it,
FILLER_BITS: Final = 0.12  # and if it says less than this about the theme
CANDIDATES: Final = 12
UNNAMED: Final = "Theme without a common word"


@dataclass(frozen=True)
class Names:
    """One name a theme, and the words that tell the themes of these texts apart too badly to name one."""

    of_themes: list[str]
    filler: list[str]


def names(phrases: Phrases, labels: Labels) -> Names:
    """Name every theme; ``labels`` run from 0, -1 stands for no theme. Names differ from each other."""
    counts, sizes = _counts(phrases, labels)
    totals = np.asarray(phrases.holds.sum(axis=0)).ravel()
    filler = _filler(phrases, counts, sizes, totals)
    lengths = np.array([len(key) for key in phrases.keys], dtype=np.int64)
    edges = {phrases.keys[place][0] for place in filler}
    is_open = np.array([key[0] not in edges and key[-1] not in edges for key in phrases.keys], dtype=bool)
    ranked = [_ranked(theme, counts, sizes, totals, phrases.is_name, lengths, is_open) for theme in range(len(sizes))]
    return Names(_distinct(ranked, phrases), [phrases.shown[place] for place in filler])


def _counts(phrases: Phrases, labels: Labels) -> tuple[Any, NDArray[np.float64]]:
    """In how many texts of each theme a phrase stands: a sparse matrix (themes, phrases); and the themes' sizes."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy

    themed = np.flatnonzero(labels >= 0)
    themes = int(labels.max(initial=-1)) + 1
    belongs = csr_matrix((np.ones(len(themed)), (labels[themed], themed)), shape=(themes, len(labels)))
    return (belongs @ phrases.holds).tocsr(), np.bincount(labels[themed], minlength=themes).astype(np.float64)


def _filler(phrases: Phrases, counts: Any, sizes: NDArray[Any], totals: NDArray[Any]) -> list[int]:
    """Single words that stand everywhere alike: little is known of the theme once the word is known."""
    if len(sizes) < 3:
        return []
    common = np.flatnonzero(totals >= max(20, FILLER_SHARE * phrases.holds.shape[0])).tolist()
    single = [place for place in common if len(phrases.keys[place]) == 1]
    columns = counts.tocsc()
    prior = sizes / sizes.sum()
    return [place for place in single if _bits(columns[:, place], prior) < FILLER_BITS * np.log2(len(sizes))]


def _bits(column: Any, prior: NDArray[np.float64]) -> float:
    """What the word tells of the theme, in bits: the divergence of the themes that hold it from all themes."""
    share = column.data / column.data.sum()
    return float((share * np.log2(share / prior[column.indices])).sum())


def _ranked(
    theme: int,
    counts: Any,
    sizes: NDArray[Any],
    totals: NDArray[Any],
    is_name: NDArray[np.bool_],
    lengths: NDArray[np.int64],
    is_open: NDArray[np.bool_],
) -> list[int]:
    """The phrases of one theme, best first: root of the share that holds it, times how much rarer it is elsewhere."""
    row = counts[theme]
    places = row.indices[is_open[row.indices]]
    within = row.data[is_open[row.indices]]
    outside = (totals[places] - within + 0.5) / (sizes.sum() - sizes[theme] + 1)
    share = within / sizes[theme]
    worth = np.sqrt(share) * np.log((within + 0.5) / (sizes[theme] + 1) / outside) * BY_LENGTH[lengths[places] - 1]
    worth *= np.where(is_name[places] & (share < RARE), OF_A_NAME, 1.0)
    worth[within < min(2, sizes[theme])] = 0
    best = np.lexsort((places, -worth))[:CANDIDATES]
    return [int(places[place]) for place in best if worth[place] > 0]


def _distinct(ranked: list[list[int]], phrases: Phrases) -> list[str]:
    """The best phrase of each theme and the next that shares no word with it; no name is given twice."""
    taken: set[str] = set()
    found: list[str] = []
    for places in ranked:
        offers = [*_pairs(places, phrases), f"{UNNAMED} {len(found) + 1}"]
        name = next(offer for offer in offers if offer.lower() not in taken)
        taken.add(name.lower())
        found.append(name[:1].upper() + name[1:])
    return found


def _pairs(places: list[int], phrases: Phrases) -> Iterator[str]:
    for first in places:
        apart = [other for other in places if not set(phrases.keys[other]) & set(phrases.keys[first])]
        yield from (f"{phrases.shown[first]}, {phrases.shown[other]}" for other in apart)
        yield phrases.shown[first]
