"""Sorting what came in: who looks after it, its labels, what came in twice."""

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback import actions, queries
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import feedback
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState
from allied.kernel.jobs import runner
from allied.kernel.labels.actions import add_label
from allied.kernel.labels.queries import labels_of
from allied.kernel.nodes import actions as nodes
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Member:
    return make_member()


def claim(actor: Member):
    return nodes.create("insight", title="People leave when the wait is unknown", actor=actor)


def people_for(node, actor: Member) -> int:
    return strength_of([node], today=today_in(actor.workspace))[node.pk].people_for


def again(item: Feedback, actor: Member) -> Feedback:
    return queries.feedback_by_reference(item.node.reference, actor=actor)


def test_a_duplicate_counts_through_the_item_that_it_duplicates(editor):
    first, second = feedback(editor, source="Phone"), feedback(editor, source="Mail")
    held = claim(editor)
    link(second.node, "supports", held, actor=editor)

    actions.mark_duplicates([second], first, actor=editor)

    assert again(second, editor).node.state == "duplicate"
    assert list(Link.objects.values_list("source", "relation", "target")) == [(first.pk, "supports", held.pk)]
    assert people_for(held, editor) == 1
    assert Activity.objects.filter(node=second.pk).order_by("pk").last().verb == "feedback.duplicated"


def test_two_rows_without_an_author_count_once_when_one_is_a_duplicate(editor):
    first, second = feedback(editor, source="Phone"), feedback(editor, source="Mail")
    held = claim(editor)
    link(first.node, "supports", held, actor=editor)
    link(second.node, "supports", held, actor=editor)
    assert people_for(held, editor) == 2

    actions.mark_duplicates([second], first, actor=editor)

    assert people_for(held, editor) == 1


def test_taking_it_back_puts_links_and_evidence_where_they_were(editor):
    first, second = feedback(editor, source="Phone"), feedback(editor, source="Mail")
    held = claim(editor)
    link(second.node, "supports", held, actor=editor, note="Says so")
    actions.mark_duplicates([second], first, actor=editor)

    actions.unmark_duplicates([again(second, editor)], actor=editor)

    assert list(Link.objects.values_list("source", "note")) == [(second.pk, "Says so")]
    assert people_for(held, editor) == 1
    assert again(second, editor).node.state == "new"


def test_two_people_who_say_the_same_are_no_duplicates(editor):
    first, second = feedback(editor, author="Jo"), feedback(editor, author="Al")

    with pytest.raises(BadInput, match="come from two people"):
        actions.mark_duplicates([second], first, actor=editor)


def test_an_item_is_no_duplicate_of_itself_nor_may_it_have_duplicates(editor):
    first, second, third = feedback(editor), feedback(editor), feedback(editor)
    with pytest.raises(BadInput, match="of itself"):
        actions.mark_duplicates([first], first, actor=editor)
    actions.mark_duplicates([second], first, actor=editor)

    with pytest.raises(BadInput, match="has duplicates of its own"):
        actions.mark_duplicates([first], third, actor=editor)


def test_a_duplicate_of_a_duplicate_is_one_of_the_item_that_stays(editor):
    first, second, third = feedback(editor), feedback(editor), feedback(editor)
    actions.mark_duplicates([second], first, actor=editor)

    actions.mark_duplicates([third], again(second, editor), actor=editor)

    assert queries.duplicate_of(third) == first
    assert queries.duplicates_of(first) == [second, third]


def test_opposite_stances_are_refused_and_nothing_changes(editor):
    first, second = feedback(editor), feedback(editor)
    held = claim(editor)
    link(first.node, "contradicts", held, actor=editor)
    link(second.node, "supports", held, actor=editor)

    with pytest.raises(InvalidState):
        actions.mark_duplicates([second], first, actor=editor)

    assert Link.objects.count() == 2


def test_a_contributor_may_neither_mark_nor_assign(editor):
    contributor = make_member("contributor", like=editor)
    first, second = feedback(editor), feedback(editor)

    with pytest.raises(Denied):
        actions.mark_duplicates([second], first, actor=contributor)
    with pytest.raises(Denied):
        actions.assign_feedback([first], contributor, actor=contributor)


def test_assigned_items_wait_on_home_until_they_are_sorted(editor):
    priya = make_member(like=editor)
    item = feedback(editor)

    actions.assign_feedback([item], priya, actor=editor)

    assert queries.assigned_to(priya) == 1
    actions.dismiss_feedback([item], actor=priya)
    assert queries.assigned_to(priya) == 0


def test_nobody_of_another_workspace_and_no_guest_is_given_work(editor):
    item = feedback(editor)

    for stranger in (make_member(), make_member("guest", like=editor)):
        with pytest.raises(BadInput, match="Choose a member"):
            actions.assign_feedback([item], stranger, actor=editor)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def at(member: Member, name: str) -> str:
    return reverse(f"feedback:{name}", kwargs={"workspace": member.workspace.slug})


def undo_last(client: Client, member: Member) -> None:
    act = member.acts.order_by("-pk").first() if hasattr(member, "acts") else None
    number = act.pk if act else last_act(member)
    client.post(reverse("web:undo", kwargs={"workspace": member.workspace.slug, "act_id": number}))


