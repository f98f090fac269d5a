"""Addresses outside a workspace: the front door, set-up, invitations, sign-in and passwords."""

from allauth.account import views as account
from django.urls import path, re_path

from allied.site.entrance import views

urlpatterns = [
    path("", views.front_door, name="front-door"),
    path("set-up", views.set_up, name="set-up"),
    path("join/<str:secret>", views.join, name="join"),
    path("demo-sign-in", views.enter_demo, name="demo-sign-in"),
    # allauth finds its pages by these names
    path("sign-in", views.SignIn.as_view(), name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
    path("sign-up", views.sign_up_is_by_invitation, name="account_signup"),
    path("account/inactive", account.account_inactive, name="account_inactive"),
    path("password", account.password_change, name="account_change_password"),
    path("password", account.password_change, name="account_set_password"),
    path("password/reset", views.ResetPassword.as_view(), name="account_reset_password"),
    path("password/reset/sent", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]
