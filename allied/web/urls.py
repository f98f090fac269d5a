"""Addresses of the toolkit, included by the site at the root."""

from django.urls import path

from allied.web import palette, personal, rewording, views
from allied.web.lists.views import bulk, editing, exports, saved

app_name = "web"
LIST = "w/<slug:workspace>/lists/<slug:key>"
CHANGE = "w/<slug:workspace>/bulk-changes/<int:change_id>"
urlpatterns = [
    path("appearance", views.choose_appearance, name="appearance"),
    path("w/<slug:workspace>/product", views.choose_product, name="product"),
    path("w/<slug:workspace>/palette", palette.options, name="palette"),
    path("w/<slug:workspace>/palette/found", palette.found, name="found"),
    path("w/<slug:workspace>/favorites/<str:reference>", personal.favorite, name="favorite"),
    path("w/<slug:workspace>/openings/<str:reference>", personal.opening, name="opening"),
    path("w/<slug:workspace>/drafts", personal.draft, name="draft"),
    path("w/<slug:workspace>/news/<str:reference>", personal.news, name="news"),
    path("w/<slug:workspace>/running", personal.running, name="running"),
    path("w/<slug:workspace>/acts/<int:act_id>/undo", personal.undo, name="undo"),
    path("w/<slug:workspace>/rewordings/<int:rewording_id>/put-back", rewording.put_back, name="put-back"),
    path(f"{LIST}/saved", saved.save, name="list-save"),
    path(f"{LIST}/saved/<int:saved_id>", saved.change, name="list-change"),
    path(f"{LIST}/saved/<int:saved_id>/deletion", saved.delete, name="list-deletion"),
    path(f"{LIST}/saved/<int:saved_id>/restoration", saved.restore, name="list-restoration"),
    path(f"{LIST}/default", saved.default, name="list-default"),
    path(f"{LIST}/export/<slug:form>", exports.export, name="list-export"),
    path(f"{LIST}/cells/<str:reference>/<slug:field_key>", editing.cell, name="list-cell"),
    path(f"{LIST}/bulk", editing.bulk, name="list-bulk"),
    path(f"{LIST}/copy", exports.copy, name="list-copy"),
    path("w/<slug:workspace>/bulk-changes", bulk.all_changes, name="bulk-changes"),
    path(CHANGE, bulk.one, name="bulk-change"),
    path(f"{CHANGE}/progress", bulk.progress, name="bulk-progress"),
    path(f"{CHANGE}/stop", bulk.stop, name="bulk-stop"),
    path(f"{CHANGE}/resume", bulk.resume, name="bulk-resume"),
    path(f"{CHANGE}/undo", bulk.undo, name="bulk-undo"),
    path("components", views.gallery, name="gallery"),
    path("w/<slug:workspace>/components", views.components, name="components"),
]
