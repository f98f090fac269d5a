from django.urls import path

from allied.domains.roadmap.findings import views
from allied.domains.roadmap.records import views as records

app_name = "findings"
KIND = {"kind": "finding"}
_ALL = "w/<slug:workspace>/findings"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.findings, name="list"),
    path(f"{_ALL}/new", records.new, KIND, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", records.edit, KIND, name="edit"),
    path(f"{_ONE}/fix", views.fix, name="fix"),
    path(f"{_ONE}/fix/removal", views.fix_removal, name="fix-removal"),
]
