"""The only writers of feedback."""

from allied.domains.feedback.actions import feeling  # noqa: F401  registers its task
from allied.domains.feedback.actions.assigning import assign_feedback
from allied.domains.feedback.actions.comparing import compare_new, decline_likely, propose_again
from allied.domains.feedback.actions.correcting import correct_feedback
from allied.domains.feedback.actions.duplicates import mark_duplicates, unmark_duplicates
from allied.domains.feedback.actions.editing import Wording, edit_feedback, said, segments_of, worded
from allied.domains.feedback.actions.items import (
    add_feedback,
    add_notes,
    dismiss_feedback,
    edit_segments,
    restore_feedback,
)
from allied.domains.feedback.actions.moving import move_feedback

__all__ = [
    "Wording",
    "add_feedback",
    "add_notes",
    "assign_feedback",
    "compare_new",
    "correct_feedback",
    "decline_likely",
    "dismiss_feedback",
    "edit_feedback",
    "edit_segments",
    "mark_duplicates",
    "move_feedback",
    "propose_again",
    "restore_feedback",
    "said",
    "segments_of",
    "unmark_duplicates",
    "worded",
]
