"""How good and how quick themes are: ``python -m bench.themes [--large]``.

Quality on the test split of banking77 (PolyAI, CC BY 4.0), where it lies beside the repository; speed on the whole
set, and with ``--large`` on 100,000 noisy copies. Nothing was tuned on what is reported: the rule for granularity knows
no labels. Exits with 1 when a goal is missed. BERTopic is set beside it where it is installed.
"""

import csv
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import gammaln

from allied.synthesis import discovery, embedder, middles, neighbours
from allied.synthesis.discovery import Described, Sorted
from allied.synthesis.reading import reading
from allied.synthesis.wording import stem, tokens

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "banking77.csv"
LARGE = 100_000


@dataclass(frozen=True)
class Standing:
    """What a run leaves behind that later texts are compared with."""

    found: Sorted
    mean: NDArray[np.float32]
    addressed: frozenset[str]


def themes_of(texts: Sequence[str]) -> tuple[Standing, Described]:
    """Texts to named themes: the whole way."""
    read = reading(texts)
    raw = embedder.load().embed(read.texts)
    mean = raw.mean(axis=0)
    vectors = middles.centred(raw, mean)
    found = discovery.sort(vectors, neighbours.nearest(vectors, neighbours.how_many(len(vectors))))
    said = discovery.describe(read.texts, vectors, found.placed.labels, found.middles.centres, ignored=read.addressed)
    return Standing(found, mean, frozenset(read.addressed)), said


def joined(texts: Sequence[str], standing: Standing) -> NDArray[np.int64]:
    """The themes that new texts join, without another run."""
    read = reading(texts, addressed=standing.addressed)
    vectors = middles.centred(embedder.load().embed(read.texts), standing.mean)
    return middles.join(vectors, standing.found.middles).labels


def joining(rows: Sequence[dict[str, str]]) -> list[tuple[str, float, str, float]]:
    """New texts into the themes of texts that were there: how quick, how many, and whether where their like are."""
    known = [row for row in rows if row["split"] == "train"]
    new = [row for row in rows if row["split"] == "test"]
    standing, _ = themes_of([row["text"] for row in known])
    home = _homes(known, standing.found.placed.labels)
    began = perf_counter()
    joined([row["text"] for row in new[:100]], standing)
    seconds = perf_counter() - began
    labels = joined([row["text"] for row in new], standing)
    placed = [(home[row["label"]], label) for row, label in zip(new, labels.tolist(), strict=True) if label >= 0]
    alike = sum(label in homes for homes, label in placed) / len(placed)
    print(
        f"{len(new):,} new texts: {len(placed) / len(new):.3f} join a theme, {alike:.3f} of these one of their label's"
    )
    return [("100 new texts join, s", seconds, "<=", 2)]


