from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "allied.kernel.importing"
    label = "importing"

    def ready(self) -> None:
        # ruff: noqa: PLC0415  models load first
        from allied.kernel.importing import actions, people, targets  # noqa: F401  actions register their tasks

        targets.register(people.TARGET)
