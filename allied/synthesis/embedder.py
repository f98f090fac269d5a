"""Texts to vectors, in this process and without a network.

The default is a table of word vectors that is inside the wordllama wheel. It is read here directly, with numpy,
tokenizers and safetensors: importing wordllama would configure logging and load an HTTP client, and its wheel exists
for x86-64 alone, while its files serve anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from allied.synthesis.missing import NoEmbedder

Vectors = NDArray[np.float32]

BATCH: Final = 256
WEIGHTS, WORDS = Path("weights/l2_supercat_256.safetensors"), Path("tokenizers/l2_supercat_tokenizer_config.json")
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
LONGEST: Final = 256  # tokens that a sentence model reads


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near they are in meaning."""

    @property
    def name(self) -> str:
        """The model, by a name that changes when its vectors would. At most 60 characters."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """An array (n, dimensions) of unit rows; a text without a known word is a row of zeros."""


def load(folder: Path | None = None) -> Embedder:
    """The model in ``folder``, or the default one where it is None. Loaded once a process.

    A folder holds a sentence model (``model.onnx`` and ``tokenizer.json``), or the files of the default model
    (``weights/`` and ``tokenizers/``) where its wheel cannot be installed.

    Raises:
        NoEmbedder: the folder holds neither, or what reads it is not installed.
    """
    return _loaded(folder)


@lru_cache(maxsize=4)
def _loaded(folder: Path | None) -> Embedder:
    if folder is None:
        return WordVectors(_wheel())
    if (folder / MODEL).exists():
        return SentenceModel(folder)
    if (folder / WEIGHTS).exists():
        return WordVectors(folder)
    raise NoEmbedder(f"{folder} holds no model. Put {MODEL} and {TOKENIZER} there, or remove the folder.")


def _wheel() -> Path:
    found = find_spec("wordllama")
    if found is None or not found.origin:
        raise NoEmbedder(
            "The default language model is not installed: its wheel, wordllama, exists for x86-64 only. Unpack that "
            "wheel and put its folders weights and tokenizers into the folder embedder of ALLIED_HOME."
        )
    return Path(found.origin).parent


class WordVectors:
    """The mean of the vectors of a text's word pieces: quick, knows no word order."""

    name = "wordllama-l2-supercat-256"

    def __init__(self, folder: Path) -> None:
        from safetensors import safe_open  # noqa: PLC0415  brings its own library
        from tokenizers import Tokenizer  # noqa: PLC0415  brings its own library

        with safe_open(folder / WEIGHTS, framework="np") as file:
            self._table: Vectors = file.get_tensor("embedding.weight").astype(np.float32)
        self._tokenizer = Tokenizer.from_file(str(folder / WORDS))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @property
    def dimensions(self) -> int:
        return int(self._table.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        return _stacked([self._sums(batch) for batch in _batches(texts)], self.dimensions)

    def _sums(self, texts: list[str]) -> Vectors:
        """One row a text: the sum of its pieces. Its length is of no account, so the mean is not taken."""
        found = [piece.ids for piece in self._tokenizer.encode_batch(texts, add_special_tokens=False)]
        counts = np.array([len(ids) for ids in found])
        sums = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        has_words = counts > 0
        if has_words.any():
            pieces = self._table[np.concatenate([np.asarray(ids, dtype=np.int64) for ids in found if ids])]
            starts = np.concatenate([[0], np.cumsum(counts[has_words])[:-1]])
            sums[has_words] = np.add.reduceat(pieces, starts, axis=0)
        return sums


class SentenceModel:
    """A transformer in ONNX form: the mean of its last layer over the words of a text. Slower, knows word order."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  brings its own library

        if find_spec("onnxruntime") is None:
            raise NoEmbedder(f"The model in {folder} needs onnxruntime. Install it: pip install onnxruntime.")
        if not (folder / TOKENIZER).exists():
            raise NoEmbedder(f"{folder} holds {MODEL}, but no {TOKENIZER}. Put the tokenizer of the same model there.")
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()
        self._session = _session(folder / MODEL)
        self._inputs = {each.name for each in self._session.get_inputs()}
        self.name = f"{folder.name[:30]}-{_fingerprint(folder / MODEL)}"

    @property
    def dimensions(self) -> int:
        return int(self.embed(["."]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        return _stacked([self._means(batch) for batch in _batches(texts, 32)], 0)

    def _means(self, texts: list[str]) -> Vectors:
        found = self._tokenizer.encode_batch(texts)
        mask = np.array([each.attention_mask for each in found], dtype=np.int64)
        given = {"input_ids": np.array([each.ids for each in found], dtype=np.int64), "attention_mask": mask}
        given["token_type_ids"] = np.zeros_like(mask)
        layer = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        if layer.ndim == 2:  # the model pools by itself
            return np.asarray(layer, dtype=np.float32)
        return np.asarray((layer * mask[..., None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None])


def _session(model: Path) -> Any:
    import onnxruntime  # noqa: PLC0415  optional: only where an administrator chose a sentence model

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, (os.cpu_count() or 2) // 2)
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _fingerprint(file: Path) -> str:
    with file.open("rb") as opened:
        return blake2b(opened.read(2**22) + str(file.stat().st_size).encode(), digest_size=6).hexdigest()


def _batches(texts: Sequence[str], size: int = BATCH) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield list(texts[start : start + size])


def _stacked(parts: list[Vectors], dimensions: int) -> Vectors:
    if not parts:
        return np.zeros((0, dimensions), dtype=np.float32)
    found = np.concatenate(parts).astype(np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0))
