"""How well what came in twice is found: ``python -m bench.duplicates``.

500 texts of the test split of banking77 (PolyAI, CC BY 4.0), where it lies beside the repository, each changed by
``bench.perturbations``. Each stands against the text that it was, and against the likeliest other one: a wrong
proposal at its most tempting. Best F1 over all thresholds. The rule was fitted on the training split, with other seeds.
"""

from __future__ import annotations

import csv
import sys

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.likeness import Corpus
from bench.perturbations import perturbed
from bench.themes import DATA

COUNT, SEEDS, GOAL = 500, (7, 11, 12), 0.88


def best_f1(same: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float]:
    """The best F1 of telling ``same`` from ``other`` by one threshold, and that threshold."""
    found = (0.0, 0.0)
    for threshold in np.unique(np.concatenate([same, other])):
        hits, false = int((same >= threshold).sum()), int((other >= threshold).sum())
        found = max(found, (2 * hits / (hits + false + len(same)), float(threshold)))
    return found


def measure(texts: list[str], seed: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Best F1 and threshold of the rule, and of runs of letters alone."""
    corpus = Corpus(texts)
    rule, letters = [], []
    for place, changed in perturbed(texts, COUNT, seed=seed):
        chances = {each.place: each.chance for each in corpus.alike(changed)}
        rule.append((chances.pop(place, 0.0), max(chances.values(), default=0.0)))
        cosines = corpus.letters(changed)
        own, cosines[place] = float(cosines[place]), 0.0
        letters.append((own, float(cosines.max())))
    return best_f1(*np.array(rule).T), best_f1(*np.array(letters).T)


def main() -> int:
    if not DATA.exists():
        print(f"{DATA.name} does not lie beside the repository: finding duplicates is not measured.")
        return 0
    rows = list(csv.DictReader(DATA.open(encoding="utf-8")))
    texts = [row["text"] for row in rows if row["split"] == "test"]
    found = []
    for seed in SEEDS:
        (ours, threshold), (plain, _) = measure(texts, seed)
        print(f"seed {seed}: best F1 {ours:.3f} at a chance of {threshold:.2f}; by runs of letters alone {plain:.3f}")
        found.append(ours)
    mean = sum(found) / len(found)
    kept = mean >= GOAL
    print(
        f"{'ok    ' if kept else 'MISSED'} {'likely duplicates, best F1, mean of 3 seeds':<52} {mean:>9.3f}  >= {GOAL}"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
