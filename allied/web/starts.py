"""A new object that starts from a template: what its form begins with, and what the reader may choose from.

The page has ``{{ ui.starts(start) }}`` above its form; the view gives the form ``start.initial``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allied.kernel.templates.models import Template
from allied.kernel.templates.queries import templates
from allied.kernel.words import _
from allied.web.http import MemberRequest


@dataclass(frozen=True)
class Choice:
    """One entry of the choice."""

    label: str
    url: str
    current: bool
    icon: str = ""


@dataclass(frozen=True)
class Start:
    """``choices`` is empty where the kind has no template."""

    initial: Mapping[str, str]
    choices: tuple[Choice, ...] = ()


def start(request: MemberRequest, kind: str) -> Start:
    """The template that ``?template=`` names, nothing where that is empty, else the default of the kind. One query."""
    found = list(templates(actor=request.member, kind=kind))
    if not found:
        return Start({})
    chosen = _chosen(found, request.GET.get("template"))
    blank = Choice(_("Blank"), f"{request.path}?template=", chosen is None)
    choices = [Choice(one.name, f"{request.path}?template={one.pk}", one is chosen) for one in found]
    return Start(chosen.fields if chosen else {}, (blank, *choices))


def _chosen(found: list[Template], wanted: str | None) -> Template | None:
    if wanted is None:
        return next((one for one in found if one.is_default), None)
    return next((one for one in found if str(one.pk) == wanted), None)
