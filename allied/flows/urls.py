"""Use-cases that span slices. Each brings its own addresses."""

from allied.flows import (
    asking_views,
    decision_from_meeting_views,
    evidence_views,
    insight_from_feedback_views,
    insight_from_theme_views,
    into_theme_views,
    item_from_opportunity_views,
    linking_views,
    merging_views,
    moving_views,
    opportunity_from_insight_views,
)
from allied.flows.summaries import views as summary_views

app_name = "flows"
urlpatterns = [
    *asking_views.urls,
    *decision_from_meeting_views.urls,
    *evidence_views.urls,
    *insight_from_feedback_views.urls,
    *insight_from_theme_views.urls,
    *into_theme_views.urls,
    *item_from_opportunity_views.urls,
    *linking_views.urls,
    *merging_views.urls,
    *moving_views.urls,
    *opportunity_from_insight_views.urls,
    *summary_views.urls,
]
