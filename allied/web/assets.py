"""Built files of the front end by the name of their source, and the icons."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from markupsafe import Markup

ICONS = Path(__file__).resolve().parents[2] / "ui" / "icons.txt"


@cache
def manifest() -> dict[str, dict[str, Any]]:
    """What Vite built, by source.

    Raises:
        RuntimeError: nothing is built yet; the sentence names the command.
    """
    place = Path(settings.UI) / ".vite" / "manifest.json"
    if not place.exists():
        raise RuntimeError("The front end is not built. Run `make setup`.")
    found: dict[str, dict[str, Any]] = json.loads(place.read_text())
    return found


def asset(source: str) -> str:
    """The address of one built file, such as ``asset("ui/fonts/…woff2")``."""
    return f"{settings.STATIC_URL}ui/{manifest()[source]['file']}"


@cache
def entry(source: str) -> Markup:
    """Styles, preloads and script of one entry, for the head of a page."""
    known, base = manifest(), f"{settings.STATIC_URL}ui/"
    chunk = known[source]
    shared = [known[name]["file"] for name in chunk.get("imports", [])]
    lines = [Markup('<link rel="stylesheet" href="{}">').format(base + name) for name in chunk.get("css", [])]
    lines += [Markup('<link rel="modulepreload" href="{}">').format(base + name) for name in shared]
    lines.append(Markup('<script type="module" src="{}"></script>').format(f"{base}{chunk['file']}"))
    return Markup("\n").join(lines)


@cache
def icon_names() -> frozenset[str]:
    """The icons in the sprite, from ``ui/icons.txt``."""
    return frozenset(ICONS.read_text().split())


@cache
def icon(name: str, size: str = "") -> Markup:
    """One icon from the sprite; ``size="lg"`` for the larger one. A word stands beside it, or a label around it.

    Raises:
        ValueError: the icon is not in ``ui/icons.txt``.
    """
    if name not in icon_names():
        raise ValueError(f"There is no icon '{name}'. Add its Lucide name to ui/icons.txt and run `make setup`.")
    return Markup('<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        f" i--{size}" if size else "", asset("ui/icons.txt"), name
    )
