# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class FilesConfig(AppConfig):
    name = "allied.kernel.files"
    label = "files"

    def ready(self) -> None:
        """Word what happens to attachments; register what happens by itself."""
        from allied.kernel.activity.history import word
        from allied.kernel.files import tasks  # noqa: F401  it registers itself

        word("file.attached", _("attached {count} files"), icon="paperclip")
        word("file.removed", _("removed an attachment"), icon="trash-2")
        word("file.restored", _("brought an attachment back"), icon="archive-restore")
        word("file.described", _("described an image"), icon="image")
