import pytest
from django.utils import timezone

from allied.domains.roadmap import actions
from allied.domains.roadmap.models import Horizon, Item
from allied.domains.roadmap.tests.builders import make_committed, make_item, make_proposed, make_team
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, Held, InvalidState, NotVisible
from allied.kernel.people.catalogue import Discipline, Role, Side
from allied.kernel.people.models import StandIn
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.holds import lift_hold, place_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


def verbs(item):
    return list(Activity.objects.filter(node=item.node).order_by("pk").values_list("verb", flat=True))


def fresh(item):
    return Item.objects.select_related("node", "ux_owner", "product_owner").get(pk=item.pk)


def state_of(item):
    return fresh(item).node.state


def titles(horizon):
    return list(Item.objects.filter(horizon=horizon).order_by("position").values_list("node__title", flat=True))


def hold(item, actor):
    return place_hold(item.node, "commit", reason="No one can read it.", way_out="Test it with 5.", actor=actor)


def test_an_idea_is_added_behind_the_others_found_and_recorded(team):
    make_item(team.ux, "First")

    item = actions.add_item(title="Second", problem="Nobody finds it.", product=product_of(team.ux), actor=team.ux)

    assert (item.node.reference, state_of(item), fresh(item).horizon) == ("ITM-2", "idea", "later")
    assert titles("later") == ["First", "Second"]
    assert find(actor=team.ux, text="nobody find").nodes == [item.node]
    assert verbs(item) == ["item.added"]


def test_what_cannot_be_stored_is_refused(team):
    for texts in ({"title": ""}, {"problem": "a\0b"}, {"horizon": "soon"}, {"outcome": "x" * 10_001}):
        with pytest.raises(BadInput):
            make_item(team.ux, **texts)
    with pytest.raises(Denied):
        make_item(make_member(Role.READER))
    with pytest.raises(NotVisible):
        make_item(team.ux, product=product_of(make_member()))
    assert not Item.objects.exists()


def test_editing_names_the_fields_that_changed(team):
    item = make_item(team.ux, problem="Old")
    wording = {"title": "Renamed", "problem": "New", "outcome": ""}

    actions.edit_item(item, **wording, actor=team.product)
    actions.edit_item(item, **wording, actor=team.product)

    assert Activity.objects.get(verb="item.edited").details == {"changed": ["title", "problem"]}
    assert fresh(item).problem == "New"


def test_a_proposal_keeps_its_problem_and_outcome(team):
    item = make_proposed(team)

    with pytest.raises(BadInput) as refusal:
        actions.edit_item(item, title="Same", problem="", outcome="", actor=team.ux)

    assert set(refusal.value.fields) == {"problem", "outcome"}
    assert "ITM-1 is proposed, so it keeps this." in str(refusal.value)


def test_a_contributor_words_and_proposes_their_own_until_it_is_committed(team):
    item = make_item(team.contributor, problem="People cancel.")
    wording = {"title": "Estimate", "problem": "People cancel.", "outcome": "More holds collected"}

    actions.edit_item(item, **wording, actor=team.contributor)
    actions.propose_item(item, actor=team.contributor)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.contributor)
    with pytest.raises(Denied):
        actions.commit_item(item, actor=team.contributor)
    actions.commit_item(item, actor=team.product)

    with pytest.raises(Denied):
        actions.edit_item(item, **wording, actor=team.contributor)
    with pytest.raises(Denied):
        actions.propose_item(make_item(team.ux), actor=team.contributor)
    with pytest.raises(Denied):
        actions.move_item(item, horizon="now", actor=team.contributor)


def test_an_idea_is_proposed_once_it_is_in_words(team):
    item = make_item(team.ux)

    with pytest.raises(InvalidState, match="First write the problem; write the outcome"):
        actions.propose_item(item, actor=team.ux)

    actions.edit_item(item, title="Estimate", problem="People cancel.", outcome="Fewer cancel", actor=team.ux)
    actions.propose_item(item, actor=team.ux)
    assert (state_of(item), fresh(item).proposed_by) == ("proposed", team.ux)
    with pytest.raises(InvalidState, match="It is proposed"):
        actions.propose_item(item, actor=team.ux)


def test_a_proposal_is_withdrawn_to_an_idea(team):
    item = make_proposed(team)

    actions.withdraw_proposal(item, actor=team.ux)

    assert (state_of(item), fresh(item).proposed_at) == ("idea", None)
    assert verbs(item) == ["item.added", "item.proposed", "item.proposal_withdrawn"]
    with pytest.raises(InvalidState, match="propose it first"):
        actions.withdraw_proposal(item, actor=team.ux)


