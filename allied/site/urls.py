"""Every address of Allied."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("allied.web.urls")),
]
handler400 = "allied.web.views.bad_request"
handler403 = "allied.web.views.forbidden"
handler404 = "allied.web.views.not_found"
handler500 = "allied.web.views.server_error"
