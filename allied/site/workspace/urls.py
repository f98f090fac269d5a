"""Addresses of the settings of a workspace."""

from django.urls import path

from allied.site.workspace import quorums, templates, views, wording

app_name = "settings"
urlpatterns = [
    path("", views.general, name="general"),
    path("calendar", views.calendar, name="calendar"),
    path("calendar/<int:holiday_id>/removal", views.holiday_removal, name="holiday-removal"),
    path("products", views.product_list, name="products"),
    path("products/<slug:slug>", views.product, name="product"),
    path("templates", templates.templates, name="templates"),
    path("templates/starters", templates.starters, name="template-starters"),
    path("templates/new/<slug:of_kind>", templates.new, name="template-new"),
    path("templates/<int:template_id>", templates.template, name="template"),
    path("templates/<int:template_id>/removal", templates.removal, name="template-removal"),
    path("templates/<int:template_id>/restoration", templates.restoration, name="template-restoration"),
    path("meetings", quorums.quorums, name="quorums"),
    path("meetings/<slug:meeting_type>", quorums.quorum, name="quorum"),
    path("model", wording.model, name="model"),
    path("model/trial", wording.model_trial, name="model-trial"),
    path("model/removal", wording.model_removal, name="model-removal"),
    path("people", views.people, name="people"),
    path("people/<int:member_id>", views.member, name="member"),
    path("people/<int:member_id>/role", views.member_role, name="member-role"),
    path("people/<int:member_id>/deactivation", views.deactivation, name="deactivation"),
    path("people/<int:member_id>/reactivation", views.reactivation, name="reactivation"),
    path("people/<int:member_id>/reset-link", views.reset_link, name="reset-link"),
    path("invitations/new", views.invitation_new, name="invitation-new"),
    path("invitations/<int:invitation_id>/revocation", views.invitation_revocation, name="invitation-revocation"),
    path("stand-ins/<str:side>", views.stand_in, name="stand-in"),
]
