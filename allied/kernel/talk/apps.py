# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "allied.kernel.talk"
    label = "talk"

    def ready(self) -> None:
        """Word what happens to comments; register what happens by itself."""
        from allied.kernel.talk import mail, tasks, telling, words  # noqa: F401  they register themselves

        words.register()
