"""A hold and a commitment of one item cannot cross. Needs two connections, so PostgreSQL."""

import threading

import pytest
from django.db import connection, connections, transaction

from allied.domains.roadmap import actions
from allied.domains.roadmap.models import Item
from allied.domains.roadmap.tests.builders import make_item, make_proposed, make_team
from allied.kernel.errors import Held
from allied.kernel.nodes.actions import create
from allied.kernel.thread.actions import link
from allied.kernel.thread.holds import place_hold

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="two connections need PostgreSQL"),
]


def in_thread(act):
    """Run ``act`` on a connection of its own; ``result`` holds what it returned or raised."""
    result = []

    def run():
        try:
            result.append(act())
        except Exception as error:
            result.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, result


def make_ready():
    team = make_team()
    item = make_proposed(team)
    return team, actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)


def state_of(item):
    return Item.objects.select_related("node").get(pk=item.pk).node.state


def test_a_commitment_waits_for_the_hold_that_is_being_placed_and_is_refused():
    team, item = make_ready()

    with transaction.atomic():
        place_hold(item.node, "commit", reason="Untested.", way_out="Test it.", actor=team.ux)
        thread, result = in_thread(lambda: actions.commit_item(item, actor=team.product))
        thread.join(0.4)
        assert thread.is_alive()
    thread.join(10)

    assert isinstance(result[0], Held)
    assert state_of(item) == "proposed"


def test_a_hold_waits_for_the_commitment_that_is_being_made():
    team, item = make_ready()

    with transaction.atomic():
        actions.commit_item(item, actor=team.product)
        thread, result = in_thread(
            lambda: place_hold(item.node, "commit", reason="Untested.", way_out="Test it.", actor=team.ux)
        )
        thread.join(0.4)
        assert thread.is_alive()
    thread.join(10)

    assert not isinstance(result[0], Exception)
    assert state_of(item) == "committed"


def test_linking_and_changing_state_do_not_block_each_other_for_ever():
    """The link holds the workspace and refers to the node; the state change holds the node and the workspace."""
    team, item = make_ready()
    opportunity = create("opportunity", title="Plan around a wait", actor=team.ux)

    with transaction.atomic():
        link(item.node, "addresses", opportunity, actor=team.ux)
        thread, result = in_thread(lambda: actions.commit_item(item, actor=team.product))
        thread.join(0.4)
        link(item.node, "blocks", make_item(team.ux, "Another").node, actor=team.ux)
    thread.join(10)

    assert isinstance(result[0], Item)
    assert state_of(item) == "committed"


def test_two_moves_at_once_never_share_a_place():
    team = make_team()
    first, *others = (make_item(team.ux, title) for title in "ABCDEF")

    started = [
        in_thread(lambda item=item: actions.move_item(item, horizon="later", after=first, actor=team.ux))
        for item in others
    ]
    for thread, _ in started:
        thread.join(20)

    assert all(isinstance(result[0], Item) for _, result in started)
    positions = list(Item.objects.values_list("position", flat=True))
    assert len(set(positions)) == len(positions) == 6
