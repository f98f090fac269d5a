"""Which slice owns which kind. Slices bind themselves in ``AppConfig.ready``; the kernel imports none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from allied.kernel.nodes.addresses import address
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.words import _

if TYPE_CHECKING:
    from django.db.models import Model

    from allied.kernel.nodes.models import Node, Threaded


@dataclass(frozen=True)
class Quote:
    """A person's own words, ready to stand on another object's page."""

    text: str
    who: str
    source: str
    dated_on: date
    method: str


@dataclass(frozen=True)
class Particulars:
    """What is known of a thing that one person said: for sorting and counting it together with others of its kind.

    ``source_id`` is its name where it came from, ``person`` tells people apart and names nobody; both may be "".
    ``sentiment`` is how it is meant, in one word; "" where that was not read yet.
    """

    text: str
    source_id: str
    person: str
    dated_on: date
    segments: Mapping[str, str]
    sentiment: str = ""


Quotes = Callable[[Sequence[str]], dict[str, Quote]]
Details = Callable[[Sequence[str]], dict[str, Particulars]]


@dataclass(frozen=True)
class Binding:
    """``url_name`` takes the keyword arguments ``workspace`` (slug) and ``reference``.

    ``quotes`` answers, in one query, the words that nodes of this kind hold, by node id; ``particulars`` who said
    them, when, and in which segment.
    """

    kind: str
    model: type[Threaded]
    url_name: str
    quotes: Quotes | None = None
    particulars: Details | None = None


_bindings: dict[str, Binding] = {}


def bind(
    kind: str,
    *,
    model: type[Threaded],
    url_name: str,
    quotes: Quotes | None = None,
    particulars: Details | None = None,
) -> None:
    """Bind a kind to the model and page of its slice.

    Raises:
        ImproperlyConfigured: no such kind, or it is bound to another model.
    """
    if kind not in KINDS:
        raise ImproperlyConfigured(f"The catalogue has no kind “{kind}”.")
    found = _bindings.get(kind)
    if found is not None and found.model is not model:
        raise ImproperlyConfigured(f"{kind} is bound to {found.model.__name__} and to {model.__name__}.")
    _bindings[kind] = Binding(kind, model, url_name, quotes, particulars)


def binding(kind: str) -> Binding:
    return _bindings[kind]


def kind_of(model: type[Model]) -> str:
    """The kind whose objects that model holds."""
    return next(one.kind for one in _bindings.values() if one.model is model)


def kind_of_page(url_name: str) -> str:
    """The kind whose objects have their page under that URL name, or ""."""
    return next((one.kind for one in _bindings.values() if one.url_name == url_name), "")


def url_of(node: Node, *, workspace_slug: str) -> str:
    """The address of the node's page."""
    return address(_bindings[node.kind].url_name, workspace=workspace_slug, reference=node.reference)


def quotes_of(nodes: Sequence[Node]) -> dict[str, Quote]:
    """The words that these nodes hold, by node id: one query a kind. Nodes without words are left out."""
    found: dict[str, Quote] = {}
    for kind in {node.kind for node in nodes}:
        ask = _bindings[kind].quotes
        if ask is not None:
            found |= ask([node.pk for node in nodes if node.kind == kind])
    return found


def kinds_with_quotes() -> list[str]:
    """The kinds whose nodes hold people's own words."""
    return [kind for kind, bound in _bindings.items() if bound.quotes is not None]


def particulars_of(kind: str, node_ids: Sequence[str]) -> dict[str, Particulars]:
    """What is known of these nodes of one kind, in one query; empty where its slice tells nothing."""
    ask = _bindings[kind].particulars
    return ask(node_ids) if ask else {}


@register
def check_every_kind_is_bound(**__: object) -> list[CheckMessage]:
    return [
        Error(
            _("No slice binds the kind “%(kind)s”.", kind=kind),
            hint=_("Call nodes.bind in its AppConfig.ready."),
            id="nodes.E001",
        )
        for kind in KINDS
        if kind not in _bindings
    ]
