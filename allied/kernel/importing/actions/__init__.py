"""The only writers of imports."""

from allied.kernel.importing.actions.forgetting import forget_step
from allied.kernel.importing.actions.links import make_links
from allied.kernel.importing.actions.running import resume_import, run_import, start_import, stop_import
from allied.kernel.importing.actions.undoing import undo_import
from allied.kernel.importing.actions.uploads import change_layout, map_import, upload_import

__all__ = [
    "change_layout",
    "forget_step",
    "make_links",
    "map_import",
    "resume_import",
    "run_import",
    "start_import",
    "stop_import",
    "undo_import",
    "upload_import",
]
