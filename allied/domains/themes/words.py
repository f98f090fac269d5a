"""How what happens to a theme reads in a history, after the name of who did it."""

from __future__ import annotations

from allied.kernel.activity.history import word
from allied.kernel.words import _


def register() -> None:
    word("theme.renamed", _("renamed it; it was “{was}”"), icon="pen-line")
    word("theme.merged", _("merged {other} into it"), icon="merge")
    word("theme.unmerged", _("took the merge with {other} apart"), icon="undo-2")
    word("theme.split", _("split it into {count} themes"), icon="split")
    word("theme.pinned", _("pinned it"), icon="flag")
    word("theme.unpinned", _("unpinned it"), icon="flag")
    word("theme.hidden", _("hid it"), icon="eye-off")
    word("theme.shown", _("brought it back into the list"), icon="archive-restore")
    word("theme.item_moved", _("moved {item} here"), icon="arrow-right")
    word("theme.item_removed", _("took {item} out"), icon="minus")
