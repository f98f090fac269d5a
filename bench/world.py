"""A workspace of real shape, of any size: layers in the order of the kinds, three links a node, twenty hubs of 1,000.

Rows are inserted in bulk, past the actions: this is only about speed. Strength is worked out by the product itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from allied.domains.discovery.models import Opportunity
from allied.domains.feedback.models import Feedback
from allied.domains.insights.models import Insight
from allied.domains.roadmap.models import Item
from allied.kernel.activity.models import Activity
from allied.kernel.nodes.actions import create_many
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member, Product, User, Workspace
from allied.kernel.search.actions import index_many
from allied.kernel.thread import strength
from allied.kernel.thread.models import Atom, Link

SEED = 7
SHARES = {"feedback": 0.9, "insight": 0.06, "opportunity": 0.03, "item": 0.01}
LINKS, HUBS, HUB_SIZE = 3, 20, 1_000
ACTIVITIES = 2  # a node
BATCH = 2_000
WORDS = (  # noqa: SIM905  easier to read than a list
    "wait queue hold notice desk shelf branch renew reminder fine card search filter book audio large print reader "
    "carer child parent closing time message phone page button screen date week month pickup trip bus walk staff"
).split()


@dataclass
class World:
    workspace: Workspace
    member: Member
    product: Product
    nodes: dict[str, list[Node]]
    hubs: list[Node]


def build(size: int) -> World:
    """Make a world of ``size`` nodes in one transaction; strength of every claim is worked out from scratch."""
    chance = random.Random(SEED)
    with transaction.atomic():
        world = _people()
        for kind, share in SHARES.items():
            world.nodes[kind] = _layer(chance, world, kind, max(3, round(size * share)))
        _links(chance, world)
        _activity(chance, world, size)
    strength.rebuild(world.workspace)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


def kept(size: int) -> World:
    """The world that an earlier run left in this database, built now where there is none.

    Raises:
        ValueError: it is of another size.
    """
    workspace = Workspace.objects.filter(slug="bench").first()
    if workspace is None:
        return build(size)
    nodes = {
        kind: list(
            Node.objects.filter(workspace=workspace, kind=kind).order_by("number")[: max(3, round(size * share))]
        )
        for kind, share in SHARES.items()
    }
    found = sum(len(layer) for layer in nodes.values())
    if abs(found - size) > len(SHARES) * 3:
        raise ValueError(f"The world in this database has {found:,} nodes, not {size:,}. Name another database.")
    member = Member.objects.filter(workspace=workspace).select_related("user").order_by("pk")[0]
    return World(workspace, member, Product.objects.get(workspace=workspace), nodes, nodes["insight"][:HUBS])


def _people() -> World:
    workspace = Workspace.objects.create(slug="bench", name="Bench", time_zone="UTC")
    product = Product.objects.create(workspace=workspace, slug="p", name="Product")
    sides = [("ux", Discipline.UX_RESEARCH), ("product", Discipline.PRODUCT)]
    made = [
        Member.objects.create(
            workspace=workspace,
            user=User.objects.create_user(f"{name}@example.org", None, name=name),
            name=name,
            role=Role.OWNER,
            discipline=discipline,
        )
        for name, discipline in sides
    ]
    return World(workspace, made[0], product, {}, [])


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


def _layer(chance: random.Random, world: World, kind: str, count: int) -> list[Node]:
    made: list[Node] = []
    for start in range(0, count, BATCH):
        texts = [_sentence(chance, 18) for _ in range(min(BATCH, count - start))]
        nodes = create_many(kind, titles=[text[:100] for text in texts], actor=world.member, product=world.product)
        ROWS[kind](chance, world, nodes, texts)
        index_many((node, (text,)) for node, text in zip(nodes, texts, strict=True))
        made += nodes
    return made


def _feedback(chance: random.Random, world: World, nodes: list[Node], texts: list[str]) -> None:
    now = timezone.now()
    rows = [
        Feedback(
            node=node,
            workspace=world.workspace,
            product=world.product,
            text=text,
            received_at=now - timedelta(minutes=chance.randint(1, 1_000_000)),
            author=f"Person {chance.randint(1, 20_000)}",
            person_key=f"p{chance.randint(1, 20_000)}",
            source=chance.choice(["Support desk", "Widget", "Survey"]),
            source_id=node.pk,
            segments={"branch": chance.choice(WORDS)},
        )
        for node, text in zip(nodes, texts, strict=True)
    ]
    Feedback.objects.bulk_create(rows, batch_size=500)
    Atom.objects.bulk_create(
        [
            Atom(
                workspace=world.workspace,
                node=row.node,
                method="feedback",
                method_class="attitudinal",
                person=row.person_key,
                dated_on=row.received_at.date(),
            )
            for row in rows
        ],
        batch_size=500,
    )


def _insights(chance: random.Random, world: World, nodes: list[Node], texts: list[str]) -> None:
    now = timezone.now()
    Node.objects.filter(pk__in=[node.pk for node in nodes]).update(state="published")
    Insight.objects.bulk_create(
        [
            Insight(node=node, summary=text, published_at=now, published_by=world.member)
            for node, text in zip(nodes, texts, strict=True)
        ],
        batch_size=500,
    )


def _opportunities(chance: random.Random, world: World, nodes: list[Node], texts: list[str]) -> None:
    rows = [Opportunity(node=node, description=text) for node, text in zip(nodes, texts, strict=True)]
    Opportunity.objects.bulk_create(rows, batch_size=500)


def _items(chance: random.Random, world: World, nodes: list[Node], texts: list[str]) -> None:
    rows = [
        Item(
            node=node,
            problem=text,
            outcome=text,
            horizon=chance.choice(["now", "next", "later"]),
            position=node.number * 1_000,
        )
        for node, text in zip(nodes, texts, strict=True)
    ]
    Item.objects.bulk_create(rows, batch_size=500)


ROWS = {"feedback": _feedback, "insight": _insights, "opportunity": _opportunities, "item": _items}


def _links(chance: random.Random, world: World) -> None:
    feedback, insights = world.nodes["feedback"], world.nodes["insight"]
    opportunities, items = world.nodes["opportunity"], world.nodes["item"]
    pairs: set[tuple[str, str, str]] = set()
    for source, relation, target in ((feedback, "supports", insights), (insights, "supports", opportunities)):
        pairs |= {
            (node.pk, relation, to.pk) for node in source for to in chance.sample(target, min(LINKS, len(target)))
        }
    pairs |= {(node.pk, "addresses", to.pk) for node in items for to in chance.sample(opportunities, LINKS)}
    pairs |= {(node.pk, "part_of", opportunities[at // 8].pk) for at, node in enumerate(opportunities) if at}
    world.hubs = insights[:HUBS]
    for hub in world.hubs:
        picked = chance.sample(feedback, min(HUB_SIZE, len(feedback)))
        pairs |= {(node.pk, "supports", hub.pk) for node in picked}
    rows = iter(sorted(pairs))
    while batch := list(islice(rows, BATCH)):
        Link.objects.bulk_create(
            [
                Link(workspace=world.workspace, source_id=a, relation=relation, target_id=b, created_by=world.member)
                for a, relation, b in batch
            ],
            batch_size=500,
        )


def _activity(chance: random.Random, world: World, size: int) -> None:
    nodes = [node for layer in world.nodes.values() for node in layer]
    verbs = ["insight.edited", "thread.linked", "item.moved"]
    for start in range(0, size * ACTIVITIES, BATCH):
        Activity.objects.bulk_create(
            [
                Activity(
                    workspace=world.workspace,
                    verb=chance.choice(verbs),
                    node=(picked := chance.choice(nodes)),
                    reference=picked.reference,
                    actor=world.member,
                )
                for _ in range(min(BATCH, size * ACTIVITIES - start))
            ],
            batch_size=500,
        )
