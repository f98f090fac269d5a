"""The pages of insights, as a member's browser gets them."""

import re

import pytest
from django.test import Client

from allied.domains.insights import actions
from allied.domains.insights.models import Insight, State
from allied.domains.insights.tests.builders import make_evidence, make_insight, make_published
from allied.kernel.activity.editions import edition
from allied.kernel.nodes.catalogue import KINDS
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.web.tests.opened import opened

pytestmark = pytest.mark.django_db


class Browser:
    """A member's browser: ``get`` and ``post`` take the path inside of the workspace."""

    def __init__(self, member):
        self.client = Client()
        self.client.force_login(member.user)
        self.root = f"/w/{member.workspace.slug}/insights"

    def get(self, path="", **query):
        return self.client.get(self.root + path, query)

    def post(self, path="", **fields):
        return self.client.post(self.root + path, fields)

    def text(self, path="", **query):
        answer = self.get(path, **query)
        assert answer.status_code == 200
        return answer.content.decode()


def test_the_empty_list_teaches():
    text = Browser(make_member()).text()

    assert "Insights are claims that evidence carries" in text
    assert "Draft an insight" in text


def test_a_reader_is_not_offered_a_draft():
    member = make_member()
    reader = Browser(make_member(Role.READER, like=member))

    assert "Draft an insight</a>" not in reader.text()
    assert reader.get("/new").status_code == 403


def test_the_list_shows_strength_people_and_state():
    member = make_member(name="Imani Okafor")
    make_published(member, "People leave when the wait is unknown")

    text = Browser(member).text()

    assert "People leave when the wait is unknown" in text
    assert "Anecdotal" in text
    assert "Published" in text
    assert "Imani Okafor" in text


def test_the_list_is_narrowed_by_words_state_strength_and_author():
    member = make_member()
    other = make_member(like=member)
    make_published(member, "Waits")
    make_insight(other, "Fines", summary="Reminders arrive late")

    browser = Browser(member)

    def listed(**query):
        return [reference for reference in ("INS-1", "INS-2") if reference in browser.text(**query)]

    assert listed() == ["INS-1", "INS-2"]
    assert listed(q="reminders") == ["INS-2"]
    assert listed(state="published") == ["INS-1"]
    assert listed(strength="assumption") == ["INS-2"]
    assert listed(by="me") == ["INS-1"]
    assert "No insight fits these filters" in browser.text(strength="disputed")


def test_any_field_is_a_column_a_condition_an_order_and_a_group():
    member = make_member(name="Imani Okafor")
    make_published(member, "Waits", scope="Holds only")
    make_insight(member, "Fines")

    text = Browser(member).text(cols="scope,added", where="scope~filled~", group="state", sort="title")

    assert "Holds only" in text
    assert "Fines" not in text
    assert re.search(r'rowgroup" colspan="4">Published <span class="count">1<', text)
    assert 'aria-sort="ascending"' in text
    assert "Newest evidence</th>" not in text


def test_a_condition_on_the_state_finds_what_has_ended():
    member = make_member()
    actions.retire_insight(make_published(member, "Waits"), reason="Wrong", actor=member)

    assert "Waits" in Browser(member).text(where="state~is~retired")


def test_an_empty_list_offers_what_each_filter_keeps_out():
    member = make_member()
    make_insight(member, "Fines")

    text = Browser(member).text(state="published", where="title~has~fines")

    assert "Without “published insights”: 1" in text


def test_the_list_costs_as_many_queries_for_many_as_for_one(django_assert_max_num_queries):
    member = make_member()
    for number in range(12):
        make_insight(member, f"Claim {number}")
    browser = Browser(member)
    browser.get()

    with django_assert_max_num_queries(18):
        browser.get()
    with django_assert_max_num_queries(18):
        browser.get(group="author", where="author~is~me", cols="product,author,summary", sort="strength,title")


def test_what_has_ended_is_listed_only_when_asked_for_and_struck_through():
    member = make_member()
    actions.retire_insight(make_published(member, "Waits"), reason="Wrong", actor=member)
    make_insight(member, "Fines")

    assert "Waits" not in Browser(member).text()
    assert "<s>Waits</s>" in Browser(member).text(state="all")


