"""What the macro ``keeping`` draws: how an object is put out of the way, or kept private."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.disposal.rules import MAY_BE_PRIVATE
from allied.kernel.nodes import addresses
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member


@dataclass(frozen=True)
class Keeping:
    """Addresses are "" where the reader may not do it, or there is nothing to do."""

    is_archived: bool = False
    is_private: bool = False
    archive_url: str = ""
    unarchive_url: str = ""
    trash_url: str = ""
    merge_url: str = ""
    move_url: str = ""
    private_url: str = ""
    share_url: str = ""

    @property
    def acts(self) -> bool:
        """Whether anything can be done that is not offered beside a notice."""
        return bool(self.archive_url or self.move_url or self.trash_url or (self.private_url and not self.is_private))


def move_address(references: list[str], actor: Member) -> str:
    """The page that moves these objects to another product."""
    place = addresses.address("flows:move", workspace=actor.workspace.slug)
    return f"{place}?{urlencode({'node': references}, doseq=True)}"


def keeping(node: Node, *, actor: Member) -> Keeping:
    """What the actor may do with a node. No query."""
    may_archive = access.can(actor, Permission.NODE_ARCHIVE, node)
    is_mine = node.created_by_id == actor.pk and access.can(actor, Permission.INSIGHT_DRAFT, node)
    may_hide = is_mine and (node.is_private or (node.kind, node.state) in MAY_BE_PRIVATE)

    def address(name: str, may: bool, area: str = "talk") -> str:
        if not may:
            return ""
        return addresses.address(f"{area}:{name}", workspace=actor.workspace.slug, reference=node.reference)

    return Keeping(
        is_archived=node.archived_at is not None,
        is_private=node.is_private,
        archive_url=address("archive", may_archive and node.archived_at is None),
        unarchive_url=address("unarchive", may_archive and node.archived_at is not None),
        trash_url=address("trash-node", may_archive),
        merge_url=address("merge", may_archive and not node.is_private, area="flows"),
        move_url=move_address([node.reference], actor) if may_archive and node.kind != "theme" else "",
        private_url=address("readers", may_hide),
        share_url=address("sharing", is_mine and node.is_private),
    )
