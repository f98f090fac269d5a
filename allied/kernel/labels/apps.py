# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _, listed


class LabelsConfig(AppConfig):
    name = "allied.kernel.labels"
    label = "labels"

    def ready(self) -> None:
        """Word what happens to labels."""
        from allied.kernel.activity.history import word

        word("node.labelled", _labelled, icon="tag")


def _labelled(details: dict[str, list[str]]) -> str:
    added, removed = ", ".join(details["added"]), ", ".join(details["removed"])
    told = [_("labelled it %(label)s", label=added)] if added else []
    return listed([*told, _("took the label %(label)s off", label=removed)] if removed else told)