def test_owners_speak_for_their_side(team):
    item = make_item(team.ux)

    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)

    assert (fresh(item).ux_owner, fresh(item).product_owner) == (team.ux, team.product)
    details = Activity.objects.get(verb="item.owners_assigned").details
    assert details["old"] == {"ux_owner": None, "product_owner": None}
    assert details["new"] == {"ux_owner": team.ux.pk, "product_owner": team.product.pk}
    with pytest.raises(BadInput, match="Noor Haddad works in support. The UX owner works in UX research") as refusal:
        actions.assign_owners(item, ux_owner=team.contributor, product_owner=None, actor=team.ux)
    assert set(refusal.value.fields) == {"ux_owner"}
    with pytest.raises(NotVisible):
        actions.assign_owners(item, ux_owner=make_member(), product_owner=None, actor=team.ux)
    assert fresh(item).ux_owner == team.ux


def test_a_named_stand_in_speaks_for_a_side_but_not_for_both(team):
    item = make_item(team.ux)
    lead = make_member(like=team.ux, discipline=Discipline.LEADERSHIP)
    for side in (Side.UX, Side.PRODUCT):
        StandIn.objects.create(workspace=lead.workspace, side=side, member=lead, named_by=lead)

    actions.assign_owners(item, ux_owner=lead, product_owner=None, actor=team.ux)

    assert fresh(item).ux_owner == lead
    with pytest.raises(BadInput, match="two people"):
        actions.assign_owners(item, ux_owner=lead, product_owner=lead, actor=team.ux)


def test_who_has_left_owns_nothing_new(team):
    item = make_item(team.ux)
    team.product.deactivated_at, team.product.deactivated_by = timezone.now(), team.ux
    team.product.save()

    with pytest.raises(BadInput, match="Priya Raman has left"):
        actions.assign_owners(item, ux_owner=None, product_owner=team.product, actor=team.ux)


def test_a_commitment_has_both_owners_a_problem_and_an_outcome(team):
    item = make_proposed(team)

    with pytest.raises(InvalidState, match="First name a UX owner; name a Product owner"):
        actions.commit_item(item, actor=team.ux)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
    actions.commit_item(item, actor=team.ux)

    assert (state_of(item), fresh(item).committed_by) == ("committed", team.ux)
    assert verbs(item)[-1] == "item.committed"
    with pytest.raises(BadInput, match="keeps an owner of each side"):
        actions.assign_owners(item, ux_owner=None, product_owner=team.product, actor=team.ux)


def test_an_idea_is_not_committed_past_its_proposal(team):
    with pytest.raises(InvalidState, match="It is an idea: propose it first"):
        actions.commit_item(make_item(team.ux), actor=team.ux)


def test_an_owner_who_left_is_named_when_an_item_is_committed(team):
    item = make_proposed(team)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
    team.product.deactivated_at, team.product.deactivated_by = timezone.now(), team.ux
    team.product.save()

    with pytest.raises(InvalidState, match="First name a Product owner"):
        actions.commit_item(item, actor=team.ux)


def test_a_hold_forbids_commitment_and_nothing_else(team):
    item = make_proposed(team)
    actions.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
    stands = hold(item, team.ux)

    with pytest.raises(Held, match="ITM-1 is held: No one can read it. Way out: Test it with 5."):
        actions.commit_item(item, actor=team.product)
    actions.move_item(item, horizon="next", actor=team.product)
    assert state_of(item) == "proposed"

    lift_hold(stands, actor=team.ux)
    actions.commit_item(item, actor=team.product)
    assert state_of(item) == "committed"


def test_a_commitment_is_taken_back_with_a_reason(team):
    item = make_committed(team)

    with pytest.raises(BadInput):
        actions.uncommit_item(item, reason=" ", actor=team.product)
    actions.uncommit_item(item, reason="Data is late.", actor=team.product)

    assert (state_of(item), fresh(item).committed_at) == ("proposed", None)
    assert Activity.objects.get(verb="item.uncommitted").details == {"reason": "Data is late."}
    with pytest.raises(InvalidState, match="It is proposed"):
        actions.uncommit_item(item, reason="Again.", actor=team.product)


