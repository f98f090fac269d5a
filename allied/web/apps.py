from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allied.web"
    label = "web"

    def ready(self) -> None:
        from allied.web.lists import editing  # noqa: PLC0415  models load after the apps

        editing.register_undo()
