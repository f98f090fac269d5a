"""What a field said before stands on the record page, by words, and goes back with one button."""

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.decisions import actions as decisions
from allied.domains.discovery import actions as discovery
from allied.domains.insights import actions as insights
from allied.domains.insights.actions import Wording
from allied.domains.insights.queries import insight_by_reference
from allied.domains.roadmap import actions as roadmap
from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.nodes.bindings import url_of
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.OWNER, name="Imani Okafor")


def window(member):
    client = Client()
    client.force_login(member.user)
    return client


def page_of(node, member):
    return url_of(node, workspace_slug=member.workspace.slug)


def place(change, member):
    return reverse("web:put-back", kwargs={"workspace": member.workspace.slug, "rewording_id": change.pk})


def a_reworded_insight(actor):
    insight = insights.draft_insight(Wording("People wait", summary="Nobody says how long"), actor=actor)
    return insights.edit_insight(insight, Wording("People wait", summary="Nobody knows how long"), actor=actor)


def of_insight(actor):
    return a_reworded_insight(actor).node, "summary"


def of_opportunity(actor):
    made = discovery.frame_opportunity(title="Know how long", description="Nobody says", actor=actor)
    discovery.edit_opportunity(made, title="Know how long", description="Nobody knows", concerns="", actor=actor)
    return made.node, "description"


def of_item(actor):
    made = roadmap.add_item(title="A clock", problem="Nobody says", actor=actor)
    roadmap.edit_item(made, title="A clock", problem="Nobody knows", outcome="", actor=actor)
    return made.node, "problem"


def of_decision(actor):
    made = decisions.draft_decision(decisions.Draft("Clock?", actor, "Nobody says"), actor=actor)
    decisions.edit_decision(made, decisions.Draft("Clock?", actor, "Nobody knows"), actor=actor)
    return made.node, "context"


@pytest.mark.parametrize("make", [of_insight, of_opportunity, of_item, of_decision])
def test_an_edit_shows_old_and_new_by_words_and_goes_back(make, imani):
    node, field = make(imani)
    change = Rewording.objects.get(node=node)
    client = window(imani)

    text = client.get(page_of(node, imani)).content.decode()
    assert "<del>says</del>" in text
    assert "<ins>knows</ins>" in text
    assert place(change, imani) in text

    assert client.post(place(change, imani)).status_code == 302
    again = Rewording.objects.filter(node=node).latest("pk")
    assert (again.field, again.before, again.after) == (field, change.after, change.before)
    assert Activity.objects.filter(node=node, details__has_key="changed").count() == 2


def test_what_was_put_back_can_be_undone(imani):
    insight = a_reworded_insight(imani)
    client = window(imani)
    client.post(place(Rewording.objects.get(), imani))

    client.post(to_undo(actor=imani).first().undo_url)

    assert insight_by_reference(insight.node.reference, actor=imani).summary == "Nobody knows how long"


def test_putting_back_over_a_newer_text_says_what_it_overwrites(imani):
    insight = a_reworded_insight(imani)
    change = Rewording.objects.get()
    colleague = make_member(Role.OWNER, like=imani)
    insights.edit_insight(insight, Wording("People wait", summary="Staff know how long"), actor=colleague)
    client = window(imani)

    answer = client.post(place(change, imani))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>Staff</del>" in text
    assert insight_by_reference("INS-1", actor=imani).summary == "Staff know how long"

    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(place(change, imani), {"seen": seen}).status_code == 302
    assert insight_by_reference("INS-1", actor=imani).summary == "Nobody says how long"


def test_putting_back_from_a_page_that_does_not_show_the_last_words_of_the_edit_asks(imani):
    insight = a_reworded_insight(imani)
    client = window(imani)
    left = (
        client.get(page_of(insight.node, imani)).content.decode().partition('name="left" value="')[2].partition('"')[0]
    )
    insights.edit_insight(insight, Wording("People wait", summary="Staff know how long"), actor=imani)
    change = Rewording.objects.get()

    assert (change.before, change.after) == ("Nobody says how long", "Staff know how long")
    assert client.post(place(change, imani), {"left": left}).status_code == 409
    assert client.post(place(change, imani)).status_code == 302
    assert insight_by_reference("INS-1", actor=imani).summary == "Nobody says how long"


def test_an_edit_between_the_question_and_the_answer_asks_again(imani):
    insight = a_reworded_insight(imani)
    change = Rewording.objects.get()
    insights.edit_insight(
        insight, Wording("People wait", summary="Staff know"), actor=make_member(Role.OWNER, like=imani)
    )
    client = window(imani)
    text = client.post(place(change, imani)).content.decode()
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    insights.edit_insight(insight, Wording("People wait", summary="Somebody knows"), actor=imani)

    answer = client.post(place(change, imani), {"seen": seen})

    assert answer.status_code == 409
    assert insight_by_reference("INS-1", actor=imani).summary == "Somebody knows"


def test_who_may_not_edit_is_offered_nothing_and_refused(imani):
    insight = a_reworded_insight(imani)
    reader = make_member(Role.READER, like=imani)
    change = Rewording.objects.get()
    client = window(reader)

    assert "<del>says</del>" in (text := client.get(page_of(insight.node, reader)).content.decode())
    assert place(change, reader) not in text
    assert client.post(place(change, reader)).status_code == 403


def test_an_ended_record_keeps_its_wording(imani):
    insight = a_reworded_insight(imani)
    insights.retire_insight(insight, reason="Old", actor=imani)
    change = Rewording.objects.get()

    assert window(imani).post(place(change, imani)).status_code == 409
    assert insight_by_reference("INS-1", actor=imani).summary == "Nobody knows how long"


def test_another_workspace_has_no_such_change(imani):
    a_reworded_insight(imani)
    stranger = make_member(Role.OWNER)
    assert window(stranger).post(place(Rewording.objects.get(), stranger)).status_code == 404


def test_what_says_the_former_text_already_is_left(imani):
    a_reworded_insight(imani)
    client, change = window(imani), Rewording.objects.get()
    client.post(place(change, imani))

    assert client.post(place(change, imani)).status_code == 409
    assert Rewording.objects.count() == 2


def test_the_words_go_with_their_node(imani):
    insight = a_reworded_insight(imani)
    insight.node.delete()
    assert not Rewording.objects.exists()
