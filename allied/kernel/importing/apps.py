from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "allied.kernel.importing"
    label = "importing"

    def ready(self) -> None:
        from allied.kernel.importing import actions  # noqa: F401, PLC0415  registers the tasks; models load first
