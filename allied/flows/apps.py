from django.apps import AppConfig

from allied.kernel.words import _


class FlowsConfig(AppConfig):
    name = "allied.flows"
    label = "flows"

    def ready(self) -> None:
        """Stand in the sidebar, follow what is written."""
        from allied.flows import moving, themes_follow_feedback  # noqa: F401, PLC0415  subscribes
        from allied.flows.summaries import making  # noqa: PLC0415
        from allied.kernel.access import Permission  # noqa: PLC0415
        from allied.kernel.activity.history import word  # noqa: PLC0415
        from allied.web import commands, navigation  # noqa: PLC0415  after the apps

        moving.register_undo()
        making.register_undo()
        commands.register(
            _("Insights from a summary"),
            "flows:from-summary",
            "clipboard-list",
            permission=Permission.INSIGHT_DRAFT,
            also="paste talk meeting summary quotes",
        )
        word("node.moved", _("moved it to {place}"), icon="arrow-right")
        navigation.register(
            _("Understand"), _("Ask"), "flows:ask", "message-circle", key="a", order=30, covers=["flows:ask-wording"]
        )
