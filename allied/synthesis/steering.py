"""What people decided stands: a new sorting is fitted around the themes that they shaped and the texts they moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from allied.synthesis.communities import Labels
from allied.synthesis.identity import Same, same_themes
from allied.synthesis.middles import centres
from allied.synthesis.neighbours import Vectors

FREE: Final = -2
PART: Final = 0.2  # of a community: a kept theme below that takes none of its new texts


@dataclass(frozen=True)
class Former:
    """What stood before, per text. ``before``: its theme, -1 for none. ``fixed``: where it must stand: the number of
    a theme of before, -1 for none, ``FREE`` where nobody decided. ``kept``: the themes that people shaped.
    """

    before: Labels
    fixed: Labels
    kept: Collection[int]


@dataclass(frozen=True)
class Fitted:
    """Themes numbered anew from 0; ``was`` says which of before each is, if it is one."""

    labels: Labels
    was: dict[int, Same]


def fit(labels: Labels, vectors: Vectors, former: Former, least: int) -> Fitted:
    """Fit communities around what people decided. Parts of fewer than ``least`` texts are not themed.

    A community that mostly stood in kept themes before gives its other texts to the nearest of these. What is left
    of it, and every other community, is a theme of its own, and the same one as before where it shares most texts.
    """
    free = former.fixed == FREE
    found = np.where(free, -1, former.fixed)
    first = int(max(former.before.max(initial=-1), former.fixed.max(initial=-1))) + 1
    for community in range(int(labels.max(initial=-1)) + 1):
        members = np.flatnonzero(labels == community)
        loose = members[free[members]]
        if len(takers := _takers(members, former)):
            found[loose] = _nearest(vectors, loose, found, takers)
        elif len(loose) >= least:
            found[loose] = first + community
    return _renumbered(found, former)


def _takers(members: Labels, former: Former) -> Labels:
    """The kept themes in which most of a community's known texts stand."""
    known = former.before[members]
    known = known[known >= 0]
    held = known[np.isin(known, list(former.kept))]
    if len(held) * 2 <= len(known):
        return np.zeros(0, dtype=np.int64)
    themes, counts = np.unique(held, return_counts=True)
    return np.asarray(themes[counts >= PART * len(known)], dtype=np.int64)


def _nearest(vectors: Vectors, loose: Labels, found: Labels, takers: Labels) -> Labels:
    if not len(loose):
        return loose
    place = {int(theme): at for at, theme in enumerate(takers)}
    middle = centres(vectors, np.array([place.get(int(label), -1) for label in found], dtype=np.int64))
    if len(middle) < len(takers):  # one of them holds nothing any more
        return np.full(len(loose), takers[0], dtype=np.int64)
    return np.asarray(takers[(vectors[loose] @ middle.T).argmax(axis=1)], dtype=np.int64)


def _renumbered(found: Labels, former: Former) -> Fitted:
    """Numbers by size, and who is who."""
    themed = found >= 0
    themes, counts = np.unique(found[themed], return_counts=True)
    order = np.lexsort((themes, -counts))
    number = {int(themes[place]): at for at, place in enumerate(order)}
    labels = np.array([number.get(int(label), -1) for label in found], dtype=np.int64)
    was = {number[theme]: Same(theme, 1.0) for theme in former.kept if theme in number}
    taken = [same.before for same in was.values()]
    others = same_themes(
        np.where(np.isin(former.before, [*former.kept, *taken]), -1, former.before),
        np.where(np.isin(labels, list(was)), -1, labels),
    )
    return Fitted(labels, was | others)
