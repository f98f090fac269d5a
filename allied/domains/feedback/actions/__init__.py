"""The only writers of feedback and imports."""

from allied.domains.feedback.actions.forgetting import forget_step
from allied.domains.feedback.actions.items import (
    add_feedback,
    add_notes,
    dismiss_feedback,
    edit_segments,
    restore_feedback,
)
from allied.domains.feedback.actions.running import resume_import, run_import, start_import, stop_import
from allied.domains.feedback.actions.undoing import undo_import
from allied.domains.feedback.actions.uploads import change_layout, map_import, upload_import

__all__ = [
    "add_feedback",
    "add_notes",
    "change_layout",
    "dismiss_feedback",
    "edit_segments",
    "forget_step",
    "map_import",
    "restore_feedback",
    "resume_import",
    "run_import",
    "start_import",
    "stop_import",
    "undo_import",
    "upload_import",
]
