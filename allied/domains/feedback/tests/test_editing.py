"""An item is corrected by hand: by its form, in the list, over the API; its history keeps what stood before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback import actions, undo
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.queries import feedback_by_reference
from allied.domains.feedback.tests.building import feedback, imported
from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.errors import BadInput, Conflict, Denied
from allied.kernel.personal.queries import to_undo
from allied.kernel.personal.undo import take_back
from allied.kernel.testing import make_member
from allied.kernel.thread.models import Atom
from allied.web.lists import editing

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


@pytest.fixture
def editor():
    return make_member("editor", name="Imani")


def an_item(actor, **more):
    told = {"author": "Jo", "received_at": MORNING, "rating": 4.0, "segments": {"branch": "ALD"}}
    return stored(feedback(actor, "The lift is out agian.", **told | more))


def corrected(item, actor, **words):
    return actions.edit_feedback(item, actions.worded(item, actions.said(item) | words), actor=actor)


def window(member):
    client = Client()
    client.force_login(member.user)
    return client


def opened(page, item):
    """The edition that the form carries."""
    return page.get(place(item)).content.decode().split('name="seen" value="')[1].split('"')[0]


def place(item, name="edit"):
    slug = item.node.workspace.slug
    return reverse(f"feedback:{name}", kwargs={"workspace": slug, "reference": item.node.reference})


def stored(item):
    return Feedback.objects.select_related("node", "workspace").get(pk=item.pk)


def test_every_field_of_an_item_is_corrected_and_its_title_and_evidence_follow(editor):
    item = an_item(editor)

    corrected(
        item,
        editor,
        text="The lift is out again.",
        author="Jo Smith",
        received_on="2026-02-01",
        rating="3.5",
        segments="branch: RAM\nplan: pro",
        method="interview",
    )

    now = stored(item)
    assert (now.text, now.author, now.method, now.rating) == (
        "The lift is out again.",
        "Jo Smith",
        "interview",
        Decimal("3.5"),
    )
    assert now.segments == {"branch": "RAM", "plan": "pro"}
    assert now.node.title == "The lift is out again."
    atom = Atom.objects.get(node=item.node)
    assert (atom.method, atom.dated_on.isoformat()) == ("interview", "2026-02-01")
    entry = Activity.objects.get(node=item.node, verb="feedback.edited")
    assert set(entry.details["changed"]) == {"text", "author", "received_on", "rating", "segments", "method"}
    assert "lift" not in str(entry.details)


def test_who_is_told_apart_by_the_name_is_told_apart_by_the_new_one_and_a_code_of_the_source_stays(editor):
    named, coded = an_item(editor), an_item(editor, person="jo@mail.example")
    other = feedback(editor, "Something else", author="Jo Smith")

    corrected(named, editor, author="Jo Smith")
    corrected(coded, editor, author="Jo Smith")

    assert stored(named).person_key == other.person_key
    assert stored(coded).person_key == coded.person_key != other.person_key


def test_naming_on_whose_behalf_it_was_said_makes_it_an_opinion_unless_the_method_is_chosen_too(editor):
    first, second = an_item(editor), an_item(editor)

    corrected(first, editor, on_behalf_of="A customer")
    corrected(second, editor, on_behalf_of="A customer", method="interview")

    assert stored(first).is_opinion
    assert stored(second).method == "interview"


def test_a_day_that_nobody_knows_is_said_so(editor):
    item = an_item(editor)

    corrected(item, editor, received_on="")

    assert (stored(item).is_dated, actions.said(stored(item))["received_on"]) == (False, "")


def test_what_was_left_as_it_was_keeps_what_no_form_shows_of_it(editor):
    item = an_item(editor, segments={"plan: of the year": "pro"})

    corrected(item, editor, author="Jo Smith")

    assert (stored(item).received_at, stored(item).segments) == (MORNING, {"plan: of the year": "pro"})


def test_nothing_changed_leaves_no_trace(editor):
    item = an_item(editor)

    corrected(item, editor)

    assert not Activity.objects.filter(node=item.node, verb="feedback.edited").exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text": " "}, "text"),
        ({"author": "x" * 201}, "author"),
        ({"received_on": "soon"}, "received_on"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"rating": "good"}, "rating"),
        ({"rating": "NaN"}, "rating"),
        ({"rating": "100000000"}, "rating"),
        ({"segments": "no colon"}, "segments"),
        ({"method": "guess"}, "method"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(editor, words, field):
    item = an_item(editor)

    with pytest.raises(BadInput) as refusal:
        corrected(item, editor, **words)

    assert set(refusal.value.fields) == {field}
    assert stored(item).text == "The lift is out agian."


def test_a_contributor_may_not_correct_feedback(editor):
    item = an_item(editor)
    other = make_member("contributor", workspace=editor.workspace)

    with pytest.raises(Denied):
        corrected(item, other, text="Mine")

    assert window(other).get(place(item)).status_code == 403


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(editor):
    item, other = an_item(editor), make_member("editor", workspace=editor.workspace, name="Marcus")
    page = window(editor)
    seen = opened(page, item)
    corrected(item, other, text="The lift is out again.")

    answer = page.post(place(item), actions.said(an := stored(item)) | {"text": "Mine", "seen": seen})

    assert answer.status_code == 409
    assert "Marcus changed this after you opened it" in answer.content.decode()
    assert stored(an).text == "The lift is out again."
    with pytest.raises(Conflict):
        actions.edit_feedback(an, replace(actions.worded(an, actions.said(an)), text="Mine"), actor=editor, seen=seen)


def test_the_form_saves_says_so_and_its_undo_gives_the_very_moment_back(editor):
    item = feedback(editor, "The lift is out agian.", author="Jo")
    before = stored(item)
    page = window(editor)
    sent = {"text": "The lift is out.", "received_on": "2026-01-05", "seen": opened(page, item)}

    answer = page.post(place(item), actions.said(before) | sent)

    assert answer.status_code == 302
    assert (stored(item).text, stored(item).is_dated) == ("The lift is out.", True)
    (act,) = to_undo(actor=editor)[:1]
    take_back(act.pk, actor=editor)
    after = stored(item)
    assert (after.text, after.is_dated) == (before.text, False)
    assert abs(after.received_at - before.received_at) < timedelta(seconds=5)


def test_what_saves_by_itself_is_undone_as_one_sitting_to_the_very_moment(editor):
    item, page = an_item(editor), window(editor)
    before, seen = actions.said(item), opened(page, item)
    for text in ("The lift is out", "The lift is out again"):
        sent = before | {"text": text, "seen": seen}
        seen = page.post(place(item), sent, headers={"X-Autosave": "yes"})["X-Seen"]

    (act,) = to_undo(actor=editor)
    take_back(act.pk, actor=editor)

    assert (actions.said(stored(item)), stored(item).received_at) == (before, MORNING)


def test_an_edit_that_changed_nothing_has_no_undo(editor):
    item = an_item(editor)

    assert undo.of_edit(item, actions.said(item), item.received_at) is None


def test_the_history_keeps_what_a_field_said_and_puts_it_back(editor):
    item = an_item(editor)
    corrected(item, editor, text="The lift is out again.")
    change = Rewording.objects.get(node=item.node, field="text")
    page = window(editor)
    assert "Put back" in page.get(place(item, "detail")).content.decode()

    page.post(reverse("web:put-back", kwargs={"workspace": editor.workspace.slug, "rewording_id": change.pk}))

    assert stored(item).text == "The lift is out agian."


def test_a_cell_of_the_list_is_corrected_and_put_back(editor):
    item = an_item(editor)

    changed = editing.change_many("feedback", "author", [item.node.reference], "Al", actor=editor)

    assert stored(item).author == "Al"
    assert changed == [(item.node.reference, "Jo")]


def test_an_import_that_is_run_again_leaves_what_was_corrected_and_updates_the_rest(editor):
    imported(editor)
    item = feedback_by_reference(Feedback.objects.get(source_id="ZD-3").node.reference, actor=editor)
    corrected(item, editor, text="The lift is broken.", author="Jo")

    imported(editor, DESK_AGAIN)

    assert (stored(item).text, stored(item).rating) == ("The lift is broken.", Decimal(1))


DESK_AGAIN = """ticket_id,created,requester_email,comment_body,branch,agent_notes,csat
ZD-3,15/07/2026 11:30,jo@mail.example,The lift is out once more.,ALD,,1
"""
