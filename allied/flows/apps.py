from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "allied.flows"
    label = "flows"

    def ready(self) -> None:
        """Stand in the sidebar, follow what is written."""
        from allied.flows import moving, themes_follow_feedback  # noqa: F401, PLC0415  subscribes
        from allied.kernel.activity.history import word  # noqa: PLC0415
        from allied.web import navigation  # noqa: PLC0415  after the apps

        moving.register_undo()
        word("node.moved", "moved it to {place}", icon="arrow-right")
        navigation.register("Understand", "Ask", "flows:ask", "message-circle", key="a", order=30)
