"""Feedback that a colleague passes on for somebody: who said it, and what it weighs."""

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.feedback.models import Feedback
from allied.domains.feedback.tests.building import feedback, imported
from allied.kernel.nodes.bindings import quotes_of
from allied.kernel.people.models import Member
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db

PASSED_ON = """id,date,text,on_behalf_of{more}
1,13/07/2026,They cannot find the shelf,Dana of Northwind{value}
"""


@pytest.fixture
def editor() -> Member:
    return make_member()


def classes(item: Feedback) -> list[str]:
    return list(item.node.atoms.values_list("method_class", flat=True))


def test_what_is_passed_on_is_an_opinion_of_the_person_who_said_it(editor):
    passed_on = feedback(editor, author="Imani", on_behalf_of="Dana of Northwind")
    own = feedback(editor, author="Dana of Northwind")

    assert (passed_on.method, classes(passed_on)) == ("on_behalf", ["opinion"])
    assert passed_on.person_key == own.person_key
    assert quotes_of([passed_on.node])[passed_on.pk].who == "Dana of Northwind"
    assert passed_on.node in find(actor=editor, text="northwind").nodes


@pytest.mark.parametrize(
    ("method", "kept"), [("feedback", "feedback"), ("on_behalf", "feedback"), ("interview", "interview")]
)
def test_their_own_words_count_as_theirs(editor, method, kept):
    item = feedback(editor, on_behalf_of="Dana", own_words=True, method=method)

    assert (item.method, classes(item)) == (kept, ["attitudinal"])


def test_an_opinion_stays_one_in_whatever_words(editor):
    item = feedback(editor, on_behalf_of="Dana", own_words=True, method="workshop_note")

    assert classes(item) == ["opinion"]


def test_a_column_of_a_file_names_them(editor):
    imported(editor, PASSED_ON.format(more="", value=""))

    item = Feedback.objects.get()
    assert (item.on_behalf_of, item.method) == ("Dana of Northwind", "on_behalf")


def test_a_later_file_that_names_them_turns_it_into_an_opinion(editor):
    imported(editor, "id,date,text\n1,13/07/2026,They cannot find the shelf\n")
    imported(editor, PASSED_ON.format(more="", value=""))

    item = Feedback.objects.get()
    assert (item.on_behalf_of, classes(item)) == ("Dana of Northwind", ["opinion"])


def test_the_form_asks_for_whom_and_the_record_says_it(editor):
    client = Client()
    client.force_login(editor.user)
    slug = {"workspace": editor.workspace.slug}

    client.post(
        reverse("feedback:new", kwargs=slug),
        {"text": "They cannot find the shelf", "on_behalf_of": "Dana", "method": "feedback"},
    )
    item = Feedback.objects.get()
    page = client.get(reverse("feedback:detail", kwargs=slug | {"reference": item.node.reference})).content.decode()
    file = b"".join(client.get(reverse("feedback:export", kwargs=slug))).decode()

    assert item.method == "on_behalf"
    assert "not in their own words" in page
    assert "This is an opinion." in page
    assert "author,on_behalf_of," in file
