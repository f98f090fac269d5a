from django.apps import AppConfig

from allied.kernel.words import _


class WebConfig(AppConfig):
    name = "allied.web"
    label = "web"

    def ready(self) -> None:
        from allied.web import rewording, running  # noqa: PLC0415  models load after the apps
        from allied.web.lists import bulk, editing, saved  # noqa: PLC0415

        running.register(bulk.CHANGE, _("Changing many rows"), "web:bulk-change", "change_id")
        running.register(bulk.PUT_BACK, _("Taking a bulk change back"), "web:bulk-change", "change_id")
        editing.register_undo()
        saved.register_undo()
        rewording.register_undo()
