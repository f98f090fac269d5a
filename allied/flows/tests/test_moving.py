"""Objects of any kind move to another product; what hangs on them stays, and all of it can be undone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from allied.domains.decisions.actions import Draft, draft_decision
from allied.domains.discovery.actions import frame_opportunity
from allied.domains.feedback import actions as feedback
from allied.domains.feedback.models import Feedback
from allied.domains.insights.actions import Wording, draft_insight
from allied.domains.pages.actions import write_page
from allied.domains.prioritization.actions import Plan, draft_round
from allied.domains.rituals.actions import Plan as Meet
from allied.domains.rituals.actions import plan_meeting
from allied.domains.roadmap.actions import add_item
from allied.flows import moving
from allied.flows.moving import move_nodes
from allied.kernel.activity.models import Activity
from allied.kernel.disposal.actions import archive_node
from allied.kernel.errors import Denied, InvalidState, NotVisible
from allied.kernel.membership.workspaces import add_product
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Role
from allied.kernel.personal.queries import to_undo
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.OWNER, name="Imani Okafor")


@pytest.fixture
def other(imani):
    return add_product("Hold", actor=imani)


def a_comment(actor, text="It waits", **more):
    return feedback.add_feedback(text=text, product=product_of(actor), actor=actor, **more)


MAKE = {
    "feedback": a_comment,
    "insight": lambda actor: draft_insight(Wording("Waits"), actor=actor),
    "opportunity": lambda actor: frame_opportunity(title="Waits", actor=actor),
    "item": lambda actor: add_item(title="Clock", actor=actor),
    "decision": lambda actor: draft_decision(Draft("Clock?", actor), actor=actor),
    "round": lambda actor: draft_round(Plan("First?"), actor=actor),
    "meeting": lambda actor: plan_meeting(Meet("Talk", "strategy", timezone.now()), actor=actor),
    "page": lambda actor: write_page(title="Notes", actor=actor),
}


@pytest.mark.parametrize("kind", MAKE)
def test_every_kind_moves_and_leaves_a_trail(kind, imani, other):
    node = MAKE[kind](imani).node

    move_nodes([node], other, actor=imani)

    assert Node.objects.get(pk=node.pk).product == other
    assert Activity.objects.filter(verb="node.moved", node=node, actor=imani).exists()
    assert move_nodes([Node.objects.get(pk=node.pk)], other, actor=imani) == []


def test_links_stay_and_feedback_belongs_to_the_new_product_whole(imani, other):
    comment, insight = a_comment(imani), MAKE["insight"](imani)
    link(comment.node, "supports", insight.node, actor=imani)

    move_nodes([comment.node], other, actor=imani)

    assert Link.objects.filter(source=comment.node, target=insight.node).exists()
    assert Feedback.objects.get(pk=comment.pk).product == other
    assert insight.node.strength.people_for == 1


def test_many_move_by_the_page_and_go_back_by_undo(imani, other):
    made = [a_comment(imani, f"It waits {n}") for n in range(3)]
    client = Client()
    client.force_login(imani.user)
    place = reverse("flows:move", kwargs={"workspace": imani.workspace.slug})
    chosen = [one.node.reference for one in made]

    assert all(name in client.get(place, {"node": chosen}).content.decode() for name in chosen)
    assert client.post(place, {"node": chosen}).status_code == 200  # the selection of a list
    assert client.post(place, {"node": chosen, "to": "nowhere"}).status_code == 422
    assert client.post(place, {"node": chosen, "to": other.pk}).status_code == 302
    assert Node.objects.filter(product=other).count() == 3

    move_nodes([Node.objects.get(pk=made[0].pk)], product_of(imani), actor=imani)
    client.post(to_undo(actor=imani).first().undo_url)

    assert Node.objects.filter(product=product_of(imani)).count() == 3


def test_refusals_name_the_object_and_move_nothing(imani, other):
    comment, insight = a_comment(imani), MAKE["insight"](imani)
    with pytest.raises(InvalidState, match="FBK-1 is feedback"):
        move_nodes([comment.node], None, actor=imani)
    with pytest.raises(NotVisible):
        move_nodes([insight.node], product_of(make_member(Role.OWNER)), actor=imani)
    with pytest.raises(NotVisible):
        move_nodes([insight.node], product_of(stranger := make_member(Role.OWNER)), actor=stranger)
    with pytest.raises(Denied):
        move_nodes([insight.node], other, actor=make_member(Role.READER, like=imani))
    archive_node(insight.node, actor=imani)
    with pytest.raises(InvalidState, match="INS-1 is archived"):
        move_nodes([comment.node, insight.node], other, actor=imani)
    assert not Node.objects.filter(product=other).exists()


def test_feedback_that_the_product_has_already_stays(imani, other):
    here = a_comment(imani, source="Desk", source_id="7")
    feedback.add_feedback(text="It waits", product=other, actor=imani, source="Desk", source_id="7")

    with pytest.raises(InvalidState, match="has the same item"):
        move_nodes([here.node], other, actor=imani)


def test_feedback_with_duplicates_stays(imani, other):
    one, two = a_comment(imani), a_comment(imani, "It waits long")
    feedback.mark_duplicates([two], one, actor=imani)

    with pytest.raises(InvalidState, match="duplicates"):
        move_nodes([one.node], other, actor=imani)


def test_there_is_a_limit(imani, other, monkeypatch):
    monkeypatch.setattr(moving, "MOST", 1)
    with pytest.raises(InvalidState, match="1 can be moved"):
        move_nodes([MAKE["item"](imani).node, MAKE["page"](imani).node], other, actor=imani)
