"""The flows as pages: usable with nothing but links and forms."""

import pytest
from django.test import Client

from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.insights.models import Insight
from allied.flows.tests.builders import Browser, make_evidence
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db

NEW, ADD, LINK = "/evidence/new-insight", "/evidence/add", "/links/new"


def make_insight(member, claim="People leave when the wait is unknown"):
    return draft_insight(Wording(claim), actor=member).node


def test_new_insight_shows_the_selected_words_and_the_form():
    member = make_member()
    make_evidence(member, "I waited three weeks")
    make_evidence(member, "It said number four")

    text = Browser(member).text(NEW, node=["FBK-1", "FBK-2"])

    assert "I waited three weeks" in text
    assert "It said number four" in text
    assert 'name="claim"' in text


def test_new_insight_from_a_selection_that_was_posted():
    member = make_member()
    make_evidence(member, "I waited three weeks")

    answer = Browser(member).post(NEW, node=["FBK-1"])

    assert answer.status_code == 200
    assert "I waited three weeks" in answer.content.decode()
    assert not Insight.objects.exists()


def test_new_insight_is_drafted_with_what_is_still_ticked():
    member = make_member()
    for title in ("One", "Two", "Three"):
        make_evidence(member, title)

    answer = Browser(member).post(NEW, node=["FBK-1", "FBK-3"], claim="Waits are unknown")

    assert answer["Location"].endswith("/insights/INS-1")
    assert sorted(Link.objects.values_list("source__title", flat=True)) == ["One", "Three"]


def test_new_insight_without_a_claim_keeps_the_selection():
    member = make_member()
    make_evidence(member, "One")

    answer = Browser(member).post(NEW, node=["FBK-1"], claim="")

    assert answer.status_code == 422
    assert "Write the claim in one sentence." in answer.content.decode()
    assert 'value="FBK-1" checked' in answer.content.decode()


def test_new_insight_without_a_selection_is_a_plain_draft():
    assert Browser(make_member()).get(NEW)["Location"].endswith("/insights/new")


def test_everything_unticked_is_refused_in_words():
    member = make_member()
    make_evidence(member)

    answer = Browser(member).post(NEW, claim="Waits are unknown")

    assert answer.status_code == 422
    assert "Nothing is selected" in answer.content.decode()


def test_evidence_is_added_for_a_claim_and_the_toast_says_what_moved():
    member = make_member()
    make_evidence(member)
    make_insight(member)
    browser = Browser(member)

    offered = browser.text(ADD, node="FBK-1", q="wait")
    answer = browser.post(ADD, node=["FBK-1"], stance="supports", claims=["INS-1"])
    text = browser.text("/insights/INS-1")

    assert "People leave when the wait is unknown" in offered
    assert answer["Location"].endswith("/insights/INS-1")
    assert "1 piece of evidence now supports INS-1." in text
    assert "INS-1 is Anecdotal, it was Assumption." in text
    assert "/links/removal?link=" in text


def test_the_undo_of_the_toast_takes_the_evidence_away_and_its_undo_brings_it_back():
    member = make_member()
    make_evidence(member)
    make_insight(member)
    browser = Browser(member)
    browser.post(ADD, node=["FBK-1"], stance="contradicts", claims=["INS-1"], note="Weekly visitor")

    browser.client.post(f"{browser.root}/links/removal?link={Link.objects.get().pk}")
    text = browser.text("/insights/INS-1")
    assert not Link.objects.exists()
    assert "1 link removed from INS-1." in text

    address = text[text.index("/links/removal/undo") :].split('"')[0].replace("&amp;", "&")
    browser.client.post(browser.root + address)

    assert Link.objects.get().note == "Weekly visitor"
    assert "The link is back." in browser.text("/insights/INS-1")


def test_evidence_without_a_claim_is_refused_by_the_field_and_keeps_the_note():
    member = make_member()
    make_evidence(member)
    make_insight(member)

    answer = Browser(member).post(ADD, node=["FBK-1"], stance="contradicts", note="Weekly visitor")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Choose at least one. Nothing was linked.") == 2
    assert "Weekly visitor" in text
    assert 'value="contradicts"' in text


def test_evidence_for_both_stances_is_refused_in_words():
    member = make_member()
    evidence, claim = make_evidence(member), make_insight(member)
    link(evidence, "supports", claim, actor=member)

    answer = Browser(member).post(ADD, node=["FBK-1"], stance="contradicts", claims=["INS-1"])

    assert answer.status_code == 422
    assert "FBK-1 supports INS-1 already" in answer.content.decode()


