"""Addresses of the toolkit, included by the site at the root."""

from django.urls import path

from allied.web import palette, personal, views

app_name = "web"
urlpatterns = [
    path("appearance", views.choose_appearance, name="appearance"),
    path("w/<slug:workspace>/product", views.choose_product, name="product"),
    path("w/<slug:workspace>/palette", palette.options, name="palette"),
    path("w/<slug:workspace>/palette/found", palette.found, name="found"),
    path("w/<slug:workspace>/favorites/<str:reference>", personal.favorite, name="favorite"),
    path("w/<slug:workspace>/openings/<str:reference>", personal.opening, name="opening"),
    path("w/<slug:workspace>/news/<str:reference>", personal.news, name="news"),
    path("w/<slug:workspace>/running", personal.running, name="running"),
    path("w/<slug:workspace>/acts/<int:act_id>/undo", personal.undo, name="undo"),
    path("components", views.gallery, name="gallery"),
    path("w/<slug:workspace>/components", views.components, name="components"),
]
