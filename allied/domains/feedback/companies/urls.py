from django.urls import path

from allied.domains.feedback.companies import views

app_name = "companies"
_ALL = "w/<slug:workspace>/companies"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.companies, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path("w/<slug:workspace>/feedback/<str:reference>/company", views.of_feedback, name="of-feedback"),
]
