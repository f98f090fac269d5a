from datetime import timedelta

import pytest
from django.utils import timezone

from allied.domains.feedback import actions, queries
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import feedback, imported
from allied.kernel.activity.models import Activity
from allied.kernel.disposal.actions import make_private
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.importing import actions as importing
from allied.kernel.jobs import runner
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.bindings import quotes_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Atom

pytestmark = pytest.mark.django_db


def claim(actor: Member) -> Node:
    return nodes.create("insight", title="People leave when the wait is unknown", actor=actor)


def verbs(node: Node) -> list[str]:
    return list(Activity.objects.filter(node=node).order_by("pk").values_list("verb", flat=True))


def test_feedback_by_hand_has_a_reference_words_and_a_trail():
    contributor = make_member("contributor")

    item = feedback(contributor, "The lift\nis out again.", author="Jo", source="Phone")

    assert item.node.reference == "FBK-1"
    assert item.node.title == "The lift is out again."
    assert (item.source, item.author, item.is_dated) == ("Phone", "Jo", False)
    assert find(actor=contributor, text="lift jo").nodes == [item.node]
    assert verbs(item.node) == ["feedback.added"]


def test_the_same_person_has_the_same_code_in_one_workspace_only():
    one, other = make_member(), make_member()

    first, second = feedback(one, "A", author="Jo  Hill"), feedback(one, "B", author="jo hill")
    elsewhere = feedback(other, "C", author="Jo Hill")

    assert first.person_key == second.person_key != elsewhere.person_key
    assert feedback(one, "D").person_key == ""


def test_an_address_is_not_kept():
    item = feedback(make_member(), "A", person="jo@mail.example")

    assert item.person_key
    assert "jo@mail" not in repr(Feedback.objects.values_list())


def test_the_same_source_id_again_is_the_item_that_is_here():
    editor = make_member()

    first = feedback(editor, "A", source="Desk", source_id="Z1")
    again = feedback(editor, "B", source="Desk", source_id="Z1")

    assert again == first
    assert again.text == "A"


def test_what_is_passed_on_is_an_opinion():
    feedback(make_member(), "She says it is slow", method="on_behalf")

    assert Atom.objects.get().method_class == "opinion"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  "}, "Write something here first"),
        ({"text": "a\0b"}, "U\\+0000"),
        ({"text": "x" * 20_001}, "20,001 characters long"),
        ({"received_at": timezone.now() + timedelta(days=3)}, "in the future"),
        ({"segments": {"2024": "x"}}, "has no letter"),
        ({"segments": {"branch": " "}}, "Write something here first"),
        ({"segments": {f"name {n}": "x" for n in range(51)}}, "51 segments"),
        ({"method": "guess"}, "how you learned this"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_a_sentence(fields: dict, sentence: str):
    with pytest.raises(BadInput, match=sentence):
        feedback(make_member(), **fields)

    assert not Node.objects.exists()


def test_a_reader_adds_nothing():
    reader = make_member("reader")

    with pytest.raises(Denied):
        feedback(reader)
    with pytest.raises(Denied):
        actions.add_notes(text="x", product=product_of(reader), actor=reader)


def test_a_product_of_another_workspace_is_not_there():
    editor, stranger = make_member(), make_member()

    with pytest.raises(NotVisible):
        actions.add_feedback(text="x", product=product_of(stranger), actor=editor)
    with pytest.raises(NotVisible):
        actions.add_notes(text="x", product=product_of(stranger), actor=editor)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("One\nTwo", ["One", "Two"]),
        ("One\nstill one\n\nTwo", ["One\nstill one", "Two"]),
        ("- One\n* Two\n• Three\n4. Four\n5) Five", ["One", "Two", "Three", "Four", "Five"]),
        ("One\r\n\r\n\r\nTwo\r\n", ["One", "Two"]),
    ],
)
def test_pasted_text_is_cut_at_paragraphs_else_at_lines(text: str, notes: list[str]):
    editor = make_member()

    added = actions.add_notes(text=text, product=product_of(editor), actor=editor)

    assert [item.text for item in added] == notes
    assert Activity.objects.get().details["count"] == len(notes)


def test_too_many_notes_are_refused():
    editor = make_member()

    with pytest.raises(BadInput, match="501 items"):
        actions.add_notes(text="x\n" * 501, product=product_of(editor), actor=editor)


def test_items_are_set_aside_and_taken_back_with_a_trail():
    editor = make_member()
    first, second = feedback(editor, "A"), feedback(editor, "B")

    assert actions.dismiss_feedback([first, second], actor=editor) == 2
    assert actions.dismiss_feedback([first], actor=editor) == 0
    assert actions.restore_feedback([first, second], actor=editor) == 2

    assert verbs(first.node) == ["feedback.added", "feedback.dismissed", "feedback.restored"]


def test_an_item_in_use_is_not_set_aside():
    editor = make_member()
    item, insight = feedback(editor), claim(editor)
    link(item.node, "supports", insight, actor=editor)

    with pytest.raises(InvalidState, match="FBK-1 is used by INS-1"):
        actions.dismiss_feedback([item], actor=editor)


def test_a_contributor_sets_nothing_aside():
    editor = make_member()
    item = feedback(editor)
    contributor = make_member("contributor", like=editor)

    for act in (actions.dismiss_feedback, actions.restore_feedback):
        with pytest.raises(Denied):
            act([item], actor=contributor)
    with pytest.raises(Denied):
        actions.edit_segments(item, {}, actor=contributor)


def test_a_stranger_changes_nothing():
    item, stranger = feedback(make_member()), make_member()

    for act in (actions.dismiss_feedback, actions.restore_feedback):
        with pytest.raises(NotVisible):
            act([item], actor=stranger)
    with pytest.raises(NotVisible):
        actions.edit_segments(item, {}, actor=stranger)


def test_corrected_segments_are_found_and_told():
    editor = make_member()
    item = feedback(editor, segments={"branch": "ALD"})

    actions.edit_segments(item, {"branch": "Ramsbury"}, actor=editor)
    actions.edit_segments(item, {"branch": "Ramsbury"}, actor=editor)

    assert find(actor=editor, text="ramsbury").nodes == [item.node]
    assert find(actor=editor, text="ald").nodes == []
    assert verbs(item.node) == ["feedback.added", "feedback.segmented"]


def test_undo_leaves_what_somebody_used_and_the_words_stay_quotable():
    editor = make_member()
    made = imported(editor)
    used = Feedback.objects.get(source_id="ZD-2")
    link(used.node, "contradicts", claim(editor), actor=editor)

    importing.undo_import(made, actor=editor)
    runner.run_all()

    assert Feedback.objects.get() == used
    assert quotes_of([used.node])[used.pk].text == "I owe £4, can I still borrow?"


def test_what_only_others_may_read_does_not_show_as_a_use():
    author = make_member()
    reader = make_member(like=author)
    item, draft = actions.add_feedback(text="I left.", product=product_of(author), actor=author), claim(author)
    make_private(draft, [], actor=author)
    link(item.node, "supports", draft, actor=author)

    assert [use.node for use in queries.uses_of(item, actor=author)] == [draft]
    assert queries.uses_of(item, actor=reader) == []
