from django.urls import path

from allied.site.explorer import views

app_name = "thread"
_ALL = "w/<slug:workspace>/thread"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.start, name="start"),
    path("w/<slug:workspace>/coverage", views.covered, name="coverage"),
    path(_ONE, views.explore, name="explore"),
    path(f"{_ONE}/path", views.way, name="path"),
    path(f"{_ONE}/trace.html", views.file, name="file"),
    path(f"{_ONE}/why", views.reason, name="why"),
]
