# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class PrioritizationConfig(AppConfig):
    name = "allied.domains.prioritization"
    label = "prioritization"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar, close rounds when their time is over."""
        from allied.domains.prioritization import editing, help, rewording, tasks, undo, words  # noqa: F401  registers its task
        from allied.domains.prioritization.listing import round_list
        from allied.domains.prioritization.models import Round
        from allied.domains.prioritization.queries import waiting_for
        from allied.kernel.access import Permission
        from allied.kernel.nodes.bindings import bind
        from allied.web import commands, navigation
        from allied.web.lists.registry import register

        editing.register()
        register("rounds", _("Rounds"), "prioritization:list", round_list)
        bind("round", model=Round, url_name="prioritization:detail")
        words.register()
        rewording.register()
        undo.register_undo()
        help.register_help()
        navigation.register(
            _("Decide"),
            _("Prioritize"),
            "prioritization:list",
            "scale",
            key="p",
            order=20,
            count=waiting_for,
            waits=_("A round is open. Hand in your ballot before it closes."),
        )
        may_run = Permission.ROUND_RUN
        commands.register(
            _("New round"), "prioritization:new", "plus", permission=may_run, also="prioritize vote ballot"
        )
