# ruff: noqa: PLC0415  models load after the apps
from django.apps import AppConfig

from allied.kernel.words import _


class InsightsConfig(AppConfig):
    name = "allied.domains.insights"
    label = "insights"

    def ready(self) -> None:
        """Bind the kind to its model, word its history, stand in the sidebar."""
        from allied.domains.insights import editing, help, starting, undo, words
        from allied.domains.insights.digest import actions  # noqa: F401  tasks
        from allied.domains.insights.gaps import register_gaps
        from allied.domains.insights.importing import TARGET
        from allied.domains.insights.keeping_queries import not_parked
        from allied.domains.insights.listing import insight_list
        from allied.domains.insights.models import Insight
        from allied.domains.insights.queries import texts
        from allied.domains.insights.watch import tasks  # noqa: F401  subscribes
        from allied.kernel import embeddings
        from allied.kernel.access import Permission
        from allied.kernel.importing import targets
        from allied.kernel.nodes.bindings import bind
        from allied.kernel.thread import gaps
        from allied.web import commands, navigation
        from allied.web.lists.registry import register

        bind("insight", model=Insight, url_name="insights:detail")
        embeddings.tell("insight", texts)
        gaps.excuse("insight_without_use", not_parked)
        register_gaps()
        words.register()
        starting.register_templates()
        undo.register_undo()
        targets.register(TARGET)
        help.register_help()
        navigation.register(_("Understand"), _("Insights"), "insights:list", "lightbulb", key="i", order=20)
        editing.register()
        register("insights", _("Insights"), "insights:list", insight_list)
        commands.register(_("New evidence near your claims"), "insights:watch", "split", also="contradiction watch")
        commands.register(_("Weekly digest"), "insights:weekly", "calendar", also="what changed in insights this week")
        commands.register(
            _("New insight"), "insights:new", "plus", permission=Permission.INSIGHT_DRAFT, also="draft claim"
        )
