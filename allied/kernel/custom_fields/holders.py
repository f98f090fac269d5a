"""The kinds that can have custom fields, and who may fill them in. Slices say so in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from allied.kernel import access
from allied.kernel.access import Permission
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _


@dataclass(frozen=True)
class Holder:
    """A kind with custom fields: ``edit`` fills them in for any of it, ``own`` for one's own in ``own_states``."""

    kind: str
    edit: Permission
    own: Permission | None = None
    own_states: Collection[str] = ()

    def permission_for(self, node: Node, actor: Member) -> Permission:
        is_own = node.created_by_id == actor.pk and (not self.own_states or node.state in self.own_states)
        return self.own if is_own and self.own else self.edit


KEPT = _("Nothing was changed.")
_holders: dict[str, Holder] = {}


def hold(kind: str, *, edit: Permission, own: Permission | None = None, own_states: Collection[str] = ()) -> None:
    """Let a kind have custom fields."""
    _holders[kind] = Holder(kind, edit, own, own_states)


def kinds() -> list[str]:
    """The kinds that can have custom fields, in the order of the catalogue."""
    return [kind for kind in KINDS if kind in _holders]


def holder(kind: str) -> Holder:
    """Who may fill in the fields of a kind.

    Raises:
        BadInput: it has none.
    """
    if kind not in _holders:
        raise BadInput(kind=_("Choose one of %(join)s. Nothing was changed.", join=", ".join(kinds())))
    return _holders[kind]


def require(node: Node, *, actor: Member) -> None:
    """Refuse unless the actor may fill in the fields of this object, and it can still change.

    Raises:
        NotVisible, Denied: as for any other change of it.
        InvalidState: it has ended.
    """
    access.require(actor, holder(node.kind).permission_for(node, actor), node)
    if node.is_ended or node.trashed_at is not None:
        words = _("in the trash") if node.trashed_at else "archived" if node.archived_at else node.state_label.lower()
        raise InvalidState(
            _(
                "%(reference)s is %(words)s and is kept as it was. Bring it back first. Nothing was changed.",
                reference=node.reference,
                words=words,
            )
        )


def may_fill(node: Node, *, actor: Member) -> bool:
    """Whether ``require`` would let it pass. No query."""
    try:
        require(node, actor=actor)
    except (Denied, InvalidState, NotVisible):
        return False
    return True