def test_drafting_leads_to_the_record():
    member = make_member(Role.CONTRIBUTOR)

    answer = Browser(member).post("/new", claim="Waits are unknown", scope="Holds")

    assert answer.status_code == 302
    assert answer["Location"].endswith("/insights/INS-1")
    text = Browser(member).text("/INS-1")
    assert "Waits are unknown" in text
    assert "Nothing supports this claim directly yet" in text
    assert "Nobody has said yet" in text


def test_a_draft_without_a_claim_keeps_what_was_written():
    answer = Browser(make_member()).post("/new", claim="", summary="Two weeks of notes")

    assert answer.status_code == 422
    assert "Write the claim in one sentence." in answer.content.decode()
    assert "Two weeks of notes" in answer.content.decode()
    assert not Insight.objects.exists()


def test_the_record_shows_evidence_on_both_sides():
    member = make_member()
    insight = make_published(member)
    link(
        make_evidence(member, "I forgot that I asked"), "contradicts", insight.node, actor=member, note="Weekly visitor"
    )

    text = Browser(member).text("/INS-1")

    assert "I waited three weeks" in text
    assert "I forgot that I asked" in text
    assert "Weekly visitor" in text
    assert "Anecdotal, contested" in text


def test_editing_saves_and_tells_the_history():
    member = make_member()
    make_insight(member, "Waits", scope="All")

    browser = Browser(member)
    held = opened(browser.client, f"{browser.root}/INS-1/edit")

    answer = browser.post("/INS-1/edit", **held | {"claim": "Unknown waits", "what_would_change": "An estimate"})

    assert answer.status_code == 302
    text = Browser(member).text("/INS-1")
    assert "Unknown waits" in text
    assert "changed the claim and what would change our mind" in text


def test_publishing_can_be_undone_from_the_toast():
    member = make_member()
    insight = make_insight(member)
    link(make_evidence(member), "supports", insight.node, actor=member)
    browser = Browser(member)

    browser.post("/INS-1/publication")
    text = browser.text("/INS-1")
    browser.post("/INS-1/publication/undo")

    assert "INS-1 is published." in text
    assert "/insights/INS-1/publication/undo" in text
    assert "INS-1 is a draft again." in browser.text("/INS-1")


def test_a_draft_without_evidence_says_why_it_cannot_be_published():
    member = make_member()
    make_insight(member)

    assert "Add at least one piece of evidence for it" in Browser(member).text("/INS-1")
    assert "Add at least one piece of evidence for it" in Browser(member).text("/INS-1/publication")
    assert Browser(member).post("/INS-1/publication").status_code == 409


def test_retiring_takes_a_reason_and_is_undone_from_the_toast():
    member = make_member()
    make_published(member)
    browser = Browser(member)

    refused = browser.post("/INS-1/retirement", reason="")
    browser.post("/INS-1/retirement", reason="The queue is gone")
    text = browser.text("/INS-1")
    browser.post("/INS-1/reinstatement")

    assert refused.status_code == 422
    assert "Say why, in one sentence" in refused.content.decode()
    assert "The queue is gone" in text
    assert "<s>" in text
    assert "back as it was: published" in browser.text("/INS-1")


def test_a_superseded_claim_links_to_its_successor():
    member = make_member()
    manager = make_member(like=member, discipline=Discipline.PRODUCT)
    make_published(member, "Old claim")
    make_published(member, "New claim")
    browser = Browser(manager)

    offered = browser.text("/INS-1/supersession", q="new")
    answer = browser.post("/INS-1/supersession", successor="INS-2", reason="Narrower")

    assert "New claim" in offered
    assert answer.status_code == 302
    text = browser.text("/INS-1")
    assert "<s>Old claim</s>" in text
    assert "/insights/INS-2" in text
    assert "Narrower" in text


def test_superseding_by_nothing_or_by_itself_is_refused_by_the_field():
    member = make_member()
    make_published(member)
    browser = Browser(member)

    assert "Choose the insight that takes its place" in browser.post("/INS-1/supersession").content.decode()
    itself = browser.post("/INS-1/supersession", successor="INS-1")
    assert itself.status_code == 422
    assert "cannot supersede itself" in itself.content.decode()


