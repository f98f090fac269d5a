"""Two people open the same form; whoever saves second learns what the first one wrote, and nothing is lost."""

from contextlib import suppress

import pytest
from django.test import Client
from django.urls import reverse

from allied.domains.decisions import actions as decisions
from allied.domains.discovery import actions as discovery
from allied.domains.insights import actions as insights
from allied.domains.insights.actions import Wording
from allied.domains.insights.tests.builders import make_evidence, make_published
from allied.domains.roadmap import actions as roadmap
from allied.kernel.activity.editions import edition
from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.errors import BadInput, Conflict, InvalidState
from allied.kernel.membership import workspaces
from allied.kernel.nodes.tests.test_concurrency import at_once
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.talk.following import follow
from allied.kernel.talk.models import Notification
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.web.tests.opened import fields, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.OWNER, name="Imani Okafor")


@pytest.fixture
def priya(imani):
    return make_member(Role.OWNER, like=imani, discipline=Discipline.PRODUCT, name="Priya Raman")


def window(member):
    client = Client()
    client.force_login(member.user)
    return client


def make_insight(actor, **more):
    return insights.draft_insight(Wording("Waits", summary="Long", scope="All", **more), actor=actor)


def make_opportunity(actor):
    return discovery.frame_opportunity(title="Waits", description="Long", concerns="All", actor=actor)


def make_item(actor):
    return roadmap.add_item(title="Waits", problem="Long", outcome="All", actor=actor)


def make_draft(actor):
    options = [decisions.Choice("Once", for_people="Fewer fines"), decisions.Choice("Twice")]
    return decisions.draft_decision(decisions.Draft("Remind?", actor, "Long", options), actor=actor)


# what is made, its form, a field with its label, and what each of the two writes there
FORMS = {
    "insight": (make_insight, "insights:edit", "summary", "Hers, longer", "Mine, shorter"),
    "claim": (make_insight, "insights:edit", "claim", "Hers", "Mine"),
    "opportunity": (make_opportunity, "discovery:edit", "description", "Hers,\r\n\r\nlonger", "Mine"),
    "item": (make_item, "roadmap:edit", "problem", "Hers, longer", "Mine"),
    "decision": (make_draft, "decisions:edit", "context", "Hers, longer", "Mine"),
    "settings": (None, "settings:general", "name", "Hers", "Mine"),
}


@pytest.fixture(params=FORMS)
def two(request, imani, priya):
    """The two windows, the address, and what each of them sends."""
    make, name, field, hers, mine = FORMS[request.param]
    reference = {"reference": make(imani).node.reference} if make else {}
    address = reverse(name, kwargs={"workspace": imani.workspace.slug, **reference})
    first, second = window(priya), window(imani)
    sent = [opened(client, address) for client in (first, second)]
    return address, field, (first, {**sent[0], field: hers}), (second, {**sent[1], field: mine})


def test_whoever_saves_second_reads_both_texts(two):
    address, field, (first, hers), (second, mine) = two
    assert first.post(address, hers).status_code == 302

    answer = second.post(address, mine)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Priya Raman changed this after you opened it" in text
    assert "As it is now, by Priya Raman" in text
    assert "Save mine over it" in text
    assert "Take theirs" in text
    assert f'<p class="newer__text">{hers[field]}'.replace("\r", "") in text
    assert fields(answer)[field] == mine[field]
    assert opened(first, address)[field] == hers[field].replace("\r", "")


def test_mine_is_saved_over_theirs_on_purpose_only(two):
    address, field, (first, hers), (second, mine) = two
    first.post(address, hers)
    again = fields(second.post(address, mine))

    assert second.post(address, again).status_code == 302
    assert opened(first, address)[field] == mine[field]


