"""Use-cases that span slices. Each brings its own addresses."""

from allied.flows import evidence_views, insight_from_feedback_views, linking_views

app_name = "flows"
urlpatterns = [
    *evidence_views.urls,
    *insight_from_feedback_views.urls,
    *linking_views.urls,
]
