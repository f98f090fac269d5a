# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "allied.kernel.labels"
    label = "labels"

    def ready(self) -> None:
        """Word what happens to labels."""
        from allied.kernel.activity.history import word

        word("node.labelled", _labelled, icon="tag")


def _labelled(details: dict[str, list[str]]) -> str:
    added, removed = ", ".join(details["added"]), ", ".join(details["removed"])
    return " and ".join(filter(None, [added and f"labelled it {added}", removed and f"took the label {removed} off"]))
