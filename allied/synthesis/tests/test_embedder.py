from pathlib import Path

import numpy as np
import pytest

from allied.synthesis import embedder
from allied.synthesis.embedder import load
from allied.synthesis.missing import NoEmbedder

TEXTS = [
    "My card has not arrived yet",
    "Where is the bank card that I ordered?",
    "The weather is mild in May",
    "",
    "  ",
]


def test_rows_are_unit_vectors_and_a_text_without_words_is_zeros():
    found = load().embed(TEXTS)

    assert found.shape == (5, load().dimensions)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1)[:3] == pytest.approx(1, abs=1e-5)
    assert not found[3].any()
    assert load().embed([]).shape == (0, load().dimensions)


def test_texts_that_mean_the_same_are_nearer_than_others():
    card, order, weather = load().embed(TEXTS[:3])

    assert card @ order > card @ weather + 0.2


def test_rows_are_those_of_the_library_whose_weights_they_are():
    library = pytest.importorskip("wordllama")
    theirs = library.WordLlama.load(cache_dir=Path(library.__file__).parent, disable_download=True, dim=256)

    assert load().embed(TEXTS[:3]) == pytest.approx(theirs.embed(TEXTS[:3], norm=True), abs=1e-5)


def test_a_row_depends_on_its_text_alone():
    many = [f"Text {number} about a loan" for number in range(600)]

    assert load().embed(many)[577] == pytest.approx(load().embed([many[577]])[0], abs=1e-6)


def test_a_folder_without_a_model_says_what_belongs_there(tmp_path):
    with pytest.raises(NoEmbedder, match=r"model\.onnx and tokenizer\.json"):
        load(tmp_path)


def test_a_sentence_model_names_what_it_needs(tmp_path, monkeypatch):
    (tmp_path / "model.onnx").write_bytes(b"")
    monkeypatch.setattr(embedder, "find_spec", lambda _name: None)

    with pytest.raises(NoEmbedder, match="pip install onnxruntime"):
        load(tmp_path)


def test_the_default_model_names_what_is_missing(monkeypatch):
    monkeypatch.setattr(embedder, "find_spec", lambda _name: None)
    embedder._loaded.cache_clear()

    with pytest.raises(NoEmbedder, match="folder embedder of ALLIED_HOME"):
        load()


def test_the_files_of_the_default_model_serve_from_a_folder(tmp_path):
    for name in ("weights", "tokenizers"):
        (tmp_path / name).symlink_to(embedder._wheel() / name)

    assert load(tmp_path).embed(TEXTS) == pytest.approx(load().embed(TEXTS))