def _homes(rows: Sequence[dict[str, str]], labels: NDArray[np.int64]) -> dict[str, set[int]]:
    """By label the themes in which at least a tenth of its texts stand."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for row, label in zip(rows, labels.tolist(), strict=True):
        found[row["label"]][label] += 1
    return {
        name: {theme for theme, count in counts.items() if theme >= 0 and count >= 0.1 * counts.total()}
        for name, counts in found.items()
    }


def adjusted_mutual_information(a: NDArray[np.int64], b: NDArray[np.int64]) -> float:
    """Agreement of two groupings beyond chance, arithmetic mean (Vinh, Epps and Bailey 2010)."""
    n, table = len(a), np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    full = table[table > 0]
    chance = np.outer(rows, columns)[table > 0]
    shared = float((full / n * np.log(n * full / chance)).sum())
    expected = sum(_expected(n, int(row), int(column)) for row in rows for column in columns)
    mean = (_entropy(rows / n) + _entropy(columns / n)) / 2
    return (shared - expected) / (mean - expected)


def _expected(n: int, row: int, column: int) -> float:
    cells = np.arange(max(1, row + column - n), min(row, column) + 1)
    logs = gammaln([row + 1, column + 1, n - row + 1, n - column + 1]).sum() - gammaln(n + 1)
    ways = gammaln(cells + 1) + gammaln(row - cells + 1) + gammaln(column - cells + 1)
    ways = ways + gammaln(n - row - column + cells + 1)
    return float((cells / n * np.log(n * cells / (row * column)) * np.exp(logs - ways)).sum())


def _entropy(shares: NDArray[np.float64]) -> float:
    kept = shares[shares > 0]
    return float(-(kept * np.log(kept)).sum())


def tfidf_k_means(texts: Sequence[str], k: int) -> NDArray[np.int64]:
    """The yardstick: TF-IDF of words and k-means that is told the true number of groups; the best of 5 starts."""
    holds = _words(texts)
    starts = [_k_means(holds, k, seed) for seed in range(5)]
    return min(starts, key=lambda each: each[1])[0]


def _words(texts: Sequence[str]) -> csr_matrix:
    known: dict[str, int] = {}
    cells = [(at, known.setdefault(word.lower(), len(known))) for at, text in enumerate(texts) for word in tokens(text)]
    places = np.array(cells)
    counts = csr_matrix((np.ones(len(cells)), (places[:, 0], places[:, 1])), shape=(len(texts), len(known)))
    weights = np.log((1 + len(texts)) / (1 + np.bincount(counts.indices, minlength=len(known)))) + 1
    found = counts.multiply(weights).tocsr()
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return csr_matrix(found.multiply(1 / np.maximum(lengths, 1e-9)[:, None]))


def _k_means(rows: csr_matrix, k: int, seed: int) -> tuple[NDArray[np.int64], float]:
    random = np.random.default_rng(seed)
    centers = rows[random.choice(rows.shape[0], k, replace=False)].toarray()
    for _ in range(60):
        far = (centers**2).sum(axis=1)[None, :] - 2 * (rows @ centers.T)
        labels = far.argmin(axis=1)
        belongs = csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(k, len(labels)))
        sizes = np.maximum(np.bincount(labels, minlength=k), 1)
        moved = np.asarray((belongs @ rows).todense()) / sizes[:, None]
        if np.allclose(moved, centers):
            break
        centers = moved
    return labels.astype(np.int64), float(far.min(axis=1).sum())


def named_well(said: Described, labels: NDArray[np.int64], truth: Sequence[str]) -> float:
    """The share of themes whose name has a word stem of the label that most of its texts have."""
    hits = 0
    for theme, name in enumerate(said.names):
        own = [truth[at] for at in np.flatnonzero(labels == theme)]
        most = max(set(own), key=own.count)
        hits += bool({stem(word) for word in tokens(name)} & {stem(word) for word in most.replace("_", " ").split()})
    return hits / len(said.names)


def quality(rows: Sequence[dict[str, str]]) -> list[tuple[str, float, str, float]]:
    texts, truth = [row["text"] for row in rows], [row["label"] for row in rows]
    gold = np.unique(truth, return_inverse=True)[1].astype(np.int64)
    standing, said = themes_of(texts)
    labels = standing.found.placed.labels
    ours = adjusted_mutual_information(gold, labels + 1)
    yardstick = adjusted_mutual_information(gold, tfidf_k_means(texts, int(gold.max()) + 1))
    print(f"{len(said.names)} themes of {len(texts):,} texts; TF-IDF + k-means told true k: AMI {yardstick:.3f}")
    return [
        ("AMI, not themed counted as they are", ours, ">=", 0.70),
        ("AMI, times TF-IDF + k-means told k", ours / yardstick, ">=", 1.45),
        ("not themed, share", float((labels < 0).mean()), "<=", 0.10),
        ("names that share a stem with the label", named_well(said, labels, truth), ">=", 0.85),
    ]


def speed(texts: Sequence[str], limit: float) -> tuple[str, float, str, float]:
    began = perf_counter()
    _, said = themes_of(texts)
    return (f"{len(texts):,} texts to {len(said.names)} named themes, s", perf_counter() - began, "<=", limit)


def noisy_copies(texts: Sequence[str], count: int) -> list[str]:
    """Copies with a word dropped here and a word of another text put in there."""
    random = np.random.default_rng(7)
    words = [text.split() for text in texts]
    made = []
    for at in range(count):
        own, other = list(words[at % len(words)]), words[int(random.integers(len(words)))]
        own.insert(int(random.integers(len(own) + 1)), other[int(random.integers(len(other)))])
        own.pop(int(random.integers(len(own))))
        made.append(" ".join(own))
    return made


def peers(texts: Sequence[str], gold: NDArray[np.int64]) -> None:
    """BERTopic on the same vectors, where it is installed."""
    try:
        from bertopic import BERTopic  # noqa: PLC0415  optional
    except ImportError:
        print("BERTopic is not installed here; it is left out.")
        return
    found, _ = BERTopic().fit_transform(list(texts), embeddings=embedder.load().embed(texts))
    print(f"BERTopic on the same vectors: AMI {adjusted_mutual_information(gold, np.array(found) + 1):.3f}")


def main() -> int:
    if not DATA.exists():
        print(f"{DATA.name} does not lie beside the repository: the quality of themes is not measured.")
        return 0
    rows = list(csv.DictReader(DATA.open(encoding="utf-8")))
    test = [row for row in rows if row["split"] == "test"]
    measures = [*quality(test), *joining(rows), speed([row["text"] for row in rows], 20)]
    peers([row["text"] for row in test], np.unique([row["label"] for row in test], return_inverse=True)[1])
    if "--large" in sys.argv:
        measures.append(speed(noisy_copies([row["text"] for row in rows], LARGE), 300))
        measures.append(("memory at most, GB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, "<=", 2))
    keeps: dict[str, Callable[[float, float], bool]] = {">=": float.__ge__, "<=": float.__le__}
    missed = 0
    for what, value, sign, limit in measures:
        kept = keeps[sign](float(value), float(limit))
        missed += not kept
        print(f"{'ok    ' if kept else 'MISSED'} {what:<52} {value:>9.3f}  {sign} {limit}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
