"""What allauth may do here: sign people in and out and change passwords; never make an account by itself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from the set-up page and from invitations. Without a mail address configured, no mail is tried."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether sign-in may lead there: to a page of this installation, named without a host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if settings.HAS_EMAIL:
            super().send_mail(template_prefix, email, context)
