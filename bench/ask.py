"""How good and how quick Ask is: ``python -m bench.ask``. Exits with 1 when a goal is missed.

First hit on XQuAD (English; deepmind/xquad, CC BY-SA 4.0): each of 1,190 questions has one right paragraph of 240.
Beside it stands full text alone, as a search box gives it for a typed question (every word must occur) and at its
best (any word may occur, ranked by BM25); docs/adr/0010 says why both. Then recall of the vector stage against exact
search, and how long Ask and Search take in a workspace of 100,000 notes made of pairs of sentences of banking77
(PolyAI, CC BY 4.0).
"""

from __future__ import annotations

import csv
import json
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
NOTES, BATCH, SEED = 100_000, 2_000, 11
RATIO, RECALL, P95_MS = 1.2, 0.98, 100.0
Pick = Callable[[str], int | None]


def main() -> int:
    if not (DATA / "xquad.en.json").exists():
        print(f"\nAsk: left out, since {DATA} is not there.")
        return 0
    with tempfile.TemporaryDirectory(prefix="allied-bench-") as home:
        os.environ.setdefault("ALLIED_HOME", home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allied.settings")
        import django  # noqa: PLC0415

        django.setup()
        held = [_quality(), _refusals(), _speed()]
    return 0 if all(held) else 1


def _row(what: str, figure: str, goal: str, is_met: bool) -> bool:
    print(f"{what:<52} {figure:<44} {goal:<12} {'met' if is_met else 'MISSED'}", flush=True)
    return is_met


def _xquad() -> tuple[list[str], list[tuple[str, int]]]:
    texts: list[str] = []
    asked: list[tuple[str, int]] = []
    for article in json.loads((DATA / "xquad.en.json").read_text())["data"]:
        for paragraph in article["paragraphs"]:
            asked += [(each["question"], len(texts)) for each in paragraph["qas"]]
            texts.append(paragraph["context"])
    return texts, asked


def _known(texts: list[str]) -> Any:
    """The array that the product searches, of these texts."""
    from allied.kernel.embeddings.arrays import Version, _array  # noqa: PLC0415
    from allied.kernel.embeddings.filling import embedder  # noqa: PLC0415
    from allied.synthesis.terms import terms  # noqa: PLC0415

    vectors = embedder().embed(texts).astype("float16")
    rows = [
        (str(at), "feedback", 1, vector.tobytes(), terms(text).tobytes())
        for at, (vector, text) in enumerate(zip(vectors, texts, strict=True))
    ]
    return _array(rows, Version())


def _best(texts: list[str], known: Any) -> Callable[[str], tuple[int, float]]:
    """Ask, as the product does it: candidates by words and by meaning, then the most relevant, with its score."""
    from allied.kernel.embeddings.filling import embedder  # noqa: PLC0415
    from allied.kernel.embeddings.retrieval import CANDIDATES, Asked, _candidates  # noqa: PLC0415
    from allied.synthesis.relevance import Question  # noqa: PLC0415

    def best(asked: str) -> tuple[int, float]:
        question = Question(asked, embedder(), known.postings.rarity)
        found = [int(pk) for pk in _candidates(Asked(asked, known, question), known.among(), CANDIDATES)]
        scores = [each.score for each in question.relevance([texts[at] for at in found])]
        at = int(np.argmax(scores))
        return found[at], scores[at]

    return best


def _full_text(texts: list[str], joined: str, *, content_only: bool = False) -> Pick:
    """SQLite's FTS5 with its own ranking (BM25)."""
    from allied.synthesis.terms import content_words, words  # noqa: PLC0415

    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61')")
    base.executemany("INSERT INTO t(rowid, body) VALUES (?, ?)", enumerate(texts))

    def first(asked: str) -> int | None:
        wanted = joined.join(f'"{word}"' for word in (content_words if content_only else words)(asked))
        found = base.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 1", (wanted,)).fetchone()
        return found[0] if found else None

    return first


def _share(asked: list[tuple[str, int]], first: Pick) -> float:
    return float(np.mean([first(question) == right for question, right in asked]))


def _said(share: float, n: int) -> str:
    """A share with its 95 % interval (Wilson 1927)."""
    z = 1.959964
    middle, half = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return f"{share:.3f} ({(middle - half) / (1 + z * z / n):.3f}–{(middle + half) / (1 + z * z / n):.3f}, n = {n:,})"


def _quality() -> bool:
    texts, asked = _xquad()
    best = _best(texts, _known(texts))
    ours = _share(asked, lambda question: best(question)[0])
    every = _share(asked, _full_text(texts, " AND "))
    content = _share(asked, _full_text(texts, " AND ", content_only=True))
    anyhow = _share(asked, _full_text(texts, " OR "))
    n = len(asked)
    print(f"\nAsk, first hit on XQuAD (en), load {_load()}")
    print(f"{'full text, every word of the question':<52} {_said(every, n)}")
    print(f"{'full text, every word but the framing ones':<52} {_said(content, n)}")
    print(f"{'full text, any word, best by BM25':<52} {_said(anyhow, n)}")
    held = _row("Ask", _said(ours, n), f"> {anyhow:.3f}", ours > anyhow)
    held &= _row(
        "over full text, every word but the framing ones",
        f"{ours / content:.2f} ×",
        f">= {RATIO}",
        ours >= RATIO * content,
    )
    print(f"{'over full text, any word':<52} {ours / anyhow:.3f} ×; a faultless one would have {1 / anyhow:.3f} ×")
    return held


def _refusals() -> bool:
    """Questions about something else find nothing; questions about the collection find something."""
    from allied.synthesis.relevance import ENOUGH  # noqa: PLC0415

    texts, asked = _xquad()
    best, chance = _best(texts, _known(texts)), random.Random(SEED)
    ours = [best(question)[1] >= ENOUGH for question, _ in chance.sample(asked, 300)]
    others = [best(text)[1] >= ENOUGH for text in chance.sample(_banking(), 300)]
    print(f"{'answered, of questions about the collection':<52} {_said(float(np.mean(ours)), 300)}")
    print(f"{'answered, of questions about banking':<52} {_said(float(np.mean(others)), 300)}")
    return True


def _banking() -> list[str]:
    with (DATA / "banking77.csv").open(newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def _notes() -> list[str]:
    chance, known = random.Random(SEED), _banking()
    return [" ".join(chance.sample(known, 2)) for _ in range(NOTES)]


def _speed() -> bool:
    from django.core.management import call_command  # noqa: PLC0415

    from allied.flows.asking.answers import ask  # noqa: PLC0415
    from allied.flows.asking.search import search  # noqa: PLC0415
    from allied.kernel.embeddings.arrays import array  # noqa: PLC0415
    from allied.kernel.embeddings.filling import fill  # noqa: PLC0415
    from bench.pages import Row, times  # noqa: PLC0415
    from bench.world import World, _feedback, _people, create_many, index_many  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    world: World = _people()
    chance, texts, began = random.Random(SEED), _notes(), perf_counter()
    for start in range(0, NOTES, BATCH):
        part = texts[start : start + BATCH]
        nodes = create_many("feedback", titles=[text[:100] for text in part], actor=world.member, product=world.product)
        _feedback(chance, world, nodes, part)
        index_many((node, (text,)) for node, text in zip(nodes, part, strict=True))
    made = perf_counter() - began
    fill(world.workspace)
    print(f"\n{NOTES:,} notes made in {made:.0f} s, vectors in {perf_counter() - began - made:.0f} s, load {_load()}")
    asked = [" ".join(text.split()[:12]) for text in chance.sample(_banking(), 60)]
    held = _recall(array(world.workspace.pk), asked)
    for what, work in (("Ask", ask), ("Search", search)):
        found = Row(f"{what}, of {NOTES:,} notes", times(lambda turn, work=work: work(asked[turn], actor=world.member)))  # type: ignore[misc]
        print(found.line(), f"load {_load()}", flush=True)
        held &= found.p95 <= P95_MS
    return held


def _recall(known: Any, asked: list[str]) -> bool:
    """The ten that the product's vector stage finds, among the ten that comparing with all finds."""
    from allied.kernel.embeddings.filling import embedder  # noqa: PLC0415

    rows, found = known.index.rows.astype(np.float32), []
    for vector in embedder().embed(asked):
        exact = set(np.argsort(-(rows @ vector), kind="stable")[:10].tolist())
        found.append(len(exact & set(known.index.search(vector, 10).places.tolist())) / 10)
    share = float(np.mean(found))
    return _row(
        "recall@10 of the vector stage", f"{share:.3f} (n = {len(asked)} questions)", f">= {RECALL}", share >= RECALL
    )


def _load() -> str:
    from bench.pages import load  # noqa: PLC0415

    return load()


if __name__ == "__main__":
    sys.exit(main())
