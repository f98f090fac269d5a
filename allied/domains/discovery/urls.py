from django.urls import path

from allied.domains.discovery import views

app_name = "discovery"
_ALL = "w/<slug:workspace>/opportunities"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.opportunities, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/place", views.place, name="place"),
    path(f"{_ONE}/place/removal", views.place_removal, name="place-removal"),
    path(f"{_ONE}/reopening", views.reopening, name="reopening"),
    path(f"{_ONE}/retirement", views.retirement, name="retirement"),
    path(f"{_ONE}/succession", views.succession, name="succession"),
]
