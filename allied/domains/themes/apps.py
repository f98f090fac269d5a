# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class ThemesConfig(AppConfig):
    name = "allied.domains.themes"
    label = "themes"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar."""
        from allied.domains.themes import actions, rewording, undo, words  # noqa: F401  the actions register their tasks
        from allied.domains.themes.models import Theme
        from allied.kernel.access import Permission
        from allied.kernel.custom_fields.holders import hold
        from allied.kernel.nodes.bindings import bind
        from allied.web import navigation, running

        bind("theme", model=Theme, url_name="themes:detail")
        hold("theme", edit=Permission.THEME_STEER)
        words.register()
        rewording.register()
        undo.register_undo()
        running.register("themes.run", _("Sorting feedback into themes"), "themes:list")
        navigation.register(_("Understand"), _("Themes"), "themes:list", "layers", order=15)
