"""How what happens to a theme reads in a history, after the name of who did it."""

from __future__ import annotations

from allied.kernel.activity.history import word


def register() -> None:
    word("theme.renamed", "renamed it; it was “{was}”", icon="pen-line")
    word("theme.merged", "merged {other} into it", icon="merge")
    word("theme.unmerged", "took the merge with {other} apart", icon="undo-2")
    word("theme.split", "split it into {count} themes", icon="split")
    word("theme.pinned", "pinned it", icon="flag")
    word("theme.unpinned", "unpinned it", icon="flag")
    word("theme.hidden", "hid it", icon="eye-off")
    word("theme.shown", "brought it back into the list", icon="archive-restore")
    word("theme.item_moved", "moved {item} here", icon="arrow-right")
    word("theme.item_removed", "took {item} out", icon="minus")
