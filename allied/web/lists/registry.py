"""The lists of the product by their key, so that one set of pages saves, exports and edits them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from allied.kernel.errors import NotVisible
from allied.kernel.words import _
from allied.web.http import MemberRequest
from allied.web.jinja import url
from allied.web.lists.fieldlist import FieldList

Build = Callable[[MemberRequest], FieldList[Any, Any]]


@dataclass(frozen=True)
class Registered:
    """``build`` makes the list that the address of a request asks for; ``url_name`` is its page."""

    key: str
    label: str
    url_name: str
    build: Build

    def at(self, request: MemberRequest, query: QueryDict) -> FieldList[Any, Any]:
        """The list as another address would ask for it, for the same member."""
        copy = HttpRequest()
        copy.__dict__.update(request.__dict__)
        copy.GET, copy.path = query, url(self.url_name)  # type: ignore[assignment]  # both are immutable QueryDicts
        return self.build(copy)  # type: ignore[arg-type]  # it has the member and the layout of the request


_lists: dict[str, Registered] = {}


def register(key: str, label: str, url_name: str, build: Build) -> None:
    """Say that there is such a list. Slices do this in ``AppConfig.ready``."""
    _lists[key] = Registered(key, label, url_name, build)


def registered(key: str) -> Registered:
    """The list with that key.

    Raises:
        NotVisible: there is none.
    """
    if key not in _lists:
        raise NotVisible(_("There is no such list. Nothing was changed."))
    return _lists[key]
