"""What a member keeps for themself: how much, in which order, and that nobody else gets it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Activity
from allied.kernel.activity.rewordings import ONE_SITTING
from allied.kernel.errors import BadInput, InvalidState, NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.personal import actions, queries
from allied.kernel.personal.models import Act, Draft, Opening
from allied.kernel.personal.undo import Undo
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Member:
    return make_member()


def some(count: int, actor: Member) -> list[Node]:
    return nodes.create_many("insight", titles=[f"Claim {n}" for n in range(count)], actor=actor)


def test_what_was_opened_last_comes_first_and_once(me):
    first, second = some(2, me)

    for node in (first, second, first):
        actions.note_opening(node, actor=me)

    assert queries.opened(actor=me) == [first, second]
    assert queries.opened(actor=me, but=first) == [second]


def test_the_same_page_again_within_minutes_costs_one_read(me, django_assert_num_queries):
    (node,) = some(1, me)
    actions.note_opening(node, actor=me)

    with django_assert_num_queries(1):
        actions.note_opening(node, actor=me)


def test_only_so_many_openings_are_kept(me):
    for node in some(actions.OPENINGS_KEPT + 3, me):
        actions.note_opening(node, actor=me)

    assert Opening.objects.filter(member=me).count() == actions.OPENINGS_KEPT


def test_a_colleague_has_lists_of_their_own(me):
    colleague, (node,) = make_member(like=me), some(1, me)
    actions.note_opening(node, actor=me)
    actions.add_favorite(node, actor=me)
    actions.note_act("INS-1 is retired.", "/undo", actor=me)

    assert not queries.opened(actor=colleague)
    assert not queries.favorites(actor=colleague)
    assert not queries.acts(actor=colleague)
    assert not Activity.objects.exists()


def test_favorites_stand_in_the_order_in_which_they_were_chosen(me):
    first, second = some(2, me)
    for node in (second, first, second):
        actions.add_favorite(node, actor=me)

    assert queries.favorites(actor=me) == [second, first]
    actions.remove_favorite(second, actor=me)
    assert queries.favorites(actor=me) == [first]


def test_there_is_an_end_to_favorites_and_a_sentence_that_says_so(me):
    *most, last = some(actions.FAVORITES_KEPT + 1, me)
    for node in most:
        actions.add_favorite(node, actor=me)

    with pytest.raises(InvalidState, match="Remove one"):
        actions.add_favorite(last, actor=me)


def test_nothing_of_another_workspace_is_kept(me):
    (foreign,) = some(1, make_member())

    with pytest.raises(NotVisible):
        actions.add_favorite(foreign, actor=me)


def test_an_act_can_be_undone_until_its_time_is_over_or_it_was_undone(me):
    actions.note_act("INS-1 is retired.", "/one", actor=me)
    actions.note_act("INS-2 is published.", "/two", actor=me, within=timedelta(minutes=10))
    actions.note_act("INS-3 is retired.", "/three", actor=me)
    actions.note_undone("/three", actor=me)
    assert [act.undo_url for act in queries.to_undo(actor=me)] == ["/two", "/one"]

    Act.objects.filter(undo_url="/two").update(until=timezone.now())

    assert [act.undo_url for act in queries.to_undo(actor=me)] == ["/one"]
    assert len(queries.acts(actor=me)) == 3


def test_the_same_act_twice_stands_once(me):
    for _ in range(2):
        actions.note_act("ITM-1 is in Now now.", "/place", actor=me)

    assert len(queries.acts(actor=me)) == 1


def edited(node: Node, before: str, after: str, actor: Member) -> str:
    back = Undo("insight.edited", {"to": {"claim": before}, "seen": edition({"claim": after})}, node)
    return actions.note_undo("INS-1 is saved.", back, "/undo/{}".format, actor=actor, within=None, goes_on=True)


def test_the_saves_of_a_sitting_are_undone_as_one(me):
    (node,) = some(1, me)

    first, last = edited(node, "A", "B", me), edited(node, "B", "C", me)

    assert first == last
    (act,) = queries.acts(actor=me)
    assert act.given == {"to": {"claim": "A"}, "seen": edition({"claim": "C"})}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Hers", "C", id="after somebody else's"),
        pytest.param("B", "A", id="that takes all back"),
    ],
)
def test_a_save_is_undone_by_itself(me, before, after):
    (node,) = some(1, me)

    assert edited(node, "A", "B", me) != edited(node, before, after, me)


def test_a_save_of_a_later_sitting_is_undone_by_itself(me):
    (node,) = some(1, me)
    first = edited(node, "A", "B", me)
    Act.objects.update(at=timezone.now() - ONE_SITTING)

    assert edited(node, "B", "C", me) != first


def test_one_draft_a_form_is_kept_until_it_is_discarded(me):
    place = f"/w/{me.workspace.slug}/insights/new"
    actions.keep_draft(place, {"claim": "Waits"}, actor=me)
    actions.keep_draft(place, {"claim": "Waits are long"}, actor=me)

    found = queries.draft_at(place, actor=me)
    assert found.fields == {"claim": "Waits are long"}
    assert queries.draft_at(place, actor=make_member(like=me)) is None

    actions.discard_draft(place, actor=me)
    assert queries.draft_at(place, actor=me) is None


def test_a_draft_goes_when_it_is_old_or_when_there_are_many(me):
    root = f"/w/{me.workspace.slug}/insights/new"
    actions.keep_draft(root, {"claim": "Old"}, actor=me)
    Draft.objects.update(at=timezone.now() - queries.DRAFTS_LAST)
    assert queries.draft_at(root, actor=me) is None

    for number in range(actions.DRAFTS_KEPT + 2):
        actions.keep_draft(f"{root}?from={number}", {"claim": "Waits"}, actor=me)

    assert Draft.objects.filter(member=me).count() == actions.DRAFTS_KEPT
    assert queries.draft_at(f"{root}?from=0", actor=me) is None


@pytest.mark.parametrize(
    ("place", "claim"),
    [
        ("/w/another/insights/new", "Waits"),
        ("/w/{slug}/" + "x" * 500, "Waits"),
        ("/w/{slug}/insights/new", "x" * (actions.DRAFT_LENGTH + 1)),
        ("/w/{slug}/insights/new", "\0"),
    ],
)
def test_what_is_no_draft_of_a_form_here_is_not_kept(me, place, claim):
    with pytest.raises(BadInput, match=r"."):
        actions.keep_draft(place.format(slug=me.workspace.slug), {"claim": claim}, actor=me)

    assert not Draft.objects.exists()
