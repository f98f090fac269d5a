from django.urls import path

from allied.domains.prioritization import views

app_name = "prioritization"
_ALL = "w/<slug:workspace>/rounds"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.rounds, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(f"{_ALL}/quick", views.quick, name="quick"),
    path("w/<slug:workspace>/v/<str:reference>", views.short, name="short"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/agenda", views.discussion, name="discussion"),
    path(f"{_ONE}/ballot", views.ballot, name="ballot"),
    path(f"{_ONE}/ballot/withdrawal", views.ballot_withdrawal, name="ballot-withdrawal"),
    path(f"{_ONE}/cancellation", views.cancellation, name="cancellation"),
    path(f"{_ONE}/closing", views.closing, name="closing"),
    path(f"{_ONE}/deadline", views.deadline, name="deadline"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/opening", views.opening, name="opening"),
    path(f"{_ONE}/ranking", views.ranking, name="ranking"),
    path(f"{_ONE}/second", views.second, name="second"),
]
