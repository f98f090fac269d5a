from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import feedback, imported
from allied.domains.feedback.views.inbox import SAMPLE
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def at(member: Member, name: str, **kwargs: object) -> str:
    return reverse(f"feedback:{name}", kwargs={"workspace": member.workspace.slug, **kwargs})


def page(member: Member, name: str, query: str = "", **kwargs: object) -> str:
    response = signed_in(member).get(at(member, name, **kwargs) + query)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_an_empty_inbox_teaches_and_offers_a_sample():
    text = page(make_member(), "list")

    assert "Nothing has come in yet" in text
    assert "sample.csv" in text


def test_the_inbox_lists_items_and_the_first_beside():
    editor = make_member()
    feedback(editor, "The lift is out again.")
    feedback(editor, "Thank you for the large print shelf.")

    text = page(editor, "list")

    assert text.count('name="node"') >= 2
    assert "Thank you for the large print shelf." in text
    assert 'aria-current="true"' in text


def test_the_inbox_answers_a_script_with_the_list_alone():
    editor = make_member()
    feedback(editor, "The lift is out again.")

    answer = signed_in(editor).get(at(editor, "list"), headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith('<div id="list"')


def test_an_item_that_the_address_names_takes_the_place_of_the_list_on_a_phone():
    editor = make_member()
    first = feedback(editor, "The lift is out again.")
    feedback(editor, "Thank you.")

    text = page(editor, "list", f"?item={first.node.reference}")

    assert "data-open" in text
    assert "Back to the list" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=queue", {"ZD-1"}),
        ("?q=nothing+like+it", set()),
        ("?show=unused", {"ZD-1", "ZD-2", "ZD-3"}),
        ("?show=used", set()),
        ("?show=not_useful", set()),
        ("?rating=low", {"ZD-2"}),
        ("?rating=high", {"ZD-1", "ZD-3"}),
        ("?rating=none", set()),
        ("?received=older", set()),
        ("?sort=oldest", {"ZD-1", "ZD-2", "ZD-3"}),
        ("?sort=added&page=2", set()),
        ("?page=nonsense&show=nonsense", {"ZD-1", "ZD-2", "ZD-3"}),
    ],
)
def test_the_inbox_is_narrowed_by_the_address(query: str, found: set[str]):
    editor = make_member()
    imported(editor)

    text = page(editor, "list", query)

    texts = dict(Feedback.objects.values_list("source_id", "node__title"))
    shown = {key for key, title in texts.items() if f">{title}</a>" in text.replace("&#39;", "'")}
    assert shown == found


def test_the_inbox_is_narrowed_by_a_segment():
    editor = make_member()
    imported(editor)
    facet = editor.workspace.pk and Feedback.objects.get(source_id="ZD-2").segments
    assert facet == {"branch": "RAM"}
    from allied.domains.feedback.models import Facet  # noqa: PLC0415

    key = Facet.objects.get(name="branch", value="RAM").pk

    text = page(editor, "list", f"?segment={key}")

    assert "I owe £4" in text
    assert "Why only a queue number?" not in text


@pytest.mark.parametrize("count", [3, 25])
def test_the_inbox_takes_the_same_queries_however_many_rows(count: int, django_assert_num_queries):
    editor = make_member()
    for number in range(count):
        feedback(editor, f"Words {number}", segments={"branch": f"B{number}"})
    client = signed_in(editor)
    client.get(at(editor, "list"))

    with django_assert_num_queries(INBOX_QUERIES):
        client.get(at(editor, "list"))


INBOX_QUERIES = 20  # five of them: what the menus for sorting offer, likely duplicates, what is known of companies


def test_the_record_of_an_item_holds_its_words_its_origin_and_its_raw_columns():
    editor = make_member()
    imported(editor)

    text = page(editor, "detail", reference="FBK-2")

    assert "I owe £4, can I still borrow?" in text
    assert "support-desk-q3.csv" in text
    assert "called back" in text


def test_an_item_of_another_workspace_is_not_there():
    editor, stranger = make_member(), make_member()
    item = feedback(editor)
    client = signed_in(stranger)

    assert client.get(at(stranger, "detail", reference=item.node.reference)).status_code == 404
    assert client.get(at(editor, "detail", reference=item.node.reference)).status_code == 404
    assert client.get(at(editor, "list")).status_code == 404


