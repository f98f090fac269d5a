import pytest

from allied.kernel.activity.history import history
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, Held, InvalidState, NotVisible
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link, link_many, supersede, unlink, unlink_many
from allied.kernel.thread.holds import lift_hold, place_hold, require_no_hold
from allied.kernel.thread.models import Link
from allied.kernel.thread.tests.builders import make_claim, support

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


def test_many_are_linked_at_once_and_those_that_stand_are_left_alone():
    member = make_member()
    found = [create("feedback", title=title, actor=member) for title in "ABC"]
    claims = [create("insight", title=title, actor=member) for title in "XY"]
    link(found[0], "supports", claims[0], actor=member)

    made = link_many(found, "supports", claims, actor=member, note="Same week")

    assert len(made) == 5
    assert Link.objects.count() == 6
    assert {new.note for new in made} == {"Same week"}
    told = Activity.objects.get(verb="thread.linked", node=claims[1])
    assert told.details["sources"] == [node.pk for node in found]
    assert history(claims[1], actor=member)[0].words == "linked FBK-1 and 2 more, which support it"


def test_strength_is_worked_out_once_for_many_links(monkeypatch):
    member = make_member()
    found = [create("feedback", title=title, actor=member) for title in "ABC"]
    claim = create("insight", title="X", actor=member)
    refreshed = []
    monkeypatch.setattr("allied.kernel.thread.strength.refresh", lambda claims, **_: refreshed.append(claims))

    link_many(found, "supports", [claim], actor=member)

    assert refreshed == [[claim]]


def test_of_many_links_one_that_is_refused_leaves_none():
    member = make_member()
    found = [create("feedback", title=title, actor=member) for title in "ABC"]
    claim = create("insight", title="X", actor=member)
    link(found[2], "contradicts", claim, actor=member)

    with pytest.raises(InvalidState, match="FBK-3 contradicts INS-1 already"):
        link_many(found, "supports", [claim], actor=member)

    assert Link.objects.count() == 1


def test_a_circle_through_any_of_many_links_is_named():
    member = make_member()
    a, b, c = (create("insight", title=title, actor=member) for title in "ABC")

    link_many([a, c], "supports", [b], actor=member)

    with pytest.raises(InvalidState, match="circle: INS-2 → INS-3 → INS-2"):
        link_many([b], "supports", [c], actor=member)


def test_many_are_unlinked_at_once_and_those_that_are_gone_do_not_matter(monkeypatch):
    member = make_member()
    found = [create("feedback", title=title, actor=member) for title in "ABC"]
    claim = create("insight", title="X", actor=member)
    made = link_many(found, "supports", [claim], actor=member)
    unlink(made[0], actor=member)
    refreshed = []
    monkeypatch.setattr("allied.kernel.thread.strength.refresh", lambda claims, **_: refreshed.append(claims))

    unlink_many(made, actor=member)

    assert not Link.objects.exists()
    assert refreshed == [[claim]]
    newest, before, *_ = history(claim, actor=member)
    assert newest.words == "took the links away by which FBK-2 and 1 more support it"
    assert before.words == "took the link away by which FBK-1 supports it"


def test_a_link_of_another_workspace_is_not_there():
    member = make_member()
    a, b = (create("insight", title=title, actor=member) for title in "AB")
    made = link(a, "supports", b, actor=member)

    with pytest.raises(NotVisible):
        unlink(made, actor=make_member())


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


def test_superseding_keeps_the_old_claim_and_stops_its_evidence():
    member = make_member()
    old, new, opportunity = make_claim(member), make_claim(member), make_claim(member, kind="opportunity")
    support(old, member, 2)
    link(old, "supports", opportunity, actor=member)

    supersede(old, new, actor=member)

    old.refresh_from_db()
    assert (old.state, old.strength.people_for) == ("superseded", 2)
    assert opportunity.strength.people_for == 0
    assert Link.objects.get(relation="supersedes").source == new
    assert Activity.objects.get(verb="thread.superseded").details == {"other": new.pk, "was": "draft", "reason": ""}


def test_superseding_is_refused_where_it_makes_no_sense():
    member = make_member()
    old, new, opportunity = make_claim(member), make_claim(member), make_claim(member, kind="opportunity")
    item, other = create("item", title="A", actor=member), create("item", title="B", actor=member)

    with pytest.raises(InvalidState, match="A roadmap item cannot be superseded"):
        supersede(item, other, actor=member)
    with pytest.raises(InvalidState, match="does not join an opportunity to an insight"):
        supersede(old, opportunity, actor=member)
    supersede(old, new, actor=member)
    with pytest.raises(InvalidState, match="INS-1 has ended: it is superseded"):
        supersede(new, old, actor=member)
    with pytest.raises(NotVisible):
        supersede(new, make_claim(make_member()), actor=member)
