from django.apps import AppConfig

from allied.kernel.words import _


class SiteConfig(AppConfig):
    """What only the whole knows: its addresses, Home, search, settings, help."""

    name = "allied.site"
    label = "site"

    def ready(self) -> None:
        from allied.site import commands  # noqa: PLC0415
        from allied.site.demo import opening  # noqa: F401, PLC0415  registers the task
        from allied.site.help import pages  # noqa: PLC0415
        from allied.site.workspace import people, templates, undo  # noqa: PLC0415
        from allied.web import navigation, running  # noqa: PLC0415  models are loaded now
        from allied.web.lists.registry import register  # noqa: PLC0415

        navigation.register("", _("Home"), "home", "house", order=0, key="h")
        navigation.register("", _("Thread"), "thread:start", "route", order=10, key="e")
        navigation.register(_("Workspace"), _("Settings"), "settings:general", "settings", order=90, key="t")
        navigation.register(_("Workspace"), _("Labels"), "talk:labels", "tag", order=92)
        navigation.register(_("Workspace"), _("Trash"), "talk:trash", "trash-2", order=95)
        commands.register()
        running.register("importing.run", _("Importing a file"), "imports:list")
        running.register("imports.mail_links", _("Sending invitations"), "imports:list")
        running.register("importing.undo", _("Undoing an import"), "imports:list")
        pages.register_help()
        people.register_editing()
        register(people.KEY, _("People"), "settings:people", people.people_list)
        templates.register_undo()
        undo.register_undo()
        running.register("demo.open", _("Loading the demo"), "open-demo")
