"""Write nodes. Slices call these inside their own actions; nobody else writes the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from allied.kernel import bulk
from allied.kernel.errors import InvalidState
from allied.kernel.ids import new_ids
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.text import clean, excerpt
from allied.kernel.words import _


def take_numbers(workspace_id: int, kind: str, count: int) -> int:
    """Take a block of ``count`` reference numbers and return the first. Given back if the transaction fails."""
    sql = (
        "INSERT INTO nodes_counter (workspace_id, kind, last) VALUES (%s, %s, %s) "
        "ON CONFLICT (workspace_id, kind) DO UPDATE SET last = nodes_counter.last + excluded.last RETURNING last"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [workspace_id, kind, count])
        (last,) = cursor.fetchone()
    return int(last) - count + 1


@transaction.atomic
def create(
    kind: str, *, title: str, actor: Member, product: Product | None = None, state: str = "", at: datetime | None = None
) -> Node:
    """Give a new object its place in the thread.

    Raises:
        BadInput: the title is empty, too long or holds U+0000.
    """
    title = clean(title, field="title", limit=TITLE_LENGTH, required=True, single_line=True)
    (node,) = create_many(kind, titles=[title], actor=actor, product=product, state=state, ats=[at] if at else None)
    return node


@transaction.atomic
def create_many(
    kind: str,
    *,
    titles: Sequence[str],
    actor: Member,
    product: Product | None = None,
    state: str = "",
    ats: Sequence[datetime] | None = None,
) -> list[Node]:
    """Insert one node a title, with consecutive numbers and ids that sort in that order."""
    spec, now = KINDS[kind], timezone.now()
    first = take_numbers(actor.workspace_id, kind, len(titles)) if titles else 1
    nodes = [
        Node(
            id=node_id,
            workspace_id=actor.workspace_id,
            product=product,
            kind=kind,
            number=first + offset,
            title=excerpt(title, TITLE_LENGTH),
            state=state or spec.first_state,
            created_at=ats[offset] if ats else now,
            updated_at=now,
            created_by=actor,
        )
        for offset, (node_id, title) in enumerate(zip(new_ids(spec.prefix, len(titles)), titles, strict=True))
    ]
    bulk.insert(nodes)
    return nodes


def retitle(node: Node, title: str) -> str:
    """Change the title inside the caller's transaction; return the one it had."""
    before = node.title
    node.title = clean(title, field="title", limit=TITLE_LENGTH, required=True, single_line=True)
    node.updated_at = timezone.now()
    node.save(update_fields=["title", "updated_at"])
    return before


def move_to(node: Node, product: Product | None) -> None:
    """Put the node under another product of its workspace, or under none, inside the caller's transaction."""
    node.product, node.updated_at = product, timezone.now()
    node.save(update_fields=["product", "updated_at"])


def enter_state(node: Node, state: str) -> str:
    """Change the state inside the caller's transaction; return the one it had. The rules are the slice's."""
    if state not in node.spec.states:
        raise InvalidState(
            _("%(label)s has no state “%(state)s”. Nothing was changed.", label=node.spec.label, state=state)
        )
    before, node.state = node.state, state
    node.updated_at = timezone.now()
    node.save(update_fields=["state", "updated_at"])
    return before


def touch(*nodes: Node) -> None:
    """Say that the object changed now, for lists that show what changed last."""
    Node.objects.filter(pk__in=[node.pk for node in nodes]).update(updated_at=timezone.now())


def lock(node: Node) -> Node:
    """Read the node again and hold its row until the transaction ends. Needed where a rule depends on its state.

    Not its key: others may go on to refer to it, as a new link does.
    """
    return Node.objects.select_for_update(no_key=True).get(pk=node.pk)
