"""Merging two objects of one kind, and taking it back."""

from __future__ import annotations

import pytest

from allied.domains.insights.actions import Wording, draft_insight
from allied.flows.merging import merge_node, unmerge_node
from allied.flows.tests.builders import Browser, make_evidence
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.files.actions import Upload, attach
from allied.kernel.labels.actions import add_label, set_labels
from allied.kernel.labels.queries import labels_of
from allied.kernel.people.catalogue import Role
from allied.kernel.search.queries import find
from allied.kernel.talk.actions import add_comment
from allied.kernel.talk.following import follow
from allied.kernel.talk.models import Comment
from allied.kernel.talk.notices import followers
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.web.markdown import render

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.EDITOR, name="Imani Okafor")


@pytest.fixture
def pair(imani):
    node, into = (draft_insight(Wording(claim), actor=imani).node for claim in ("They leave", "They leave early"))
    first, second = make_evidence(imani, "I left"), make_evidence(imani, "I went")
    for evidence, claim in [(first, node), (second, node), (first, into)]:
        link(evidence, "supports", claim, actor=imani)
    link(node, "supports", into, actor=imani)
    add_comment(node, "One", actor=imani)
    attach([Upload("a.txt", [b"a"])], node, actor=imani)
    set_labels(node, [add_label("Waiting", actor=imani)], actor=imani)
    follow(node, actor=make_member(like=imani))
    return node, into


def state(*nodes):
    found = [strength_of([node], today=today_in(node.workspace))[node.pk].people_for for node in nodes]
    ties = sorted(Link.objects.values_list("source__title", "relation", "target__title", "created_at"))
    things = [(node.comments.count(), node.attachments.count(), len(followers(node))) for node in nodes]
    return found, ties, things, [[one.name for one in labels_of([node])[node.pk]] for node in nodes]


def test_what_hangs_on_one_moves_to_the_other_and_all_of_it_comes_back(imani, pair):
    node, into = pair
    before = state(node, into)

    merge_node(node, into, actor=imani)

    assert strength_of([into], today=today_in(into.workspace))[into.pk].people_for == 2
    assert Link.objects.filter(target=into, relation="supports").count() == 2  # none twice, none to itself
    assert (into.comments.count(), into.attachments.count(), len(followers(into))) == (1, 1, 1)
    assert [label.name for label in labels_of([into])[into.pk]] == ["Waiting"]
    unmerge_node(node, actor=imani)

    assert state(node, into) == before
    with pytest.raises(InvalidState):
        unmerge_node(node, actor=imani)


def test_only_two_shared_objects_of_one_kind_are_merged_by_who_may(imani, pair):
    node, into = pair

    with pytest.raises(BadInput):
        merge_node(node, node, actor=imani)
    with pytest.raises(BadInput):
        merge_node(node, make_evidence(imani, "Other"), actor=imani)
    with pytest.raises(Denied):
        merge_node(node, into, actor=make_member(Role.CONTRIBUTOR, like=imani))
    with pytest.raises(NotVisible):
        merge_node(node, into, actor=make_member(Role.OWNER))
    merge_node(node, into, actor=imani)
    with pytest.raises(BadInput):
        merge_node(node, into, actor=imani)


def test_the_address_of_what_was_merged_leads_on_until_it_is_taken_back(imani, pair):
    browser = Browser(imani)
    root = f"/w/{imani.workspace.slug}"
    assert "They leave early" in browser.text("/merge/INS-1", q="leave")

    answer = browser.post("/merge/INS-1", into="INS-2")
    assert answer["Location"] == f"{root}/insights/INS-2"
    assert browser.client.get(f"{root}/insights/INS-1")["Location"] == f"{root}/insights/INS-2"
    assert Browser(make_member()).client.get(f"{root}/insights/INS-1").status_code == 404
    browser.post("/merge/INS-1/undo")

    assert browser.client.get(f"{root}/insights/INS-1").status_code == 200
    assert Comment.objects.get().node.reference == "INS-1"
    assert browser.post("/merge/INS-1", into="").status_code == 422


def test_a_reference_that_was_merged_away_leads_to_what_remains(client):
    imani = make_member(Role.OWNER)
    one, two, three = (draft_insight(Wording(claim), actor=imani).node for claim in ("A", "B", "C"))
    merge_node(one, two, actor=imani)
    merge_node(two, three, actor=imani)
    client.force_login(imani.user)

    assert 'INS-3</a> <span class="muted">(was INS-1)</span>' in str(render("See #INS-1.", actor=imani))
    assert find(actor=imani, text="#ins-1").nodes == [three]
    text = client.get(f"/w/{imani.workspace.slug}/search?q=%23INS-1").content.decode()
    assert "INS-1 was merged into INS-3." in text
    page = client.get(f"/w/{imani.workspace.slug}/insights/INS-1", follow=True).content.decode()
    assert "INS-2 was merged into INS-3, which is shown here." in page
