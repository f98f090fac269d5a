"""Personal access tokens: made, checked, revoked."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from allied.kernel import access, activity
from allied.kernel.access import Permission
from allied.kernel.access.models import AccessToken, Scope
from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.membership.secrets import hashed, new_secret
from allied.kernel.people.models import Member
from allied.kernel.text import clean
from allied.kernel.words import _

PREFIX = "allied_"
LONGEST_DAYS = 365
_USE_IS_NOTED_EVERY = timedelta(minutes=5)


@transaction.atomic
def make_access_token(*, name: str, scope: str, days: int, actor: Member) -> tuple[AccessToken, str]:
    """Make a token for oneself; return it and its secret, which is shown once.

    Raises:
        BadInput: no name, an unknown scope, or a life outside 1 to 365 days.
    """
    access.require(actor, Permission.ACCESS_TOKEN_MAKE)
    if scope not in Scope.values:
        raise BadInput(scope=_("A token can read, or read and write."))
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(days=_("A token lives between 1 and %(longest_days)s days.", longest_days=LONGEST_DAYS))
    secret = new_secret(PREFIX)
    token = AccessToken.objects.create(
        member=actor,
        name=clean(name, field="name", limit=120, required=True, single_line=True),
        scope=scope,
        token_hash=hashed(secret),
        hint=secret[-4:],
        expires_at=timezone.now() + timedelta(days=days),
    )
    activity.record("access_token.made", None, actor=actor, token=token.pk, scope=scope)
    return token, secret


@transaction.atomic
def revoke_access_token(token_id: int, *, actor: Member) -> None:
    """End one of one's own tokens at once."""
    found = AccessToken.objects.filter(member=actor, pk=token_id).first()
    if found is None:
        raise NotVisible(_("You have no such token."))
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        activity.record("access_token.revoked", None, actor=actor, token=found.pk)


def bearer(secret: str) -> AccessToken | None:
    """The live token with that secret, with its active member and workspace; None where there is none."""
    found = (
        AccessToken.objects.select_related("member__workspace", "member__user")
        .filter(token_hash=hashed(secret), member__deactivated_at=None, member__user__is_active=True)
        .first()
    )
    if found is None or not found.is_live:
        return None
    _note_use(found)
    return found


def _note_use(token: AccessToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - _USE_IS_NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
