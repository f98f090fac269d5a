"""Split a theme into the parts that its feedback falls into."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from allied.domains.themes import rules
from allied.domains.themes.actions.counting import recount
from allied.domains.themes.actions.steering import _shape, _standing, lock_theme
from allied.domains.themes.models import Finding, Place, Run, Theme
from allied.kernel import activity, bulk
from allied.kernel.errors import InvalidState
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.bindings import particulars_of
from allied.kernel.people.models import Member
from allied.kernel.words import _

MOST_PARTS: Final = 3
LEAST: Final = 6


@transaction.atomic
def split_theme(theme: Theme, *, actor: Member) -> list[Theme]:
    """Split a theme into two or three. The largest part keeps its name and reference; return all parts.

    Raises:
        Denied: the actor may not steer themes.
        InvalidState: it is not current, is too small, or does not fall apart.
    """
    lock_theme(theme, actor)
    rules.check_stands(theme)
    run = _standing(theme)
    items = list(Place.objects.filter(run=run, theme=theme).order_by("item").values_list("item", flat=True))
    if len(items) < LEAST:
        raise InvalidState(
            _(
                "%(reference)s has %(items)s pieces of feedback: too few to split.",
                reference=theme.node.reference,
                items=len(items),
            )
        )
    parts = _parts(run, items)
    if len(parts.names) < 2:
        raise InvalidState(
            _(
                "The feedback of %(reference)s does not fall into parts. Nothing was changed.",
                reference=theme.node.reference,
            )
        )
    made = _store(run, theme, items, parts, actor)
    _shape(theme)
    recount(run, [theme, *made])
    activity.record("theme.split", theme.node, actor=actor, count=len(made) + 1)
    return [theme, *made]


class _Parts:
    """Per item its part, the largest 0; per part a name and a middle."""

    def __init__(self, labels: Any, names: list[str], centres: Any, floors: Any) -> None:
        self.labels, self.names, self.centres, self.floors = labels, names, centres, floors


def _parts(run: Run, items: list[str]) -> _Parts:
    import numpy as np  # noqa: PLC0415  heavy

    from allied.kernel.embeddings.filling import embedder  # noqa: PLC0415
    from allied.synthesis import discovery, middles  # noqa: PLC0415
    from allied.synthesis.reading import reading  # noqa: PLC0415

    known = particulars_of("feedback", items)
    texts = [known[item].text if item in known else "" for item in items]
    read = reading(texts, addressed=frozenset(run.addressed)).texts
    vectors = middles.centred(embedder().embed(read), np.frombuffer(bytes(run.basis), dtype=np.float32))
    labels = discovery.parts(vectors, MOST_PARTS)
    middle, __ = middles.around(vectors, labels)
    said = discovery.describe(read, vectors, labels, middle.centres, ignored=run.addressed)
    return _Parts(labels, said.names, middle.centres, middle.floors)


def _store(run: Run, theme: Theme, items: list[str], parts: _Parts, actor: Member) -> list[Theme]:
    titles = parts.names[1:]
    new = [
        Theme(node=node, is_shaped=True)
        for node in nodes.create_many("theme", titles=titles, actor=actor, product=theme.node.product)
    ]
    bulk.insert(new)
    bulk.insert([_finding(run, one, parts, at) for at, one in enumerate(new, start=1)])
    for at, one in enumerate(new, start=1):
        moved = [item for item, label in zip(items, parts.labels.tolist(), strict=True) if label == at]
        Place.objects.filter(run=run, item__in=moved).update(theme=one)
    Finding.objects.filter(run=run, theme=theme).update(
        centre=parts.centres[0].tobytes(), floor=float(parts.floors[0]), quotes=[]
    )
    return new


def _finding(run: Run, theme: Theme, parts: _Parts, at: int) -> Finding:
    return Finding(
        run=run,
        theme=theme,
        name=theme.name,
        centre=parts.centres[at].tobytes(),
        floor=float(parts.floors[at]),
    )
