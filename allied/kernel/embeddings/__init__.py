"""What each node says, as a vector: kept beside the node by a job, read back as one array.

A slice says once, in ``AppConfig.ready``, where the words of a kind are; of other kinds the title is taken::

    embeddings.tell("feedback", texts)  # texts(node_ids) -> {node_id: text}, in one query
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.exceptions import ImproperlyConfigured

Texts = Callable[[Sequence[str]], dict[str, str]]
Filled = Callable[[int], None]
_texts: dict[str, Texts] = {}
_after_fill: list[Filled] = []


def tell(kind: str, texts: Texts) -> None:
    """Say where the words of a kind are.

    Raises:
        ImproperlyConfigured: another place was told for it.
    """
    if _texts.get(kind, texts) is not texts:
        raise ImproperlyConfigured(f"The words of “{kind}” were told twice.")
    _texts[kind] = texts


def place_of_words(kind: str) -> Texts | None:
    return _texts.get(kind)


def after_fill(tell: Filled) -> Filled:
    """Call ``tell`` with the id of a workspace whose vectors have just become new, in the transaction of the job."""
    _after_fill.append(tell)
    return tell


def filled(workspace_id: int) -> None:
    """Tell everybody who waits for new vectors."""
    for tell in _after_fill:
        tell(workspace_id)
