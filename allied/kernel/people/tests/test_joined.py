"""The people around one object are read together."""

from types import SimpleNamespace

import pytest

from allied.kernel.people.queries import join_members
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def test_members_are_joined_by_one_query_and_none_where_all_is_the_actors(django_assert_num_queries):
    actor = make_member()
    first, second = make_member(like=actor), make_member(like=actor)
    found = SimpleNamespace(one_id=first.pk, two_id=second.pk, again_id=first.pk, mine_id=actor.pk, nobody_id=None)

    with django_assert_num_queries(1):
        join_members(found, "one", "two", "again", "mine", "nobody", actor=actor)
    with django_assert_num_queries(0):
        join_members(found, "mine", "nobody", actor=actor)

    assert (found.one, found.two, found.again, found.mine, found.nobody) == (first, second, first, actor, None)
