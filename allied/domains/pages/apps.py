# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class PagesConfig(AppConfig):
    name = "allied.domains.pages"
    label = "pages"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar."""
        from allied.domains.pages import editing, help, starting, undo, words
        from allied.domains.pages.listing import page_list
        from allied.domains.pages.models import Page
        from allied.kernel.access import Permission
        from allied.kernel.nodes.bindings import bind
        from allied.web import commands, navigation
        from allied.web.lists.registry import register

        editing.register()
        register("pages", _("Pages"), "pages:list", page_list)
        bind("page", model=Page, url_name="pages:detail")
        words.register()
        starting.register_templates()
        help.register_help()
        undo.register_undo()
        navigation.register(_("Together"), _("Pages"), "pages:list", "file-text", key="d", order=80)
        commands.register(
            _("New page"), "pages:new", "plus", permission=Permission.PAGE_WRITE, also="document write note"
        )
