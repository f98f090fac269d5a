"""Addresses of the toolkit, included by the site at the root."""

from django.urls import path

from allied.web import views

app_name = "web"
urlpatterns = [
    path("appearance", views.choose_appearance, name="appearance"),
    path("w/<slug:workspace>/product", views.choose_product, name="product"),
    path("components", views.gallery, name="gallery"),
    path("w/<slug:workspace>/components", views.components, name="components"),
]
