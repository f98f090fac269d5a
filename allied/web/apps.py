from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "allied.web"
    label = "web"

    def ready(self) -> None:
        from allied.web import rewording  # noqa: PLC0415  models load after the apps
        from allied.web.lists import editing  # noqa: PLC0415

        editing.register_undo()
        rewording.register_undo()
