"""The only writers of feedback."""

from allied.domains.feedback.actions.assigning import assign_feedback
from allied.domains.feedback.actions.correcting import correct_feedback
from allied.domains.feedback.actions.duplicates import mark_duplicates, unmark_duplicates
from allied.domains.feedback.actions.items import (
    add_feedback,
    add_notes,
    dismiss_feedback,
    edit_segments,
    restore_feedback,
)

__all__ = [
    "add_feedback",
    "add_notes",
    "assign_feedback",
    "correct_feedback",
    "dismiss_feedback",
    "edit_segments",
    "mark_duplicates",
    "restore_feedback",
    "unmark_duplicates",
]
