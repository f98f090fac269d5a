import pytest

from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, Held, InvalidState, NotVisible
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link, unlink
from allied.kernel.thread.holds import lift_hold, place_hold, require_no_hold
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


def test_linking_twice_is_the_same_as_once():
    member = make_member()
    insight, opportunity = create("insight", title="A", actor=member), create("opportunity", title="B", actor=member)

    first = link(insight, "supports", opportunity, actor=member)
    second = link(insight, "supports", opportunity, actor=member)

    assert first == second
    assert Activity.objects.filter(verb="thread.linked").count() == 1


def test_a_circle_is_refused_and_named():
    member = make_member()
    a, b, c = (create("opportunity", title=title, actor=member) for title in "ABC")
    link(a, "part_of", b, actor=member)
    link(b, "part_of", c, actor=member)

    with pytest.raises(InvalidState, match="OPP-3 → OPP-1 → OPP-2 → OPP-3"):
        link(c, "part_of", a, actor=member)

    assert Link.objects.count() == 2


def test_supports_and_contradicts_close_a_circle_together():
    member = make_member()
    a, b = (create("insight", title=title, actor=member) for title in "AB")
    link(a, "supports", b, actor=member)

    with pytest.raises(InvalidState, match="circle"):
        link(b, "contradicts", a, actor=member)


def test_a_pair_cannot_have_both_stances():
    member = make_member()
    a, b = (create("insight", title=title, actor=member) for title in "AB")
    link(a, "supports", b, actor=member)

    with pytest.raises(InvalidState, match="supports INS-2 already"):
        link(a, "contradicts", b, actor=member)


def test_a_relation_that_the_catalogue_does_not_know_is_refused():
    member = make_member()
    a, b = (create("insight", title=title, actor=member) for title in "AB")

    with pytest.raises(BadInput, match="no relation"):
        link(a, "likes", b, actor=member)
    with pytest.raises(InvalidState, match="does not join an insight"):
        link(a, "addresses", b, actor=member)
    with pytest.raises(InvalidState, match="to itself"):
        link(a, "supports", a, actor=member)


def test_nodes_of_another_workspace_are_not_there():
    member, stranger = make_member(), make_member()
    mine, theirs = create("insight", title="A", actor=member), create("insight", title="B", actor=stranger)

    with pytest.raises(NotVisible):
        link(mine, "supports", theirs, actor=member)


def test_a_reader_may_not_link():
    member = make_member()
    reader = make_member(Role.READER, like=member)
    a, b = (create("insight", title=title, actor=member) for title in "AB")

    with pytest.raises(Denied, match="role here is reader"):
        link(a, "supports", b, actor=reader)


def test_unlinking_leaves_a_trail_and_linking_again_undoes_it():
    member = make_member()
    a, b = (create("insight", title=title, actor=member) for title in "AB")
    made = link(a, "supports", b, actor=member)

    unlink(made, actor=member)

    assert not Link.objects.exists()
    assert Activity.objects.filter(verb="thread.unlinked", node=b).count() == 1
    assert link(a, "supports", b, actor=member).pk


def test_a_hold_forbids_the_act_until_it_is_lifted():
    member = make_member()
    item = create("item", title="Ship it", actor=member)
    hold = place_hold(item, "commit", reason="No one can read it.", way_out="Test it with five people.", actor=member)

    with pytest.raises(Held, match="Way out: Test it with five people"):
        require_no_hold(item, "commit")
    assert require_no_hold(item, "drop") == item

    lift_hold(hold, actor=member)
    assert require_no_hold(item, "commit") == item
    with pytest.raises(InvalidState, match="lifted already"):
        lift_hold(hold, actor=member)