def last_act(member: Member) -> int:
    from allied.kernel.personal.models import Act  # noqa: PLC0415

    return Act.objects.filter(member=member).latest("pk").pk


def test_an_item_is_assigned_from_the_list_and_that_is_taken_back(editor):
    client, item = signed_in(editor), feedback(editor)
    following = f"{at(editor, 'list')}?item=FBK-9#open-FBK-9"

    answer = client.post(at(editor, "assignment"), {"node": item.node.reference, "member": "me", "then": following})

    assert answer.url == following
    assert again(item, editor).assigned_to == editor
    assert "Nothing has come in" not in client.get(at(editor, "list") + "?show=mine").content.decode()
    undo_last(client, editor)
    assert again(item, editor).assigned_to is None


def test_what_follows_is_an_address_of_ours_alone(editor):
    item = feedback(editor)

    answer = signed_in(editor).post(
        at(editor, "assignment"), {"node": item.node.reference, "member": "me", "then": "//evil.example/"}
    )

    assert answer.url == at(editor, "list")


def test_a_label_is_put_on_all_then_taken_off_all_and_that_is_undone(editor):
    client, items = signed_in(editor), [feedback(editor), feedback(editor)]
    label = add_label("Queue", actor=editor)
    sent = {"node": [item.node.reference for item in items], "label": label.pk}

    client.post(at(editor, "labelling"), sent)
    assert all(labels_of([item.node])[item.pk] == [label] for item in items)
    client.post(at(editor, "labelling"), sent)
    assert not any(labels_of([item.node])[item.pk] for item in items)
    undo_last(client, editor)

    assert all(labels_of([item.node])[item.pk] == [label] for item in items)


def test_a_duplicate_is_found_by_words_marked_and_taken_back(editor):
    client = signed_in(editor)
    first, second = feedback(editor, "The lift is out again."), feedback(editor, "Lift is out")

    offered = client.get(at(editor, "duplicates"), {"node": second.node.reference, "q": "lift"}).content.decode()
    assert f'value="{first.node.reference}"' in offered
    client.post(at(editor, "duplicates"), {"node": second.node.reference, "of": first.node.reference})

    assert second.node.title not in client.get(at(editor, "list")).content.decode().replace("beside", "")
    assert second.node.title in client.get(at(editor, "list") + "?show=duplicate").content.decode()
    undo_last(client, editor)
    assert again(second, editor).node.state == "new"


def test_a_refused_duplicate_keeps_the_page_and_says_why(editor):
    first, second = feedback(editor, author="Jo"), feedback(editor, author="Al")

    answer = signed_in(editor).post(
        at(editor, "duplicates"), {"node": second.node.reference, "of": first.node.reference}
    )

    assert answer.status_code == 422
    assert "come from two people" in answer.content.decode()


def test_a_later_file_corrects_a_duplicate_without_letting_it_count(editor):
    first, second = feedback(editor, author="Jo"), feedback(editor, author="Jo")
    actions.mark_duplicates([second], first, actor=editor)

    actions.correct_feedback(again(second, editor), {"person_key": "f" * 32}, actor=editor)

    assert not second.node.atoms.exists()


SAID = "The self-service machine in Ramsbury swallowed my card and the desk was closed already."
AGAIN = "Hi, the self service machine in Ramsbury swallowd my card, and the desk was closed already. Thanks"


def test_what_came_in_twice_is_proposed_and_never_merged_by_itself(editor):
    first, second = feedback(editor, SAID, author="Jo"), feedback(editor, AGAIN, author="Jo")
    feedback(editor, "Please open on Sundays", author="Al")

    actions.compare_new(product_of(editor).pk)

    assert [likely.other for likely in queries.likely_duplicates(second)] == [first]
    assert again(second, editor).node.state == "new"
    text = signed_in(editor).get(at(editor, "list") + "?show=likely").content.decode()
    assert "Likely a duplicate of FBK-1" in text


def test_the_same_words_of_another_person_are_not_proposed(editor):
    feedback(editor, SAID, author="Jo")
    second = feedback(editor, SAID, author="Al")

    actions.compare_new(product_of(editor).pk)

    assert queries.likely_duplicates(second) == []


def test_what_a_person_declined_is_not_proposed_again_until_that_is_undone(editor):
    first, second = feedback(editor, SAID), feedback(editor, AGAIN)
    actions.compare_new(product_of(editor).pk)
    client = signed_in(editor)

    client.post(at(editor, "likely"), {"node": second.node.reference, "of": first.node.reference})
    assert queries.likely_duplicates(second) == []
    undo_last(client, editor)

    assert len(queries.likely_duplicates(second)) == 1


def test_comparing_goes_on_where_it_ended(editor):
    feedback(editor, SAID)
    assert actions.compare_new(product_of(editor).pk) == 1

    second = feedback(editor, AGAIN)

    assert actions.compare_new(product_of(editor).pk) == 1
    assert len(queries.likely_duplicates(second)) == 1
    assert actions.compare_new(product_of(editor).pk) == 0


def test_what_comes_in_is_compared_behind_the_write(editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = feedback(editor, SAID), feedback(editor, AGAIN)

    runner.run_all()

    assert [likely.other for likely in queries.likely_duplicates(second)] == [first]
