"""The vectors of a workspace as one array, kept in this process and brought up to date by what changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allied.kernel.embeddings.models import Progress
from allied.kernel.nodes.catalogue import KINDS
from allied.synthesis.nearest import Index
from allied.synthesis.postings import Postings, build
from allied.synthesis.terms import Terms

KEPT: Final = 8  # workspaces in memory
_KINDS: Final = {name: place for place, name in enumerate(KINDS)}


@dataclass(frozen=True)
class Version:
    """Which vectors an array holds: of which model, of which count of fills, and up to which of them."""

    model: str = ""
    started_at: datetime | None = None
    generation: int = 0

    def follows(self, other: Version) -> bool:
        return replace(self, generation=0) == replace(other, generation=0) and self.generation > other.generation


@dataclass(frozen=True)
class Array:
    """Row i of ``index.rows`` (n, d, 16-bit floats) says what node ``ids[i]`` says, by the model of ``version``.

    ``terms`` are the numbers of all their words in a row, ``lengths[i]`` of them for node i.

    A node may be gone or moved since: take what is answered from ``Node.objects.visible_to(actor)``.
    """

    version: Version
    ids: NDArray[np.str_]
    kinds: NDArray[np.int16]
    products: NDArray[np.int64]
    index: Index
    terms: Terms
    lengths: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def postings(self) -> Postings:
        """The words of the nodes, for ranking by them; made when somebody first asks."""
        return build(self.terms, self.lengths)

    def among(self, *, product_id: int | None = None, kinds: Sequence[str] = ()) -> NDArray[np.bool_]:
        """Which rows are of that product and one of those kinds; without them all."""
        found = np.ones(len(self), dtype=bool)
        if product_id is not None:
            found &= self.products == product_id
        if kinds:
            found &= np.isin(self.kinds, [_KINDS[kind] for kind in kinds if kind in _KINDS])
        return found

    def places(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """The rows of those nodes, in ascending order; nodes without a vector are left out."""
        return np.flatnonzero(np.isin(self.ids, list(ids)))


_kept: OrderedDict[int, Array] = OrderedDict()
_lock = Lock()


def array(workspace_id: int) -> Array:
    """All vectors of a workspace. One query where nothing changed since it was asked last in this process."""
    progress = Progress.objects.filter(workspace_id=workspace_id).first()
    version = Version(progress.model, progress.started_at, progress.generation) if progress else Version()
    with _lock:
        known = _kept.get(workspace_id)
        if known is None or known.version != version:
            known = _caught_up(workspace_id, known, version)
        _kept[workspace_id] = known
        _kept.move_to_end(workspace_id)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return known


def vectors(
    workspace_id: int, *, product_id: int | None = None, kinds: Sequence[str] = ()
) -> tuple[list[str], NDArray[np.float32]]:
    """Ids and unit rows (n, d) of the nodes of one product and kind, in the order of their ids."""
    found = array(workspace_id)
    places = np.flatnonzero(found.among(product_id=product_id, kinds=kinds))
    places = places[np.argsort(found.ids[places])]
    return [str(each) for each in found.ids[places]], found.index.rows[places].astype(np.float32)


def _caught_up(workspace_id: int, known: Array | None, version: Version) -> Array:
    """``known`` with the rows of later fills, or everything where the model is another or the count went back.

    Everything too where nothing was known: rows that are not there have no width to go on with.
    """
    if known is None or not len(known) or not version.follows(known.version):
        return _array(_rows(workspace_id, version.model, 0), version)
    fresh = _array(_rows(workspace_id, version.model, known.version.generation), version)
    if not len(fresh):
        return replace(known, version=version)
    stays = ~np.isin(known.ids, fresh.ids)
    return Array(
        version,
        np.concatenate([known.ids[stays], fresh.ids]),
        np.concatenate([known.kinds[stays], fresh.kinds]),
        np.concatenate([known.products[stays], fresh.products]),
        Index(np.concatenate([known.index.rows[stays], fresh.index.rows])),
        np.concatenate([known.terms[np.repeat(stays, known.lengths)], fresh.terms]),
        np.concatenate([known.lengths[stays], fresh.lengths]),
    )


def _rows(workspace_id: int, model: str, after: int) -> list[Any]:
    """Plain rows: at 100,000 the ORM would take ten times as long."""
    sql = (
        "SELECT node_id, kind, product_id, vector, terms FROM embeddings_vector "
        "WHERE workspace_id = %s AND generation > %s AND model = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [workspace_id, after, model])
        return list(cursor.fetchall())


def _array(rows: list[Any], version: Version) -> Array:
    values = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.float16)
    return Array(
        version,
        np.array([row[0] for row in rows], dtype="U40"),
        np.array([_KINDS.get(row[1], -1) for row in rows], dtype=np.int16),
        np.array([row[2] or 0 for row in rows], dtype=np.int64),
        Index(values.reshape(len(rows), -1) if rows else np.zeros((0, 0), dtype=np.float16)),
        np.frombuffer(b"".join(row[4] for row in rows), dtype=np.uint32),
        np.array([len(row[4]) // 4 for row in rows], dtype=np.int64),
    )
