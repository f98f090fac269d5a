"""The only writers of themes and runs."""

from allied.domains.themes.actions.joining import join_later, join_new
from allied.domains.themes.actions.moving import move_back, move_item, move_items
from allied.domains.themes.actions.running import fail_run, run_to_end, start_run
from allied.domains.themes.actions.splitting import split_theme
from allied.domains.themes.actions.steering import (
    hide_theme,
    merge_themes,
    pin_theme,
    rename_theme,
    said,
    take_name_back,
    unmerge_theme,
)
from allied.domains.themes.actions.undoing import undo_run

__all__ = [
    "fail_run",
    "hide_theme",
    "join_later",
    "join_new",
    "merge_themes",
    "move_back",
    "move_item",
    "move_items",
    "pin_theme",
    "rename_theme",
    "run_to_end",
    "said",
    "split_theme",
    "start_run",
    "take_name_back",
    "undo_run",
    "unmerge_theme",
]
