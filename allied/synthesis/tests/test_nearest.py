import numpy as np
import pytest

from allied.synthesis import nearest
from allied.synthesis.nearest import Index


def unit_rows(count, seed=3, dimensions=256):
    found = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_few_rows_are_ranked_exactly():
    rows = unit_rows(50)

    found = Index(rows).search(rows[7], 3)

    assert found.places[0] == 7
    assert found.scores[0] == pytest.approx(1, abs=1e-5)
    assert list(found.places) == list(np.argsort(-(rows @ rows[7]))[:3])


def test_many_rows_lose_hardly_any_of_the_ten_nearest():
    rows = unit_rows(20_000)
    queries = rows[:50] + 0.03 * np.random.default_rng(5).normal(size=(50, 256)).astype(np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    index = Index(rows.astype(np.float16))

    kept = [len(set(index.search(q, 10).places) & set(np.argsort(-(rows @ q))[:10])) for q in queries]

    assert np.mean(kept) / 10 > 0.7  # random rows have no neighbors; those of texts do, see bench/ask.py
    assert all(index.search(q, 1).places[0] == at for at, q in enumerate(queries))


def test_only_allowed_rows_are_answered(monkeypatch):
    monkeypatch.setattr(nearest, "CANDIDATES", 10)
    rows = unit_rows(100)
    allowed = np.zeros(100, dtype=bool)
    allowed[40:90] = True

    found = Index(rows).search(rows[7], 5, among=allowed)

    assert len(found.places) == 5
    assert all(40 <= place < 90 for place in found.places)


def test_nothing_is_nearest_among_nothing():
    assert len(Index(np.zeros((0, 256), dtype=np.float32)).search(unit_rows(1)[0], 5).places) == 0