def test_a_third_change_meanwhile_is_told_again(two):
    address, field, (first, hers), (second, mine) = two
    first.post(address, hers)
    again = fields(second.post(address, mine))
    first.post(address, {**opened(first, address), field: "Third"})

    answer = second.post(address, again)

    assert answer.status_code == 409
    assert "Third" in answer.content.decode()


def test_a_form_that_does_not_say_what_was_opened_saves_nothing(two):
    address, field, (first, hers), _ = two
    before = opened(first, address)[field]
    del hers["seen"]

    assert first.post(address, hers).status_code == 409
    assert opened(first, address)[field] == before


def test_a_field_that_was_left_alone_takes_what_stands_now(imani, priya):
    make_insight(imani)
    address = reverse("insights:edit", kwargs={"workspace": imani.workspace.slug, "reference": "INS-1"})
    first, second = window(priya), window(imani)
    hers, mine = opened(first, address), opened(second, address)
    first.post(address, {**hers, "scope": "Weekend readers", "product": ""})

    answer = second.post(address, {**mine, "claim": "Unknown waits"})

    assert answer.status_code == 409
    assert "It now says what Priya Raman wrote" in answer.content.decode()
    again = fields(answer)
    assert (again["claim"], again["scope"]) == ("Unknown waits", "Weekend readers")
    assert second.post(address, again).status_code == 302
    assert opened(first, address)["scope"] == "Weekend readers"


def test_an_item_that_moves_or_is_proposed_meanwhile_is_no_conflict(imani, priya):
    item = make_item(imani)
    address = reverse("roadmap:edit", kwargs={"workspace": imani.workspace.slug, "reference": "ITM-1"})
    mine = opened(window(imani), address)
    roadmap.propose_item(item, actor=priya)
    roadmap.move_item(item, horizon="now", actor=priya)

    assert window(imani).post(address, {**mine, "problem": "Mine"}).status_code == 302


def test_owners_are_not_replaced_unknown_to_who_chose_others(imani, priya):
    make_item(imani)
    address = reverse("roadmap:owners", kwargs={"workspace": imani.workspace.slug, "reference": "ITM-1"})
    first, second = window(priya), window(imani)
    hers, mine = opened(first, address), opened(second, address)
    first.post(address, {**hers, "product_owner": str(priya.pk)})

    answer = second.post(address, {**mine, "ux_owner": str(imani.pk)})

    assert answer.status_code == 409
    assert fields(answer)["product_owner"] == str(priya.pk)
    assert second.post(address, fields(answer)).status_code == 302
    assert opened(first, address)["ux_owner"] == str(imani.pk)


def test_a_half_life_set_meanwhile_is_not_replaced(imani, priya):
    insight = make_insight(imani)
    where = {"workspace": imani.workspace.slug, "reference": "INS-1"}
    seen = edition(insights.said_of_age(insight))
    insights.set_half_life(insight, 12, actor=priya)

    answer = window(imani).post(reverse("insights:half-life", kwargs=where), {"months": "60", "seen": seen})

    assert answer.status_code == 409
    assert "Priya Raman changed this after you opened it" in answer.content.decode()
    insight.node.strength.refresh_from_db()
    assert insight.node.strength.half_life_months == 12


def _edit_insight(actor, text, seen):
    found = insights.Insight.objects.visible_to(actor).get()
    return insights.edit_insight(found, Wording(text), actor=actor, seen=seen)


def _edit_opportunity(actor, text, seen):
    found = discovery.Opportunity.objects.visible_to(actor).get()
    return discovery.edit_opportunity(found, title=text, description="", concerns="", actor=actor, seen=seen)


def _edit_item(actor, text, seen):
    found = roadmap.Item.objects.visible_to(actor).get()
    return roadmap.edit_item(found, title=text, problem="", outcome="", actor=actor, seen=seen)


def _change_workspace(actor, text, seen):
    given = {"name": text, "time_zone": "UTC", "working_days": "1"}
    return workspaces.change_workspace(actor.workspace, **given, actor=actor, seen=seen)


