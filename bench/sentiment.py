"""How well sentiment is told: ``python -m bench.sentiment [--write]``.

On the 3,708 sentences of Amazon reviews that come with VADER (cjhutto/vaderSentiment, MIT), each rated by 20 people
from -4 to 4, where they lie beside the repository: negative up to -0.5, positive from 0.5, neutral between. Five folds
of neighboring sentences, so that a review never stands on both sides. Exits with 1 where VADER alone is not beaten.
Where the tweets of XLM-T lie there too, it is tried on what it was not fitted on; they are not used otherwise.
``--write`` fits all sentences and writes the weights that the product reads; the file holds 42 numbers and no text.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from allied.synthesis.english import is_english
from allied.synthesis.remarks import analyser, feeling
from allied.synthesis.sentiment import CLASSES, LEAST, UNCLEAR, WEIGHTS, signs
from bench.themes import DATA

REVIEWS = DATA.with_name("vader_amazonReviewSnippets.csv")
TWEETS = DATA.with_name("xlmt_sentiment_train.csv")
CUT, FOLDS, PENALTY = 0.5, 5, 0.006
MOOD = 0.05  # of VADER's compound: the threshold that its authors give


def macro_f1(truth: NDArray[np.int64], told: NDArray[np.int64]) -> float:
    """The mean of the F1 of each class."""
    table = np.bincount(truth * 3 + told, minlength=9).reshape(3, 3)
    return float(np.mean(2 * np.diag(table) / np.maximum(table.sum(axis=0) + table.sum(axis=1), 1)))


def vader(texts: Sequence[str]) -> NDArray[np.int64]:
    moods = np.array([feeling(text) for text in texts])
    return np.where(moods >= MOOD, 2, np.where(moods <= -MOOD, 0, 1))


def fitted(rows: NDArray[np.float64], truth: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights (signs + 1, classes), the bias last: a softmax with a ridge, each class counting the same."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    given = (rows - middle) / spread
    n, d = given.shape
    wanted, share = np.eye(3)[truth], np.bincount(truth, minlength=3) / n
    each = (1 / share)[truth] / 3

    def loss(flat: NDArray[np.float64]) -> Any:
        weights = flat.reshape(d + 1, 3)
        chances = softmax(given @ weights[:-1] + weights[-1])
        off = (chances - wanted) * each[:, None]
        value = -(np.log(chances[range(n), truth]) * each).mean() + PENALTY * (weights[:-1] ** 2).sum()
        return value, np.vstack([given.T @ off / n + 2 * PENALTY * weights[:-1], off.mean(axis=0)]).ravel()

    found = minimize(loss, np.zeros((d + 1) * 3), jac=True, method="L-BFGS-B").x.reshape(d + 1, 3)
    weights = found[:-1] / spread[:, None]
    return np.vstack([weights, found[-1] - middle @ weights])


def softmax(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(totals - totals.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_validated(rows: NDArray[np.float64], truth: NDArray[np.int64]) -> NDArray[np.float64]:
    folds = np.arange(len(truth)) * FOLDS // len(truth)
    found = np.zeros((len(truth), 3))
    for fold in range(FOLDS):
        weights = fitted(rows[folds != fold], truth[folds != fold])
        found[folds == fold] = softmax(rows[folds == fold] @ weights[:-1] + weights[-1])
    return found


def write(weights: NDArray[np.float64], agreement: Sequence[float]) -> None:
    kept = {
        name: {
            "bias": round(float(weights[-1, at]), 4),
            "weights": [round(float(w), 4) for w in weights[:-1, at]],
            "agreement": round(agreement[at], 2),
        }
        for at, name in enumerate(CLASSES)
    }
    WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"Written: {WEIGHTS.name}, {WEIGHTS.stat().st_size} bytes.")


def elsewhere() -> None:
    """On tweets, by the weights of the product; and how many of other languages it takes for English."""
    tweets = list(csv.DictReader(TWEETS.open(encoding="utf-8")))
    english = [row for row in tweets if row["lang"] == "english"]
    truth = np.array([CLASSES.index(row["label"]) for row in english])
    texts = [row["text"] for row in english]
    told = np.array([_likeliest(text) for text in texts])
    ours, theirs = macro_f1(truth, told), macro_f1(truth, vader(texts))
    print(f"{len(texts):,} English tweets: macro-F1 {ours:.3f}, VADER {theirs:.3f}")
    for language in sorted({row["lang"] for row in tweets}):
        own = [row["text"] for row in tweets if row["lang"] == language]
        taken = sum(is_english(text, known=analyser().lexicon) for text in own) / len(own)
        print(f"  {language}: {100 * taken:.1f}% taken for English")


def _likeliest(text: str) -> int:
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    found = signs(text)
    return int(np.argmax([kept[name]["bias"] + float(np.dot(kept[name]["weights"], found)) for name in CLASSES]))


def main() -> int:
    if not REVIEWS.exists():
        print(f"{REVIEWS.name} does not lie beside the repository: sentiment is not measured.")
        return 0
    reviews = list(csv.DictReader(REVIEWS.open(encoding="utf-8")))
    texts, ratings = [row["text"] for row in reviews], np.array([float(row["mean_rating"]) for row in reviews])
    truth = np.where(ratings <= -CUT, 0, np.where(ratings >= CUT, 2, 1)).astype(np.int64)
    rows = np.array([signs(text) for text in texts])
    chances = cross_validated(rows, truth)
    told, sure = chances.argmax(axis=1), chances.max(axis=1) >= LEAST
    ours, theirs = macro_f1(truth, told), macro_f1(truth, vader(texts))
    print(f"{len(texts):,} sentences, {FOLDS} folds: macro-F1 {ours:.3f}, VADER {theirs:.3f}")
    agree = 100 * (told == truth)[sure].mean()
    print(f"{UNCLEAR}: {100 * (1 - sure.mean()):.0f}%; of the others {agree:.0f}% agree with people")
    agreement = []
    for at, name in enumerate(CLASSES):
        own = truth[sure & (told == at)]
        agreement.append(float((own == at).mean()))
        print(f"  of {len(own)} called {name}, people call {100 * agreement[at]:.0f}% so")
    if "--write" in sys.argv:
        write(fitted(rows, truth), agreement)
    for low in (0.5, 0.6, 0.7, 0.8, 0.9):
        within = (chances.max(axis=1) >= low) & (chances.max(axis=1) < low + 0.1)
        print(f"  chance from {low:.1f}: {100 * (told == truth)[within].mean():.0f}% of {within.sum()} agree")
    if TWEETS.exists():
        elsewhere()
    is_met = ours > theirs
    print(
        f"{'ok    ' if is_met else 'MISSED'} {'sentiment, macro-F1 over that of VADER':<52} {ours - theirs:>9.3f}  > 0"
    )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
