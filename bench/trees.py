"""A tree of 1,000 nodes: its page, a search in it and a branch of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from allied.domains.discovery.models import Assumption, Experiment, Grown, Opportunity, Outcome, Solution
from allied.kernel.nodes.actions import create_many
from allied.kernel.nodes.models import Node
from allied.kernel.thread import strength
from allied.kernel.thread.models import Link
from bench.pages import Row, page
from bench.world import World

# Under one outcome: how many of each stand under each one above. 1 + 12 + 48 + 240 + 480 + 219 = 1,000.
LAYERS: tuple[tuple[type[Grown], str, str, int], ...] = (
    (Opportunity, "opportunity", "moves", 12),
    (Opportunity, "opportunity", "part_of", 48),
    (Solution, "solution", "addresses", 240),
    (Assumption, "assumption", "underlies", 480),
    (Experiment, "experiment", "tests", 219),
)


def trees(world: World) -> Iterator[Row]:
    """Grow it, once in a database, and measure it."""
    outcome = Outcome.objects.filter(node__workspace=world.workspace).first()
    reference = (outcome.node if outcome else grow(world)).reference
    place = f"/w/{world.workspace.slug}/outcomes/{reference}"
    branch = Opportunity.objects.filter(node__workspace=world.workspace, place__gt=0).order_by("pk")[0].node.reference
    yield page(world, "tree of 1,000", lambda _: place)
    yield page(world, "tree of 1,000, search", lambda turn: f"{place}?q={['way', 'belief', 'test'][turn % 3]}")
    yield page(world, "tree of 1,000, one branch", lambda _: f"{place}?at={branch}")


@transaction.atomic
def grow(world: World) -> Node:
    """Insert it in bulk, past the actions, as all of the world."""
    (root,) = create_many("outcome", titles=["More holds are collected"], actor=world.member, product=world.product)
    Outcome.objects.create(node=root)
    above = [root]
    for model, kind, relation, count in LAYERS:
        words = "a way, belief or test with the words of a line"
        titles = [f"{kind.capitalize()} {number}: {words}" for number in range(count)]
        below = create_many(kind, titles=titles, actor=world.member, product=world.product)
        rows = [model(node=node, place=at + 1) for at, node in enumerate(below)]
        model._default_manager.bulk_create(rows, batch_size=500)
        Link.objects.bulk_create(
            [
                Link(
                    workspace=world.workspace,
                    source=node,
                    target=above[at % len(above)],
                    relation=relation,
                    created_by=world.member,
                )
                for at, node in enumerate(below)
            ],
            batch_size=500,
        )
        above = below
    strength.rebuild(world.workspace)
    return root
