"""The order of a horizon is what people made it, however often and however tightly they move items."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allied.domains.roadmap import actions, order
from allied.domains.roadmap.models import Horizon, Item
from allied.domains.roadmap.tests.builders import make_item, make_team

pytestmark = pytest.mark.django_db

MOVES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(Horizon.values),
        st.sampled_from(["before", "after", "end"]),
        st.integers(0, 5),
    ),
    max_size=25,
)


def stored():
    found = Item.objects.order_by("position", "pk")
    return {horizon: [item.pk for item in found if item.horizon == horizon] for horizon in Horizon.values}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, step=st.sampled_from([2, 3, 1 << 20]))
def test_many_moves_leave_the_order_that_a_plain_list_would_have(moves, step, monkeypatch):
    """A step of 2 leaves room for one move between neighbors, so that the next one numbers the horizon anew."""

    with transaction.atomic(), monkeypatch.context() as patch:
        patch.setattr(order, "STEP", step)
        member = make_team().ux
        items = [make_item(member, f"Item {number}", Horizon.NEXT) for number in range(6)]
        expected = {"now": [], "next": [item.pk for item in items], "later": []}

        for at, horizon, where, beside in moves:
            item, neighbor = items[at], items[beside]
            if where != "end" and (neighbor.pk == item.pk or neighbor.pk not in expected[horizon]):
                continue
            for lane in expected.values():
                lane[:] = [pk for pk in lane if pk != item.pk]
            lane = expected[horizon]
            index = len(lane) if where == "end" else lane.index(neighbor.pk) + (where == "after")
            lane.insert(index, item.pk)
            chosen = {} if where == "end" else {where: neighbor}
            actions.move_item(item, horizon=horizon, actor=member, **chosen)

        assert stored() == expected
        assert all(len(set(lane)) == len(lane) for lane in map(_positions, Horizon.values))
        transaction.set_rollback(True)


def _positions(horizon):
    return list(Item.objects.filter(horizon=horizon).values_list("position", flat=True))


@pytest.mark.parametrize(
    ("low", "high", "place"),
    [
        (None, None, order.STEP),
        (7, None, 7 + order.STEP),
        (None, 7, 7 - order.STEP),
        (1, 3, 2),
        (1, 2, None),
        (2, 2, None),
    ],
)
def test_a_place_lies_between_its_neighbors_or_there_is_none(low, high, place):
    assert order.between(low, high) == place


def test_moving_into_the_same_gap_again_and_again_never_runs_out():
    member = make_team().ux
    first, second = make_item(member, "First"), make_item(member, "Second")

    for number in range(60):
        actions.move_item(make_item(member, str(number)), horizon="later", after=first, actor=member)

    found = list(Item.objects.order_by("position").values_list("node__title", flat=True))
    assert found == ["First", *map(str, range(59, -1, -1)), "Second"]
    assert second.pk in stored()["later"]