def test_an_item_is_added_by_hand():
    editor = make_member()
    client = signed_in(editor)

    answer = client.post(
        at(editor, "new"),
        {"text": "The lift is out.", "author": "Jo", "received_on": "2026-07-03", "method": "feedback"},
    )

    item = Feedback.objects.get()
    assert answer.url == at(editor, "detail", reference=item.node.reference)
    assert item.received_at.date() == date(2026, 7, 3)


def test_an_item_without_words_is_refused_with_a_sentence():
    editor = make_member()

    answer = signed_in(editor).post(at(editor, "new"), {"text": " ", "method": "feedback"})

    assert answer.status_code == 422
    assert "Write what the person said." in answer.content.decode()


def test_a_day_in_the_future_is_refused_beside_its_field():
    editor = make_member()

    answer = signed_in(editor).post(at(editor, "new"), {"text": "x", "received_on": "2990-01-01", "method": "feedback"})

    assert answer.status_code == 422
    assert "This day is in the future" in answer.content.decode()


def test_pasted_notes_become_one_item_each():
    editor = make_member()

    signed_in(editor).post(at(editor, "notes"), {"text": "- One\n- Two\n- Three", "method": "feedback"})

    assert set(Feedback.objects.values_list("text", flat=True)) == {"One", "Two", "Three"}


def test_selected_items_are_set_aside_and_taken_back():
    editor = make_member()
    first, second = feedback(editor), feedback(editor, "Thank you")
    client = signed_in(editor)

    client.post(at(editor, "dismissal"), {"node": [first.node.reference, second.node.reference]})
    assert set(Feedback.objects.values_list("node__state", flat=True)) == {"not_useful"}
    assert "No feedback fits" in page(editor, "list")

    client.post(at(editor, "dismissal-undo") + f"?node={first.node.reference}")
    assert Feedback.objects.get(node__state="new") == first


def test_nothing_selected_is_a_sentence_not_an_error():
    editor = make_member()

    answer = signed_in(editor).post(at(editor, "dismissal"))

    assert answer.status_code == 422
    assert "Select at least one item first" in answer.content.decode()


def test_segments_are_corrected_one_a_line():
    editor = make_member()
    item = feedback(editor)
    client = signed_in(editor)
    address = at(editor, "segments", reference=item.node.reference)

    client.post(address, {"segments": "branch: Ramsbury\nmember type: carer"})
    item.refresh_from_db()
    assert item.segments == {"branch": "Ramsbury", "member type": "carer"}

    answer = client.post(address, {"segments": "no colon here"})
    assert answer.status_code == 422
    assert "needs a name, a colon and a value" in answer.content.decode()


def test_the_export_can_be_imported_again():
    editor = make_member()
    imported(editor)
    feedback(editor, "=SUM(1)+cmd is what I typed")
    client = signed_in(editor)

    content = b"".join(client.get(at(editor, "export")).streaming_content)
    other = make_member()
    made = imported(other, content, name="feedback.csv")

    assert made.stored == 4
    texts = Feedback.objects.filter(workspace=editor.workspace).values_list("text", "received_at", "rating")
    again = Feedback.objects.filter(workspace=other.workspace).values_list("text", "received_at", "rating")
    assert {row[0] for row in texts} == {row[0] for row in again}
    assert {row[2] for row in texts} == {row[2] for row in again}


def test_the_sample_file_can_be_imported():
    editor = make_member()
    content = b"".join(signed_in(editor).get(at(editor, "sample")).streaming_content)
    assert content == SAMPLE.read_bytes()

    made = imported(editor, content, name="sample-feedback.csv")

    assert (made.stored, made.already_here, made.left_out) == (22, 1, 2)


PAGES = ["list", "new", "notes", "export", "sample"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_no_page(name: str):
    editor, stranger = make_member(), make_member()

    assert signed_in(stranger).get(at(editor, name)).status_code == 404


@pytest.mark.parametrize("name", ["new", "notes"])
def test_a_reader_may_not_add(name: str):
    reader = make_member("reader")

    assert signed_in(reader).get(at(reader, name)).status_code == 403


def test_a_reader_gets_no_button_that_they_may_not_press():
    editor = make_member()
    feedback(editor)

    text = page(make_member("reader", like=editor), "list")

    assert "Import a file" not in text
    assert "Not useful" not in text