AT_ONCE = {
    "insight": (make_insight, insights.said, _edit_insight),
    "opportunity": (make_opportunity, discovery.said, _edit_opportunity),
    "item": (make_item, roadmap.said, _edit_item),
    "settings": (lambda actor: actor.workspace, workspaces.said, _change_workspace),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", AT_ONCE)
def test_of_two_who_save_at_the_same_moment_one_is_told(imani, priya, kind):
    make, said, edit = AT_ONCE[kind]
    seen = edition(said(make(imani)))

    def save(turn):
        try:
            return edit((imani, priya)[turn], f"Text {turn}", seen)
        except Conflict as conflict:
            return conflict

    results = at_once(save, 2)

    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]


def _end_and_bring_back(turn, claims, item, actor):
    """One round of acts that end and revive; odd turns take the two claims the other way around."""
    old, new = (insights.Insight.objects.visible_to(actor).get(pk=pk) for pk in claims[:: -1 if turn % 2 else 1])
    for act in (
        lambda: insights.supersede_insight(old, new, actor=actor),
        lambda: insights.reinstate_insight(old, actor=actor),
        lambda: roadmap.drop_item(item, reason="Nobody asks.", actor=actor),
        lambda: roadmap.restore_item(item, actor=actor),
        lambda: link(make_evidence(actor), "supports", old.node, actor=actor),
    ):
        with suppress(InvalidState, BadInput):
            act()


@pytest.mark.django_db(transaction=True)
def test_ends_and_returns_that_cross_never_lock_each_other_out(imani, priya):
    claims = [make_published(imani).pk, make_published(imani, "People forget").pk]
    item = make_item(imani).pk

    def work(turn):
        actor = (imani, priya)[turn % 2]
        for _ in range(3):
            _end_and_bring_back(turn, claims, roadmap.Item.objects.visible_to(actor).get(pk=item), actor)

    at_once(work, 4)

    assert all(one.node.state in ("published", "superseded") for one in insights.Insight.objects.visible_to(imani))


@pytest.mark.parametrize("kind", ["insight", "opportunity", "item", "decision"])
def test_a_form_that_saves_by_itself_goes_on_from_its_own_edition(imani, kind):
    make, name, field, hers, mine = FORMS[kind]
    address = reverse(name, kwargs={"workspace": imani.workspace.slug, "reference": make(imani).node.reference})
    client = window(imani)
    sent = opened(client, address)

    first = client.post(address, {**sent, field: hers}, headers={"X-Autosave": "true"})
    second = client.post(
        address, {**sent, field: mine, "seen": first.headers["X-Seen"]}, headers={"X-Autosave": "true"}
    )

    assert (first.status_code, second.status_code) == (204, 204)
    assert opened(client, address)[field] == mine


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["insight", "opportunity", "item"])
def test_what_is_saved_by_itself_is_one_change_that_followers_hear_of_once_and_one_undo_takes_back(imani, priya, kind):
    make, name, field, *said = FORMS[kind]
    node = make(imani).node
    follow(node, actor=priya)
    address = reverse(name, kwargs={"workspace": imani.workspace.slug, "reference": node.reference})
    client = window(imani)
    sent = opened(client, address)
    began = sent[field]

    for text in said:
        answer = client.post(address, {**sent, field: text}, headers={"X-Autosave": "true"})
        sent["seen"] = answer.headers["X-Seen"]

    assert Activity.objects.filter(node=node, verb__endswith=".edited").count() == 1
    assert Notification.objects.filter(node=node, member=priya, activity__verb__endswith=".edited").count() == 1
    change = Rewording.objects.get(node=node)
    assert (change.before, change.after) == (began, said[-1])
    act = to_undo(actor=imani).get()
    assert client.post(act.undo_url).status_code == 302
    assert opened(client, address)[field] == began
    assert Activity.objects.filter(node=node, verb__endswith=".edited").count() == 2
