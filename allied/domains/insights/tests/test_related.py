"""Claims near one in meaning: found, explained, and tied in one step."""

import json

import pytest

from allied.domains.insights.actions import retire_insight
from allied.domains.insights.models import Insight
from allied.domains.insights.related import related
from allied.domains.insights.tests.builders import make_insight, make_published
from allied.domains.insights.tests.test_views import Browser
from allied.kernel.embeddings.filling import fill
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.synthesis.missing import NoEmbedder

pytestmark = pytest.mark.django_db
CLAIM = "People cancel a hold when the wait is unknown"
NEAR = "Readers cancel holds because nobody tells them how long the wait is"


@pytest.fixture
def imani():
    return make_member(name="Imani Okafor")


@pytest.fixture
def claim(imani):
    found = make_published(imani, CLAIM)
    make_insight(imani, NEAR)
    make_insight(imani, "The lockers in the hall are too small for picture books")
    fill(imani.workspace)
    return found


def test_a_claim_that_reads_alike_is_named_with_the_reason(imani, claim):
    (near,) = related(claim, actor=imani)

    assert near.node.title == NEAR
    assert near.nearness >= 0.5
    assert near.reason == "Both say “cancel”, “hold”, “wait”"
    page = Browser(imani).text("/INS-1/related")
    assert "Both say “cancel”" in page
    assert "lockers" not in page
    assert 'hx-trigger="load"' in Browser(imani).text("/INS-1")


def test_what_is_linked_has_ended_or_is_not_the_readers_to_see_is_left_out(imani, claim):
    other = Insight.objects.get(node__title=NEAR)
    assert related(claim, actor=make_member(like=imani))
    Node.objects.filter(pk=other.pk).update(readers=f",{imani.pk},")
    assert not related(claim, actor=make_member(like=imani))
    assert related(claim, actor=imani)

    Node.objects.filter(pk=other.pk).update(readers="")
    other.node.refresh_from_db()
    link(other.node, "supports", claim.node, actor=imani)
    assert not related(claim, actor=imani)
    Link.objects.filter(source=other.pk).delete()
    retire_insight(other, reason="Wrong", actor=imani)
    assert not related(claim, actor=imani)
    browser = Browser(imani)
    assert "No other claim reads like this one" in browser.text("/INS-1/related")
    part = browser.client.get(f"{browser.root}/INS-1/related", headers={"HX-Request": "true"}).content.decode()
    assert "Claims near it" not in part


def test_one_step_links_it(imani, claim):
    browser = Browser(imani)
    place = browser.root.removesuffix("/insights")
    part = browser.client.get(f"{browser.root}/INS-1/related", headers={"HX-Request": "true"}).content.decode()
    assert "<main" not in part
    assert "INS-2 supports this" in part

    browser.client.post(f"{place}/links/new", {"node": "INS-1", "as": "supports:in", "others": "INS-2"})

    assert Link.objects.get(source__number=2, source__kind="insight").relation == "supports"


def test_one_step_merges_it(imani, claim):
    browser = Browser(imani)
    place = browser.root.removesuffix("/insights")

    answer = browser.client.post(f"{place}/merge/INS-2", {"into": "INS-1"})

    assert answer["Location"].endswith("/insights/INS-1")
    assert Node.objects.get(kind="insight", number=2).trashed_at is not None


def test_a_reader_sees_them_without_the_buttons(imani, claim):
    page = Browser(make_member(Role.READER, like=imani)).text("/INS-1/related")

    assert NEAR in page
    assert "supports this" not in page
    assert "Merge INS-2" not in page


def test_it_costs_the_same_few_queries_however_many_claims_there_are(imani, claim, django_assert_max_num_queries):
    related(claim, actor=imani)
    for number in range(6):
        make_insight(imani, f"{NEAR}, {number}")
    fill(imani.workspace)
    related(claim, actor=imani)

    with django_assert_max_num_queries(5):
        assert len(related(claim, actor=imani)) == 5


def test_without_the_model_the_page_says_so(imani, claim, monkeypatch):
    def missing(*_, **__):
        raise NoEmbedder("The language model is not there.")

    monkeypatch.setattr("allied.domains.insights.related.retrieve", missing)

    assert "The language model is not there." in Browser(imani).text("/INS-1/related")


def test_programs_ask_the_same(client, imani, claim):
    _, secret = make_access_token(name="Report", scope="read", days=1, actor=imani)

    answer = client.get("/api/v1/insights/INS-1/related", headers={"Authorization": f"Bearer {secret}"})

    (one,) = json.loads(answer.content)["data"]
    assert (one["claim"]["reference"], one["shared"]) == ("INS-2", ["cancel", "hold", "wait"])
