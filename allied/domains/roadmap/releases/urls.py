from django.urls import path

from allied.domains.roadmap.records import views as records
from allied.domains.roadmap.releases import views

app_name = "releases"
KIND = {"kind": "release"}
_ALL = "w/<slug:workspace>/releases"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path("w/<slug:workspace>/changelog", views.changelog, name="changelog"),
    path(_ALL, views.releases, name="list"),
    path(f"{_ALL}/new", records.new, KIND, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", records.edit, KIND, name="edit"),
    path(f"{_ONE}/notes", views.notes, name="notes"),
    path(f"{_ONE}/shipping", views.shipping, name="shipping"),
    path(f"{_ONE}/shipping/removal", views.shipping_removal, name="shipping-removal"),
    path(f"{_ONE}/ticks", views.ticks, name="ticks"),
]
