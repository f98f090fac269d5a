"""Which slice owns which kind. Slices bind themselves in ``AppConfig.ready``; the kernel imports none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from allied.kernel.nodes.catalogue import KINDS

if TYPE_CHECKING:
    from allied.kernel.nodes.models import Node, Threaded


@dataclass(frozen=True)
class Binding:
    """``url_name`` takes the keyword arguments ``workspace`` (slug) and ``reference``."""

    kind: str
    model: type[Threaded]
    url_name: str


_bindings: dict[str, Binding] = {}


def bind(kind: str, *, model: type[Threaded], url_name: str) -> None:
    """Bind a kind to the model and page of its slice.

    Raises:
        ImproperlyConfigured: no such kind, or it is bound to another model.
    """
    if kind not in KINDS:
        raise ImproperlyConfigured(f"The catalogue has no kind “{kind}”.")
    found = _bindings.get(kind)
    if found is not None and found.model is not model:
        raise ImproperlyConfigured(f"{kind} is bound to {found.model.__name__} and to {model.__name__}.")
    _bindings[kind] = Binding(kind, model, url_name)


def binding(kind: str) -> Binding:
    return _bindings[kind]


def url_of(node: Node, *, workspace_slug: str) -> str:
    """The address of the node's page."""
    return reverse(_bindings[node.kind].url_name, kwargs={"workspace": workspace_slug, "reference": node.reference})


@register
def check_every_kind_is_bound(**_: object) -> list[CheckMessage]:
    return [
        Error(f"No slice binds the kind “{kind}”.", hint="Call nodes.bind in its AppConfig.ready.", id="nodes.E001")
        for kind in KINDS
        if kind not in _bindings
    ]
