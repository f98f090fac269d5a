# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class DisposalConfig(AppConfig):
    name = "allied.kernel.disposal"
    label = "disposal"

    def ready(self) -> None:
        """Word what happens; register what happens by itself."""
        from allied.kernel.activity.history import word
        from allied.kernel.disposal import tasks  # noqa: F401  it registers itself
        from allied.kernel.disposal.actions import CREATED, CREATED_TOGETHER, put_away, put_away_together
        from allied.kernel.disposal.queries import remaining
        from allied.kernel.nodes.queries import lead_on
        from allied.kernel.personal import undo

        undo.register(CREATED, put_away)
        undo.register(CREATED_TOGETHER, put_away_together)
        lead_on(remaining)

        word("node.archived", _("archived it"), icon="archive", tone="warn")
        word("node.unarchived", _("took it out of the archive"), icon="archive-restore")
        word("node.trashed", _("moved it to the trash"), icon="trash-2", tone="bad")
        word("node.restored", _("restored it from the trash"), icon="archive-restore")
        word("node.merged", _("merged {reference} into it"), icon="merge")
        word("node.unmerged", _("took a merge of {other} back"), icon="undo-2")
        word("node.made_private", _("kept it private"), icon="lock")
        word("node.shared", _("shared it with everybody"), icon="users")
