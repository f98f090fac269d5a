"""May this actor do this, here? One check; the boolean is derived from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allied.kernel.access.catalogue import GRANTS, MEANINGS, Permission
from allied.kernel.errors import Denied, NotVisible
from allied.kernel.words import _

if TYPE_CHECKING:
    from allied.kernel.nodes.models import Node
    from allied.kernel.people.models import Member

__all__ = ["GRANTS", "MEANINGS", "Permission", "can", "require"]


def require(actor: Member, permission: Permission, node: Node | None = None) -> None:
    """Return silently if ``actor`` may do this to ``node``; refuse otherwise.

    Raises:
        NotVisible: the node is in another workspace or a private draft of others, or the actor reads nothing here.
        Denied: the actor was deactivated, or their role does not carry the permission.
    """
    if node is not None and (node.workspace_id != actor.workspace_id or not node.is_readable_by(actor.pk)):
        raise NotVisible(_("There is no such object in this workspace."))
    if not actor.is_active:
        raise Denied(
            _("Your membership of this workspace has ended. Ask an owner to reactivate it. Nothing was changed.")
        )
    if permission not in GRANTS[actor.role]:
        raise Denied(
            _(
                "Your role here is %(get_role_display)s. It does not allow this: %(meanings)s. Ask "
                "an owner or administrator. Nothing was changed.",
                get_role_display=actor.get_role_display().lower(),
                meanings=MEANINGS[permission].lower(),
            )
        )


def can(actor: Member, permission: Permission, node: Node | None = None) -> bool:
    """Whether ``require`` would let this pass."""
    try:
        require(actor, permission, node)
    except (Denied, NotVisible):
        return False
    return True
