"""The addresses of custom fields."""

from django.urls import path

from allied.site.fields import settings, views

app_name = "fields"
_ALL = "w/<slug:workspace>/settings/fields"
_ONE = f"{_ALL}/<int:field_id>"
urlpatterns = [
    path(_ALL, settings.fields, name="list"),
    path(f"{_ALL}/new", settings.new, name="new"),
    path(_ONE, settings.field, name="field"),
    path(f"{_ONE}/move", settings.move, name="move"),
    path(f"{_ONE}/archiving", settings.archiving, name="archiving"),
    path(f"{_ONE}/restoration", settings.restoration, name="restoration"),
    path("w/<slug:workspace>/fields/on/<str:reference>", views.on, name="on"),
]
