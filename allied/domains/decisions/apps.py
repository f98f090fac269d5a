# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class DecisionsConfig(AppConfig):
    name = "allied.domains.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar, run the clocks of objections."""
        from allied.domains.decisions import help, rewording, starting, tasks, undo, words  # noqa: F401  registers its task
        from allied.domains.decisions.models import Decision
        from allied.domains.decisions.waiting import waiting_for
        from allied.kernel.nodes.bindings import bind
        from allied.web import navigation

        bind("decision", model=Decision, url_name="decisions:detail")
        words.register()
        starting.register_templates()
        rewording.register()
        undo.register_undo()
        help.register_help()
        navigation.register(
            _("Decide"),
            _("Decisions"),
            "decisions:list",
            "gavel",
            key="j",
            order=30,
            count=waiting_for,
            waits=_("You decide, have to agree, settle what nobody answered, or read a decision again."),
        )