def test_what_is_linked_already_is_shown_and_cannot_be_ticked():
    member = make_member()
    evidence, claim = make_evidence(member), make_insight(member)
    link(evidence, "supports", claim, actor=member)

    text = Browser(member).text(ADD, node="FBK-1")

    assert "Linked already" in text
    assert 'value="INS-1" disabled' in text


def test_htmx_gets_what_was_found_alone():
    member = make_member()
    make_evidence(member)
    make_insight(member)
    browser = Browser(member)
    asked = {"node": "FBK-1", "q": "wait"}

    part = browser.client.get(browser.root + ADD, asked, headers={"HX-Request": "true"}).content.decode()

    assert "INS-1" in part
    assert "<form" not in part


def test_a_claim_gets_evidence_from_its_own_page():
    member = make_member()
    make_insight(member)
    make_evidence(member, "I waited three weeks")
    browser = Browser(member)
    fields = {"node": "INS-1", "as": "supports:in"}

    offered = browser.text(LINK, **fields, q="weeks")
    answer = browser.post(LINK, **fields, others=["FBK-1"])

    assert "I waited three weeks" in offered
    assert "INS-1 is supported by" in " ".join(offered.split())
    assert answer["Location"].endswith("/insights/INS-1")
    assert Link.objects.get().source.reference == "FBK-1"


def test_what_is_not_there_yet_can_be_made_instead():
    member = make_member()
    make_insight(member)

    text = Browser(member).text(LINK, **{"node": "INS-1", "as": "supports:out"})

    assert "Frame a new opportunity instead" in text
    assert "/thread/new-opportunity?from=INS-1" in text


def test_a_circle_is_refused_by_the_field():
    member = make_member()
    a, b = make_insight(member, "A"), make_insight(member, "B")
    link(a, "supports", b, actor=member)

    answer = Browser(member).post(LINK, **{"node": "INS-2", "as": "supports:out", "others": ["INS-1"]})

    assert answer.status_code == 422
    assert "close a circle" in answer.content.decode()


def test_a_link_is_removed_from_the_record():
    member = make_member()
    evidence, claim = make_evidence(member), make_insight(member)
    made = link(evidence, "supports", claim, actor=member)
    browser = Browser(member)

    assert "Remove FBK-1 from INS-1" in browser.text("/insights/INS-1")
    browser.post("/links/removal", link=made.pk, back="INS-1")

    assert "Remove FBK-1 from INS-1" not in browser.text("/insights/INS-1")


@pytest.mark.parametrize("path", [NEW, ADD, LINK])
def test_who_may_not_link_is_told_so(path):
    member = make_member()
    make_evidence(member)
    reader = Browser(make_member(Role.READER, like=member))

    assert reader.get(path, node="FBK-1").status_code == 403


@pytest.mark.parametrize("path", [NEW, ADD, LINK])
def test_a_stranger_finds_nothing_and_the_signed_out_sign_in_first(path):
    member = make_member()
    make_evidence(member)
    root = f"/w/{member.workspace.slug}"
    stranger = Client()
    stranger.force_login(make_member().user)

    assert stranger.get(root + path, {"node": "FBK-1"}).status_code == 404
    assert Client().get(root + path, {"node": "FBK-1"}).status_code == 302


@pytest.mark.parametrize("path", [NEW, ADD, LINK])
def test_a_node_of_another_workspace_is_not_there(path):
    make_evidence(make_member())

    assert Browser(make_member()).get(path, node="FBK-1").status_code == 404


@pytest.mark.parametrize("path", [ADD, LINK])
def test_an_empty_selection_is_told_what_to_do(path):
    answer = Browser(make_member()).get(path)

    assert answer.status_code == 422
    assert "Go back, select something" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 15])
def test_the_picker_takes_the_same_few_queries_however_much_it_offers(count, django_assert_num_queries):
    member = make_member()
    make_evidence(member)
    for number in range(count):
        make_insight(member, f"Claim {number}")
    browser = Browser(member)
    browser.text(ADD, node="FBK-1")

    with django_assert_num_queries(PICKER_QUERIES):
        browser.text(ADD, node="FBK-1")


PICKER_QUERIES = 14
