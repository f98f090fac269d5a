"""The pages on which a claim gets owners, a review day, or a reason to wait."""

import pytest

from allied.domains.insights.tests.builders import make_published
from allied.domains.insights.tests.test_views import Browser
from allied.kernel.activity.editions import edition
from allied.kernel.personal.models import Act
from allied.kernel.testing import make_member

UNOWNED = edition({"ux_owner": "", "product_owner": ""})
pytestmark = pytest.mark.django_db


def test_owners_review_and_parking_have_pages_that_work_and_refuse_in_words():
    member = make_member(name="Imani Okafor")
    make_published(member)
    browser = Browser(member)

    assert "Nobody yet" in browser.text("/INS-1/owners")
    assert browser.post("/INS-1/owners", ux_owner=member.pk, product_owner="", seen=UNOWNED).status_code == 302
    assert "UX owner" in browser.text("/INS-1")
    assert browser.post("/INS-1/review", review_on="2001-01-01").status_code == 422
    assert browser.post("/INS-1/review/done", review_on="").status_code == 302
    assert "Read again by Imani Okafor" in browser.text("/INS-1")
    assert "one sentence" in browser.post("/INS-1/parking", reason="").content.decode()
    assert "It names no opportunity, item or decision yet." in browser.text("/INS-1")
    browser.post("/INS-1/parking", reason="We wait for May.")
    assert "We wait for May." in browser.text("/INS-1")
    browser.post("/INS-1/parking/undo")
    assert "Parked on" not in browser.text("/INS-1")


@pytest.mark.parametrize("act", ["owners", "review", "parking"])
def test_what_was_saved_to_keep_a_claim_current_can_be_undone(act):
    member = make_member(name="Imani Okafor")
    make_published(member)
    browser = Browser(member)
    fields = {
        "owners": {"ux_owner": member.pk, "seen": UNOWNED},
        "review": {"review_on": "2030-05-01"},
        "parking": {"reason": "Wait."},
    }
    shown = {"owners": "· UX owner", "review": "Next review", "parking": "Parked on"}[act]

    browser.post(f"/INS-1/{act}", **fields[act])
    assert shown in browser.text("/INS-1")
    done = Act.objects.filter(member=member).latest("pk")
    browser.client.post(done.undo_url)

    assert shown not in browser.text("/INS-1")
