"""Following and notifications as pages."""

from __future__ import annotations

import pytest
from django.test import Client

from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.activity.models import Activity
from allied.kernel.people.catalogue import Role
from allied.kernel.talk import actions, following
from allied.kernel.talk.mail import unsubscribe_link
from allied.kernel.talk.models import Follow, Happening, Notification, Way
from allied.kernel.talk.telling import tell
from allied.kernel.testing import make_member
from allied.site.tests.test_comments import HTMX, Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.READER, name="Imani Okafor")


@pytest.fixture
def told(imani):
    priya = make_member(Role.CONTRIBUTOR, like=imani, name="Priya Raman")
    node = draft_insight(Wording("They leave when the wait is unknown"), actor=priya).node
    said = actions.add_comment(node, "@Imani Okafor", actor=priya)
    tell(Activity.objects.latest("pk").pk)
    return said


def test_the_bell_counts_what_is_unread_and_leads_to_it(imani, told):
    browser = Browser(imani)

    assert "Notifications, 1 unread" in browser.text("/insights/INS-1")
    page = browser.text("/notifications")
    assert "Priya Raman commented" in page
    answer = browser.get(f"/notifications/{Notification.objects.get().pk}")
    assert answer["Location"].endswith(f"/insights/INS-1#{told.pk}")
    assert 'aria-label="Notifications"' in browser.text("/insights/INS-1")


def test_marking_as_read_can_be_undone(imani, told):
    browser = Browser(imani)
    number = Notification.objects.get().pk

    browser.post("/notifications/reading")
    page = browser.text("/notifications")
    assert "You have read everything" in page
    assert f"/notifications/reading/undo?id={number}" in page
    assert "Priya Raman commented" in browser.text("/notifications?show=all")
    browser.post(f"/notifications/reading/undo?id={number}&id=x")

    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize(("kind", "count"), [("mention", 1), ("change", 0)])
def test_notifications_are_filtered_by_kind(imani, told, kind, count):
    assert Browser(imani).text(f"/notifications?kind={kind}").count("Priya Raman commented</a>") == count


def test_following_is_turned_over_by_one_button(imani, told):
    browser = Browser(imani)

    part = browser.post("/talk/on/INS-1/unfollow", HTMX).content.decode()
    assert 'aria-pressed="false"' in part
    assert browser.post("/talk/on/INS-1/follow").status_code == 302

    assert Follow.objects.get(member=imani).is_on


def test_the_ways_are_chosen_and_the_page_says_that_mail_is_off(imani):
    browser = Browser(imani)
    assert "E-mail is off." in browser.text("/notifications/ways")

    chosen = dict.fromkeys(Happening.values, "app")
    assert browser.post("/notifications/ways", **chosen).status_code == 302
    assert browser.post("/notifications/ways", **{**chosen, "owner": "pigeon"}).status_code == 422

    assert set(following.ways_of(imani).values()) == {Way.APP}


def test_the_link_of_an_e_mail_works_signed_out_and_for_mail_programs(imani):
    client = Client(enforce_csrf_checks=True)
    link = unsubscribe_link(imani, "mention").removeprefix("http://localhost:8000")

    assert "Stop this e-mail?" in client.get(link).content.decode()
    assert following.ways_of(imani)[Happening.MENTION] == Way.INSTANT
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(link[:-2]).status_code == 404

    assert following.ways_of(imani)[Happening.MENTION] == Way.APP


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_takes_the_same_queries_however_much_there_is(imani, told, count, django_assert_num_queries):
    for _ in range(count):
        actions.add_comment(told.node, "@Imani Okafor", actor=told.author)
        tell(Activity.objects.latest("pk").pk)
    browser = Browser(imani)
    browser.text("/notifications")

    with django_assert_num_queries(10):
        browser.text("/notifications")
