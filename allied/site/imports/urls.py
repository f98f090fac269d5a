from django.urls import path

from allied.site.imports import views

app_name = "imports"
_ALL = "w/<slug:workspace>/imports"
_ONE = f"{_ALL}/<int:number>"
urlpatterns = [
    path(_ALL, views.all_imports, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(_ONE, views.one, name="detail"),
    path(f"{_ONE}/layout", views.layout, name="layout"),
    path(f"{_ONE}/mapping", views.mapping, name="mapping"),
    path(f"{_ONE}/run", views.run, name="run"),
    path(f"{_ONE}/run/stop", views.stop, name="stop"),
    path(f"{_ONE}/run/undo", views.undo, name="undo"),
    path(f"{_ONE}/progress", views.progress, name="progress"),
    path(f"{_ONE}/rows", views.rows, name="rows"),
    path(f"{_ONE}/links", views.link_list, name="link-list"),
    path(f"{_ONE}/links/mailing", views.links_by_mail, name="links-by-mail"),
    path(f"{_ONE}/links.csv", views.links, name="links"),
    path(f"{_ONE}/left-out.csv", views.left_out, name="left-out"),
]
