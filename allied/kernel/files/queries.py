"""Questions about attachments. Every answer begins with what the actor may read."""

from __future__ import annotations

from allied.kernel.errors import NotVisible
from allied.kernel.files.models import Attachment
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _


def attachments(node: Node, *, actor: Member) -> list[Attachment]:
    """Everything attached to a node and to its comments, oldest first: one query."""
    found = Attachment.objects.visible_to(actor).filter(node=node, removed_at=None)
    return list(found.select_related("added_by").order_by("pk"))


def attachment_by_id(attachment_id: str, *, actor: Member, removed: bool = False) -> Attachment:
    """The attachment with that id; one that was removed only if asked for.

    Raises:
        NotVisible: there is none on an object that the actor may read.
    """
    wanted = Attachment.objects.visible_to(actor).filter(pk=attachment_id).select_related("node", "node__product")
    found = wanted.first()
    if found is None or (found.removed_at is not None and not removed):
        raise NotVisible(_("There is no such file in this workspace, or it was removed."))
    return found
