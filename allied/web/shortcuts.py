"""Every key that works on more than one page, in one place: what the script answers and what ``?`` lists.

Keys of one page are on its buttons (``data-key``); the list of ``?`` finds them there. Letters that follow G are those
of the sidebar.
"""

from __future__ import annotations

from dataclasses import dataclass

from allied.kernel.words import _

LISTS = ".inbox, .rows, .table, .lanes"


@dataclass(frozen=True)
class Shortcut:
    """``works_on`` is a selector: the key is listed on pages that hold such an element; "" is every page."""

    words: str
    keys: str
    works_on: str = ""
    is_single: bool = True


SHORTCUTS = [
    Shortcut(_("Find or do"), "Ctrl K", is_single=False),
    Shortcut(_("Search this list"), "/", "#main input[type=search]"),
    Shortcut(_("Next in the list"), "J", LISTS),
    Shortcut(_("Previous in the list"), "K", LISTS),
    Shortcut(_("Open"), "Enter", LISTS, is_single=False),
    Shortcut(_("Select"), "X", ".inbox input[type=checkbox], tbody .box"),
    Shortcut(_("Undo the last act"), "Z"),
    Shortcut(_("These shortcuts"), "?"),
    Shortcut(_("Close"), "Esc", is_single=False),
]
