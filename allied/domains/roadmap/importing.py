"""Roadmap items as a target of imports: each row is an idea, behind the others of its horizon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import transaction

from allied.domains.roadmap import order
from allied.domains.roadmap.actions import TEXT_LENGTH, edit_item, move_item, said
from allied.domains.roadmap.models import Horizon, Item
from allied.kernel import access, bulk
from allied.kernel.access import Permission
from allied.kernel.importing.fields import Field, FieldKind, joins_of, vocabulary_of
from allied.kernel.importing.records import Records, Values
from allied.kernel.importing.targets import Join
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index_new
from allied.kernel.thread import strength
from allied.kernel.words import _

# What roadmap tools and trackers call their columns and states.
HORIZONS = {
    "now": "now", "next": "next", "later": "later",
    "in progress": "now", "doing": "now", "current": "now", "started": "now", "in development": "now",
    "planned": "next", "up next": "next", "to do": "next", "todo": "next", "selected for development": "next",
    "ready": "next", "ready to ship": "now", "backlog": "later", "future": "later", "ideas": "later",
    "under consideration": "later", "candidate": "later", "new idea": "later", "open": "later",
}  # fmt: skip
FIELDS = (
    Field(
        "title",
        _("Item"),
        FieldKind.LINE,
        TITLE_LENGTH,
        ("item", "title", "name", "summary", "feature", "feature name", "initiative", "epic name", "outcome name"),
        required=_("No column holds the item’s name. Choose the one that says in a line what you try for."),
    ),
    Field(
        "problem",
        _("Problem"),
        limit=TEXT_LENGTH,
        known_as=("problem", "description", "details", "why", "notes", "content", "body"),
    ),
    Field("outcome", _("Outcome"), limit=TEXT_LENGTH, known_as=("outcome", "goal", "objective", "success criteria")),
    Field(
        "horizon",
        _("Horizon"),
        FieldKind.CHOICE,
        known_as=("horizon", "timeframe", "time frame", "lane", "bucket", "column", "status", "state"),
        choices=HORIZONS,
    ),
    Field(
        "addresses",
        _("Addresses these opportunities"),
        FieldKind.LINK,
        known_as=("addresses", "opportunity", "opportunities", "parent", "parent key"),
        join=Join("addresses", ("opportunity",)),
    ),
    Field(
        "blocks",
        _("Blocks these items"),
        FieldKind.LINK,
        known_as=("blocks", "outward issue link blocks"),
        join=Join("blocks", ("item",)),
    ),
)


@transaction.atomic
def add_many(rows: Sequence[Values], product: Product, actor: Member) -> list[Node]:
    """Add an idea for each row, in a fixed number of statements; within a horizon they keep their order.

    Raises:
        Denied: the actor may not add items.
    """
    access.require(actor, Permission.ITEM_PROPOSE)
    strength.serialize(actor.workspace_id)
    made = nodes.create_many("item", titles=[row["title"] for row in rows], actor=actor, product=product)
    behind = {horizon: order.last(actor.workspace_id, horizon) for horizon in Horizon.values}
    met: Counter[str] = Counter()
    items = []
    for node, row in zip(made, rows, strict=True):
        horizon = row.get("horizon", Horizon.LATER.value)
        position = behind[horizon] + met[horizon] * order.STEP
        met[horizon] += 1
        texts = {name: row.get(name, "") for name in ("problem", "outcome")}
        items.append(Item(node=node, horizon=horizon, position=position, **texts))
    bulk.insert(items)
    index_new((item.node, (item.problem, item.outcome)) for item in items)
    return made


def current(node_ids: Collection[str]) -> dict[str, Values]:
    """What items say, by field."""
    return {each.pk: _said(each) for each in Item.objects.filter(pk__in=node_ids).select_related("node")}


def change(node: Node, values: Values, actor: Member) -> None:
    """Reword an item, or put it behind the others of another horizon."""
    item = Item.objects.select_related("node__product").get(pk=node.pk)
    words = {**_said(item), **values}
    horizon = words.pop("horizon")
    edit_item(item, **words, actor=actor, product=item.node.product)
    if horizon != item.horizon:
        move_item(item, horizon=horizon, actor=actor)


def _said(item: Item) -> Values:
    texts = {name: text for name, text in said(item).items() if name != "product"}
    return {**texts, "horizon": str(item.horizon)}


TARGET = Records(
    name="item",
    label=_("Roadmap items"),
    noun=(_("item"), _("items")),
    icon="milestone",
    hint=_("What you try for: features, epics, initiatives. They come in as ideas."),
    needs=(Permission.FEEDBACK_IMPORT, Permission.ITEM_EDIT),
    vocabulary=vocabulary_of(FIELDS),
    telling=("title", "problem"),
    list_url="roadmap:list",
    joins=joins_of(FIELDS),
    fields=FIELDS,
    add=add_many,
    current=current,
    change=change,
)
