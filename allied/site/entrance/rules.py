"""Who may come in without an invitation: the first owner, and anybody into a demo that stands alone."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

from allied.kernel.errors import BadInput, NotVisible
from allied.kernel.people.models import Member, Workspace
from allied.kernel.words import _
from allied.web import rates

LOOPBACK = {"127.0.0.1", "::1"}
GUESSES = 10  # of the set-up code or of an invitation, from one address …
SPAN = 300  # … in so many seconds


def may_set_up() -> bool:
    """Whether this installation still waits for its first workspace; a demo does not count."""
    return not Workspace.objects.filter(is_demo=False).exists()


def setup_code() -> str:
    """The code that proves that somebody runs this server: printed at start, asked for from other machines."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"set up this installation", hashlib.sha256).hexdigest()
    return f"{made[:4]}-{made[4:8]}-{made[8:12]}"


def needs_code(request: HttpRequest) -> bool:
    """Whoever sits at the machine itself needs no code; behind a proxy that cannot be told, so all do."""
    return bool(settings.BEHIND_PROXY) or request.META.get("REMOTE_ADDR") not in LOOPBACK


def check_code(request: HttpRequest, given: str) -> None:
    """Refuse a wrong set-up code.

    Raises:
        BadInput: it is wrong.
        TooMany: too many wrong ones came from this address.
    """
    if not needs_code(request):
        return
    check_guesses(request)
    if not hmac.compare_digest(given.strip().lower().encode(), setup_code().encode()):
        note_guess(request)
        raise BadInput(code=_("This is not the set-up code. Print it again on the server with: allied doctor"))


def check_guesses(request: HttpRequest) -> None:
    """Raises: TooMany, when this address guessed wrong too often."""
    rates.check(f"guess:{rates.address_of(request)}", GUESSES, seconds=SPAN)


def note_guess(request: HttpRequest) -> None:
    """Count a wrong set-up code, or a link that opens nothing."""
    rates.count(f"guess:{rates.address_of(request)}", GUESSES, seconds=SPAN)


def demo_members() -> list[Member]:
    """Those who can be entered without a password: the people of a demo, while nothing but demos is here."""
    if not may_set_up():
        return []
    found = Member.objects.filter(workspace__is_demo=True, deactivated_at=None, user__isnull=False)
    return list(found.select_related("workspace", "user").order_by("workspace_id", "pk"))


def demo_member(member_id: int) -> Member:
    """One of ``demo_members``.

    Raises:
        NotVisible: it is not one, or a workspace of one's own stands beside the demo.
    """
    for member in demo_members():
        if member.pk == member_id:
            return member
    raise NotVisible(_("There is no such demo person. Sign in with your own account."))
