from django.urls import path

from allied.domains.pages import views

app_name = "pages"
_ALL = "w/<slug:workspace>/pages"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.pages, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(f"{_ALL}/preview", views.preview, name="preview"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/versions", views.versions, name="versions"),
    path(f"{_ONE}/versions/<int:version>", views.version, name="version"),
    path(f"{_ONE}/versions/<int:version>/return", views.restoration, name="restoration"),
]
