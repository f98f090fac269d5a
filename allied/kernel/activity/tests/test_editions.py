import pytest

from allied.kernel import activity
from allied.kernel.activity.editions import changed_since, edition, require_unchanged
from allied.kernel.errors import Conflict, InvalidState
from allied.kernel.nodes.actions import create
from allied.kernel.testing import make_member

SAID = {"claim": "Waits", "scope": "", "product": "1"}


def test_an_edition_tells_which_fields_are_different_by_now():
    assert changed_since(edition(SAID), SAID) == []
    assert changed_since(edition(SAID), {**SAID, "scope": "All", "product": ""}) == ["scope", "product"]


@pytest.mark.parametrize("seen", ["", "x", "é", "AAAA", edition({"claim": "Waits"})])
def test_of_what_is_no_edition_every_field_counts_as_changed(seen):
    assert changed_since(seen, SAID) == list(SAID)


@pytest.mark.django_db
def test_who_read_what_stands_or_need_not_have_read_it_may_write():
    member = make_member()
    node = create("insight", title="Waits", actor=member)

    require_unchanged(edition(SAID), SAID, node, actor=member)
    require_unchanged(None, SAID, node, actor=member)


@pytest.mark.django_db
def test_a_conflict_names_the_newest_change_of_each_field(django_assert_num_queries):
    member, other = make_member(name="Imani Okafor"), make_member(name="Priya Raman")
    node = create("insight", title="Waits", actor=member)
    for actor, names in ((other, ["claim", "scope"]), (member, ["scope"])):
        activity.record("insight.edited", node, actor=make_member(like=member, name=actor.name), changed=names)
    now = {"claim": "Long waits", "scope": "All", "product": "2"}

    with django_assert_num_queries(1), pytest.raises(Conflict, match="Imani Okafor and Priya Raman changed") as met:
        require_unchanged(edition(SAID), now, node, actor=member)

    assert isinstance(met.value, InvalidState)
    assert met.value.now == now
    who = {name: change and change.who for name, change in met.value.changes.items()}
    assert who == {"claim": "Priya Raman", "scope": "Imani Okafor", "product": None}
