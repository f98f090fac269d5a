from django.urls import path

from allied.domains.themes import views

app_name = "themes"
_ALL = "w/<slug:workspace>/themes"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.themes, name="list"),
    path(f"{_ALL}/changes", views.compared, name="changes"),
    path(f"{_ALL}/export", views.export, name="export"),
    path(f"{_ALL}/items", views.move, name="move"),
    path(f"{_ALL}/not-themed", views.not_themed, name="not-themed"),
    path(f"{_ALL}/progress", views.progress, name="progress"),
    path(f"{_ALL}/run", views.run, name="run"),
    path(f"{_ALL}/run/undo", views.undo, name="undo"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/hidden", views.hide, name="hide"),
    path(f"{_ONE}/merge", views.merge, name="merge"),
    path(f"{_ONE}/merge/undo", views.unmerge, name="unmerge"),
    path(f"{_ONE}/name", views.rename, name="rename"),
    path(f"{_ONE}/pin", views.pin, name="pin"),
    path(f"{_ONE}/split", views.split, name="split"),
]