@pytest.mark.parametrize("make", [lambda team: make_item(team.ux), make_proposed, make_committed])
def test_a_dropped_item_comes_back_as_it_was(team, make):
    item = make(team)
    was = state_of(item)

    with pytest.raises(BadInput):
        actions.drop_item(item, reason="", actor=team.ux)
    actions.drop_item(item, reason="Nobody asks any more.", actor=team.ux)
    assert (state_of(item), fresh(item).dropped_because) == ("dropped", "Nobody asks any more.")
    actions.restore_item(item, actor=team.ux)

    assert (state_of(item), fresh(item).dropped_because, fresh(item).dropped_at) == (was, "", None)
    assert verbs(item)[-2:] == ["item.dropped", "item.restored"]


def test_a_commitment_that_is_held_meanwhile_comes_back_as_a_proposal(team):
    item = make_committed(team)
    actions.drop_item(item, reason="Too early.", actor=team.ux)
    hold(item, team.ux)

    actions.restore_item(item, actor=team.ux)

    assert (state_of(item), fresh(item).committed_at) == ("proposed", None)


def test_nothing_happens_to_a_dropped_item_but_its_return(team):
    item = make_committed(team)
    actions.drop_item(item, reason="Too early.", actor=team.ux)

    for act in (
        lambda: actions.edit_item(item, title="x", problem="y", outcome="z", actor=team.ux),
        lambda: actions.assign_owners(item, ux_owner=None, product_owner=None, actor=team.ux),
        lambda: actions.move_item(item, horizon="now", actor=team.ux),
        lambda: actions.drop_item(item, reason="Again.", actor=team.ux),
    ):
        with pytest.raises(InvalidState, match="ITM-1 was dropped. Restore it first"):
            act()
    with pytest.raises(InvalidState, match="It was dropped: restore it first"):
        actions.commit_item(item, actor=team.ux)
    with pytest.raises(InvalidState, match="It is an idea"):
        actions.restore_item(make_item(team.ux), actor=team.ux)


def test_items_move_between_horizons_and_beside_each_other(team):
    a, b, c = (make_item(team.ux, title, Horizon.NEXT) for title in "ABC")

    actions.move_item(c, horizon="next", before=a, actor=team.ux)
    assert titles("next") == ["C", "A", "B"]
    actions.move_item(c, horizon="next", after=a, actor=team.ux)
    assert titles("next") == ["A", "C", "B"]
    actions.move_item(a, horizon="now", actor=team.ux)
    assert (titles("now"), titles("next")) == (["A"], ["C", "B"])
    assert Activity.objects.filter(verb="item.moved").last().details == {"old": "next", "new": "now"}

    with pytest.raises(InvalidState, match="ITM-1 is no neighbor there any more"):
        actions.move_item(b, horizon="next", before=a, actor=team.ux)
    with pytest.raises(InvalidState, match="no neighbor"):
        actions.move_item(b, horizon="next", before=b, actor=team.ux)
    with pytest.raises(BadInput):
        actions.move_item(b, horizon="soon", actor=team.ux)
    with pytest.raises(NotVisible):
        actions.move_item(b, horizon="later", before=make_item(make_member()), actor=team.ux)
    with pytest.raises(NotVisible):
        actions.move_item(b, horizon="later", actor=make_member())


@pytest.mark.parametrize(
    "act",
    [
        lambda item, actor: actions.edit_item(item, title="x", problem="y", outcome="z", actor=actor),
        lambda item, actor: actions.assign_owners(item, ux_owner=None, product_owner=None, actor=actor),
        lambda item, actor: actions.move_item(item, horizon="now", actor=actor),
        lambda item, actor: actions.propose_item(item, actor=actor),
        lambda item, actor: actions.withdraw_proposal(item, actor=actor),
        lambda item, actor: actions.commit_item(item, actor=actor),
        lambda item, actor: actions.uncommit_item(item, reason="x", actor=actor),
        lambda item, actor: actions.drop_item(item, reason="x", actor=actor),
        lambda item, actor: actions.restore_item(item, actor=actor),
    ],
)
def test_readers_and_strangers_change_nothing(team, act):
    item = make_committed(team)
    count = Activity.objects.count()

    with pytest.raises(Denied):
        act(item, make_member(Role.READER, like=team.ux))
    with pytest.raises(NotVisible):
        act(item, make_member(Role.OWNER))

    assert Activity.objects.count() == count


def test_nothing_is_kept_when_the_trail_fails(team, monkeypatch):
    item = make_proposed(team)
    monkeypatch.setattr(actions.activity, "record", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.drop_item(item, reason="Done.", actor=team.ux)

    assert (state_of(item), fresh(item).dropped_at) == ("proposed", None)
