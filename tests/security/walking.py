"""Every address of Allied, as the resolver knows it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each pattern with its whole route."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from walk(each, route)
        else:
            yield route, each
