"""Hand over the links of those whom an import invited."""

from __future__ import annotations

from django.db import transaction

from allied.kernel.errors import InvalidState
from allied.kernel.importing import queries, rules
from allied.kernel.importing.models import Import
from allied.kernel.importing.targets import target_named
from allied.kernel.membership import invitations
from allied.kernel.people.models import Invitation, Member
from allied.kernel.words import _


@transaction.atomic
def make_links(imported: Import, *, actor: Member) -> list[tuple[Invitation, str]]:
    """Make a link for each open invitation of an import, good once and for 14 days; those made before stop working.

    Raises:
        Denied: the actor may not invite.
        InvalidState: nobody whom it invited still waits.
    """
    rules.require(actor, target_named(imported.target))
    waiting = queries.invited(imported, actor=actor)
    if not waiting.exists():
        raise InvalidState(
            _("Nobody whom %(imported)s invited still waits for a link. Nothing was changed.", imported=imported)
        )
    return invitations.renew_links(waiting, actor=actor)
