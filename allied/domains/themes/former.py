"""What stood before a run: the themes of the last one, and what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from allied.domains.themes.models import Choice, Place, Run, State, Theme, last_run
from allied.synthesis.identity import Same
from allied.synthesis.steering import FREE, Former

STILL: Final = 0.5  # of the texts of both: an unchanged theme keeps its name


@dataclass(frozen=True)
class Known:
    """``themes`` are the ids that the numbers in ``former`` stand for, ``names`` their names."""

    former: Former
    themes: list[str]
    names: list[str]


def of(run: Run, items: Sequence[str]) -> Known:
    """What stood before this run, for its items in their order."""
    last = last_run(run.product_id)
    themes = list(_standing(run).select_related("node").order_by("pk"))
    number = {theme.pk: at for at, theme in enumerate(themes)}
    kept = {at for at, theme in enumerate(themes) if theme.is_kept}
    where = dict(Place.objects.filter(run=last).values_list("item", "theme")) if last else {}
    chosen = dict(Choice.objects.filter(item__product=run.product_id).values_list("item", "theme"))
    before = [number.get(where.get(item) or "", -1) for item in items]
    fixed = [
        number.get(chosen[item] or "", -1) if item in chosen else at if at in kept else FREE
        for item, at in zip(items, before, strict=True)
    ]
    former = Former(np.array(before, dtype=np.int64), np.array(fixed, dtype=np.int64), kept)
    return Known(former, [theme.pk for theme in themes], [theme.name for theme in themes])


def _standing(run: Run):  # type: ignore[no-untyped-def]  # a query set of themes
    return Theme.objects.filter(node__product=run.product_id, node__state=State.CURRENT)


def names(found: Sequence[str], was: dict[int, Same], known: Known) -> list[str]:
    """A theme that people shaped, or that is much as it was, keeps its name; the others get what was found."""
    staying = {at: known.names[same.before] for at, same in was.items() if _stays(same, known)}
    taken = {name.lower() for name in staying.values()}
    given = []
    for at, name in enumerate(found):
        if at not in staying:
            count = 2
            while name.lower() in taken:
                name, count = f"{found[at]} ({count})", count + 1
            taken.add(name.lower())
        given.append(staying.get(at, name))
    return given


def _stays(same: Same, known: Known) -> bool:
    return same.before in known.former.kept or same.alike >= STILL
