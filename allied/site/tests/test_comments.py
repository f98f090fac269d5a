"""Comments as pages: with links and forms alone, and as the parts that HTMX asks for."""

from __future__ import annotations

import pytest
from django.test import Client

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.catalogue import Role
from allied.kernel.talk import actions
from allied.kernel.talk.models import Comment
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def imani():
    return make_member(Role.CONTRIBUTOR, name="Imani Okafor")


@pytest.fixture
def node(imani):
    return draft_insight(Wording("They leave when the wait is unknown"), actor=imani).node


class Browser:
    def __init__(self, member):
        self.client, self.root = Client(), f"/w/{member.workspace.slug}"
        self.client.force_login(member.user)

    def get(self, path, **headers):
        return self.client.get(f"{self.root}{path}", headers=headers)

    def text(self, path):
        return self.get(path).content.decode()

    def post(self, path, headers=None, **fields):
        return self.client.post(f"{self.root}{path}", fields, headers=headers or {})


def test_a_comment_is_added_on_the_record_and_read_there(imani, node):
    browser = Browser(imani)

    answer = browser.post("/talk/on/INS-1/comments", text="Is it **really** #INS-1? <script>")

    said = Comment.objects.get()
    assert answer["Location"] == f"{browser.root}/insights/INS-1#{said.pk}"
    page = browser.text("/insights/INS-1")
    assert "<strong>really</strong>" in page
    assert "&lt;script&gt;" in page
    assert 'id="discussion-n">1<' in page


def test_an_empty_comment_is_refused_beside_its_field_and_htmx_gets_a_sentence(imani, node):
    browser = Browser(imani)

    page = browser.post("/talk/on/INS-1/comments", text=" ")
    part = browser.post("/talk/on/INS-1/comments", HTMX, text="")

    assert (page.status_code, part.status_code) == (422, 422)
    assert "Your text is kept below." in page.content.decode()
    assert part["HX-Retarget"] == "#toasts"
    assert not Comment.objects.exists()


def test_a_text_that_is_too_long_is_kept_on_the_page(imani, node):
    page = Browser(imani).post("/talk/on/INS-1/comments", text="waiting " * 1_500)

    assert page.status_code == 422
    assert "10,000 fit here" in page.content.decode()
    assert "waiting waiting" in page.content.decode()


def test_htmx_gets_the_discussion_and_the_new_count(imani, node):
    part = Browser(imani).post("/talk/on/INS-1/comments", HTMX, text="One").content.decode()

    assert part.lstrip().startswith('<li id="talk-cmt_')
    assert 'id="discussion-n" hx-swap-oob="true">1<' in part
    assert "<main" not in part


def test_one_edits_ones_own_comment_in_its_place_and_on_a_page(imani, node):
    said, browser = actions.add_comment(node, "One", actor=imani), Browser(imani)
    place = f"/talk/comments/{said.pk}/edit"

    assert "<main" in browser.text(place)
    assert f'id="edit-{said.pk}"' in browser.get(place, **HTMX).content.decode()
    assert browser.post(place, text="Two").status_code == 302
    assert "<p>Two</p>" in browser.text("/insights/INS-1")
    assert browser.post(place, text="").status_code == 422


def test_deleting_offers_an_undo_that_brings_it_back(imani, node):
    said, browser = actions.add_comment(node, "One", actor=imani), Browser(imani)

    part = browser.post(f"/talk/comments/{said.pk}/deletion", HTMX).content.decode()

    assert f"/talk/comments/{said.pk}/deletion/undo" in part
    assert f'id="talk-{said.pk}"' not in part
    assert browser.post(f"/talk/comments/{said.pk}/deletion/undo").status_code == 302
    assert "<p>One</p>" in browser.text("/insights/INS-1")


def test_a_resolved_discussion_is_folded_and_can_be_reopened(imani, node):
    said, browser = actions.add_comment(node, "One", actor=imani), Browser(imani)
    browser.post(f"/talk/comments/{said.pk}/replies", text="Two")

    browser.post(f"/talk/comments/{said.pk}/resolution")

    assert "Resolved by Imani Okafor" in browser.text("/insights/INS-1")
    browser.post(f"/talk/comments/{said.pk}/reopening")
    assert "Resolved by" not in browser.text("/insights/INS-1")


def test_a_reader_finds_the_discussion_and_no_form(imani, node):
    actions.add_comment(node, "One", actor=imani)
    page = Browser(make_member(Role.READER, like=imani)).text("/insights/INS-1")

    assert "<p>One</p>" in page
    assert "Add a comment" not in page


def test_the_preview_reads_like_the_comment(imani, node):
    answer = Browser(imani).post("/talk/preview", text="# One\n\n#INS-1")

    assert "<h3>One</h3>" in answer.content.decode()
    assert "/insights/INS-1" in answer.content.decode()


@pytest.mark.parametrize(("typed", "found"), [("@im", "@Imani Okafor"), ("#INS", "#INS-1"), ("#wait", "#INS-1")])
def test_suggestions_are_what_may_be_put_in(imani, node, typed, found):
    (one,) = Browser(imani).get(f"/talk/suggestions?q={typed.replace('#', '%23')}").json()["data"]

    assert one["insert"] == found


@pytest.mark.parametrize("count", [1, 12])
def test_a_discussion_costs_the_same_however_long_it_is(imani, node, count, django_assert_num_queries):
    for number in range(count):
        said = actions.add_comment(node, f"{number} #INS-1 @Imani Okafor", actor=imani)
        actions.add_comment(node, "Reply", actor=imani, reply_to=said)
    browser = Browser(imani)
    place = f"/talk/comments/{said.pk}"
    browser.get(place, **HTMX)

    with django_assert_num_queries(9):
        browser.get(place, **HTMX)