def test_the_half_life_of_a_claim_is_set():
    member = make_member()
    make_insight(member)
    browser = Browser(member)

    browser.post("/INS-1/half-life", months="36", seen=edition({"months": "18"}))

    assert Insight.objects.select_related("node__strength").get().node.strength.half_life_months == 36
    browser.post("/INS-1/half-life", months="", seen=edition({"months": "36"}))
    assert Insight.objects.select_related("node__strength").get().node.strength.half_life_months is None


def test_all_evidence_has_a_page_of_its_own():
    member = make_member()
    insight = make_insight(member)
    for number in range(12):
        link(make_evidence(member, f"Piece {number}"), "supports", insight.node, actor=member)
    browser = Browser(member)

    assert "All evidence" in browser.text("/INS-1")
    text = browser.text("/INS-1/evidence", stance="supports")
    assert all(f"Piece {number}" in text for number in range(12))
    assert "Nothing linked here yet" in browser.text("/INS-1/evidence", stance="contradicts")


PAGES = ["", "/new", "/INS-1", "/INS-1/edit", "/INS-1/evidence", "/INS-1/publication", "/INS-1/retirement"]


@pytest.mark.parametrize("path", [*PAGES, "/INS-1/supersession"])
def test_no_page_is_there_for_a_stranger_or_shows_anything_to_the_signed_out(path):
    member = make_member()
    make_published(member)
    root = f"/w/{member.workspace.slug}/insights"

    assert Client().get(root + path).status_code == 302
    stranger = Client()
    stranger.force_login(make_member().user)
    assert stranger.get(root + path).status_code == 404


@pytest.mark.parametrize(
    ("role", "refused"),
    [
        (Role.EDITOR, []),
        (Role.CONTRIBUTOR, ["edit", "publication", "retirement", "supersession"]),
        (Role.READER, ["new", "edit", "publication", "retirement", "supersession"]),
    ],
)
def test_each_role_writes_what_it_may(role, refused):
    author = make_member()
    make_published(author, "Claim one")
    make_published(author, "Claim two")
    browser = Browser(make_member(role, like=author))
    acts = {
        "new": ("/new", {"claim": "Another"}),
        "edit": ("/INS-1/edit", {"claim": "Other words"}),
        "publication": ("/INS-1/publication", {}),
        "retirement": ("/INS-2/retirement", {"reason": "Over"}),
        "supersession": ("/INS-1/supersession", {"successor": "INS-2"}),
    }

    forbidden = [name for name, (path, fields) in acts.items() if browser.post(path, **fields).status_code == 403]

    assert forbidden == refused


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_takes_the_same_few_queries_however_long_it_is(count, django_assert_num_queries):
    member = make_member()
    for number in range(count):
        make_published(member, f"Claim {number}")
    browser = Browser(member)
    browser.text()

    with django_assert_num_queries(LIST_QUERIES):
        browser.text()


LIST_QUERIES = 13


@pytest.mark.parametrize("count", [1, 12])
def test_a_record_takes_the_same_few_queries_whatever_bears_on_it(count, django_assert_num_queries):
    member = make_member()
    insight = make_published(member)
    for number in range(count):
        link(make_evidence(member, f"Piece {number}"), "contradicts", insight.node, actor=member)
        link(make_insight(member, f"Part {number}").node, "supports", insight.node, actor=member)
    browser = Browser(member)
    browser.text("/INS-1")

    with django_assert_num_queries(RECORD_QUERIES):
        browser.text("/INS-1")


RECORD_QUERIES = 37


def test_htmx_gets_the_list_alone():
    member = make_member()
    make_published(member)
    browser = Browser(member)

    part = browser.client.get(browser.root, {"q": "wait"}, headers={"HX-Request": "true"}).content.decode()

    assert "INS-1" in part
    assert "<main" not in part


def test_nothing_inline_stands_on_any_page():
    member = make_member()
    make_published(member)
    make_published(member, "Another")
    browser = Browser(member)

    for path in [*PAGES, "/INS-1/supersession"]:
        text = browser.text(path)
        assert "style=" not in text
        assert "<script>" not in text
        assert "onclick" not in text


def test_state_of_an_insight_is_that_of_the_catalogue():
    assert dict(State.choices) == KINDS["insight"].states
