from django.urls import path

from allied.domains.insights import keeping_views, views
from allied.domains.insights.digest import views as digests
from allied.domains.insights.watch import views as watch

app_name = "insights"
_ALL = "w/<slug:workspace>/insights"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.insights, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(f"{_ALL}/weekly", digests.week, name="weekly"),
    path(f"{_ALL}/weekly/reading", digests.reading, name="weekly-reading"),
    path(f"{_ONE}/digest", digests.one, name="digest"),
    path(f"{_ONE}/digest/sending", digests.sending, name="digest-sending"),
    path(f"{_ALL}/watch", watch.watch, name="watch"),
    path(f"{_ALL}/watch/<str:suggestion>", watch.judgement, name="judgement"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/evidence", views.evidence, name="evidence"),
    path(f"{_ONE}/half-life", views.half_life, name="half-life"),
    path(f"{_ONE}/owners", keeping_views.owners, name="owners"),
    path(f"{_ONE}/parking", keeping_views.parking, name="parking"),
    path(f"{_ONE}/parking/undo", keeping_views.parking_undo, name="parking-undo"),
    path(f"{_ONE}/review", keeping_views.review, name="review"),
    path(f"{_ONE}/review/done", keeping_views.reviewed, name="reviewed"),
    path(f"{_ONE}/publication", views.publication, name="publication"),
    path(f"{_ONE}/publication/undo", views.publication_undo, name="publication-undo"),
    path(f"{_ONE}/related", views.related, name="related"),
    path(f"{_ONE}/reinstatement", views.reinstatement, name="reinstatement"),
    path(f"{_ONE}/retirement", views.retirement, name="retirement"),
    path(f"{_ONE}/supersession", views.supersession, name="supersession"),
]
