from django.apps import AppConfig

from allied.kernel.nodes.bindings import bind


class InsightsConfig(AppConfig):
    name = "allied.domains.insights"
    label = "insights"

    def ready(self) -> None:
        from allied.domains.insights.models import Insight  # noqa: PLC0415  models load after the apps

        bind("insight", model=Insight, url_name="insights:detail")
