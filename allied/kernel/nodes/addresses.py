"""The addresses of pages, remembered: a page shows a hundred, and Django tries pattern after pattern for each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

# Stands where the reference does, which differs from object to object while the rest of the address does not.
ANY: Final = "ANY-0"
PLACES: Final = {"workspace", "reference"}


def address(name: str, /, **kwargs: Any) -> str:
    """The address of a page by its URL name. Raises: NoReverseMatch, where there is no such page."""
    return address_if_any(name, **kwargs) or reverse(name, kwargs=kwargs)


def address_if_any(name: str, /, **kwargs: Any) -> str:
    """The same, or "" where there is no such page."""
    reference = str(kwargs.get("reference", ANY))
    if kwargs.keys() <= PLACES and _is_plain(reference):
        shape = tuple((key, ANY if key == "reference" else str(value)) for key, value in kwargs.items())
        return _found(name, shape, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()).replace(ANY, reference)
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _is_plain(reference: str) -> bool:
    """Whether it stands in an address as it is."""
    return reference.isascii() and reference.replace("-", "").isalnum()


@lru_cache(maxsize=4_096)
def _found(name: str, shape: tuple[tuple[str, str], ...], urlconf: str, _prefix: str) -> str:
    try:
        return reverse(name, urlconf=urlconf, kwargs=dict(shape))
    except NoReverseMatch:
        return ""
