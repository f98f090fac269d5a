"""What the “?” of each page says: three to five sentences, the words that one needs, where to read on.

Each slice keeps its texts in one file and registers them in ``AppConfig.ready()``. A page without a text of its own
gets that of its URL namespace: ``register("insights", …)`` holds for every page of insights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from allied.kernel.words import _

GLOSSARY = settings.ROOT / "docs" / "glossary.md"


@dataclass(frozen=True)
class Help:
    """``terms`` are words of the glossary; ``more`` is the URL name of a page that says more, ``label`` its link."""

    sentences: tuple[str, ...]
    terms: tuple[str, ...] = ()
    more: str = "help"
    label: str = _("Open the help pages")

    @property
    def words(self) -> list[tuple[str, str]]:
        """Its terms, each with what it means."""
        known = glossary()
        return [(_(term), known[term]) for term in self.terms if term in known]


ANYWHERE = Help(
    (
        _("Press Ctrl K to find any object or do any command; the buttons of this page are among them."),
        _("Press ? for the keys that work here."),
        _("Whatever you do has an Undo in its message, and stands under “What you did” in the menu of your name."),
    ),
    (_("Node"), _("Thread"), _("Reference")),
)
_help: dict[str, Help] = {}


def register(page: str, *sentences: str, terms: tuple[str, ...] = (), more: str = "", label: str = "") -> None:
    """Help for a page by its URL name, or for all pages of a namespace.

    Raises:
        ValueError: not three to five sentences, or ``more`` without a label.
    """
    if not 3 <= len(sentences) <= 5:
        raise ValueError(f"The help of {page} has {len(sentences)} sentences; three to five are read.")
    if bool(more) != bool(label):
        raise ValueError(f"The help of {page} leads on without saying where.")
    _help[page] = Help(sentences, terms, more, label) if more else Help(sentences, terms)


def help_for(url_name: str) -> Help:
    """The help of a page: its own, else its namespace's, else what holds anywhere."""
    return _help.get(url_name) or _help.get(url_name.partition(":")[0]) or ANYWHERE


@cache
def glossary() -> dict[str, str]:
    """Every term with its meaning, in the order of ``docs/glossary.md``; empty where the file did not come along."""
    if not GLOSSARY.exists():
        return {}
    rows = [line.split("|") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    return {_(row[1].strip().strip("*")): _(row[2].strip().replace("*", "")) for row in rows}
