"""Archive, trash and private drafts as pages."""

from __future__ import annotations

import pytest

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.site.tests.test_comments import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.EDITOR, name="Imani Okafor")


@pytest.fixture
def browser(imani):
    draft_insight(Wording("They leave when the wait is unknown"), actor=imani)
    return Browser(imani)


def test_what_is_archived_says_so_and_comes_out_again(browser):
    browser.post("/talk/on/INS-1/archive")
    assert "It is archived." in browser.text("/insights/INS-1")
    assert "They leave" not in browser.text("/insights")
    browser.post("/talk/on/INS-1/archive/undo")
    assert "It is archived." not in browser.text("/insights/INS-1")


def test_the_trash_leads_back_to_the_list_and_restores_the_record(browser):
    answer = browser.post("/talk/on/INS-1/trash")

    assert answer["Location"] == f"{browser.root}/insights"
    assert browser.get("/insights/INS-1").status_code == 404
    assert "They leave" in browser.text("/trash")
    browser.post("/trash/INS-1/restoration")
    assert browser.get("/insights/INS-1").status_code == 200
    assert "The trash is empty" in browser.text("/trash")


def test_a_draft_is_kept_private_for_whom_one_ticks(browser, imani):
    named, other = make_member(Role.READER, like=imani, name="Kim"), make_member(Role.OWNER, like=imani)
    assert "Kim" in browser.text("/talk/on/INS-1/readers")

    browser.post("/talk/on/INS-1/readers", readers=[named.pk])

    assert "It is a private draft." in browser.text("/insights/INS-1")
    assert Browser(named).get("/insights/INS-1").status_code == 200
    for place in ("/insights/INS-1", "/talk/on/INS-1/readers"):
        assert Browser(other).get(place).status_code == 404
    for place in ("/insights", "/search?q=leave", "/", "/notifications"):
        assert "They leave" not in Browser(other).text(place)
    browser.post("/talk/on/INS-1/sharing")
    assert Browser(other).get("/insights/INS-1").status_code == 200
