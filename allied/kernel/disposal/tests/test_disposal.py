"""Archive, trash and private drafts: what still counts, who still reads it, and what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from allied.domains.insights import queries as insights
from allied.domains.insights.actions import Wording, draft_insight, publish_insight
from allied.flows.tests.builders import make_evidence
from allied.kernel.activity.models import Activity
from allied.kernel.disposal import actions, queries
from allied.kernel.disposal.models import Trashed
from allied.kernel.disposal.tasks import erase_old
from allied.kernel.errors import Denied, InvalidState, NotVisible
from allied.kernel.jobs.models import Job
from allied.kernel.nodes.models import Node
from allied.kernel.nodes.queries import node_by_id, node_by_reference, nodes_called
from allied.kernel.people.catalogue import Role
from allied.kernel.search.queries import find
from allied.kernel.talk.actions import add_comment
from allied.kernel.talk.models import Comment
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in
from allied.kernel.thread.walk import trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def imani():
    return make_member(Role.EDITOR, name="Imani Okafor")


@pytest.fixture
def claim(imani):
    made = draft_insight(Wording("They leave when the wait is unknown"), actor=imani).node
    for number in range(3):
        link(make_evidence(imani, f"I left {number}"), "supports", made, actor=imani, note="At the desk")
    return made


def people_for(claim):
    (found,) = strength_of([claim], today=today_in(claim.workspace)).values()
    return found.people_for


def test_evidence_in_the_archive_does_not_count_until_it_is_taken_out(imani, claim):
    evidence = node_by_reference("FBK-1", actor=imani)

    actions.archive_node(evidence, actor=imani)
    assert people_for(claim) == 2
    with pytest.raises(InvalidState):
        actions.archive_node(evidence, actor=imani)
    actions.unarchive_node(evidence, actor=imani)

    assert people_for(claim) == 3
    with pytest.raises(Denied):
        actions.archive_node(evidence, actor=make_member(Role.CONTRIBUTOR, like=imani))


def test_what_is_in_the_trash_counts_and_shows_nowhere(imani, claim):
    evidence = node_by_reference("FBK-1", actor=imani)
    add_comment(evidence, "One", actor=imani)

    actions.trash_node(evidence, actor=imani)

    assert people_for(claim) == 2
    assert len(trace(claim, actor=imani).places) == 2
    assert find(actor=imani, text="left").total == 2
    assert nodes_called(["FBK-1"], actor=imani) == {}
    assert not Comment.objects.visible_to(imani).exists()
    assert not Activity.objects.visible_to(imani).filter(verb="comment.added").exists()
    with pytest.raises(NotVisible):
        node_by_reference("FBK-1", actor=imani)
    assert [row.node for row in queries.trash(actor=imani)] == [evidence]
    assert not queries.trash(actor=make_member(Role.OWNER)).exists()


def test_a_restore_brings_back_its_links_as_they_were(imani, claim):
    evidence = node_by_reference("FBK-1", actor=imani)
    before = Link.objects.filter(source=evidence).values("relation", "target", "note", "created_by", "created_at").get()

    actions.trash_node(evidence, actor=imani)
    actions.restore_node(queries.trashed_by_reference("FBK-1", actor=imani), actor=imani)

    after = Link.objects.filter(source=evidence).values("relation", "target", "note", "created_by", "created_at").get()
    assert after == before
    assert people_for(claim) == 3
    assert not Trashed.objects.exists()
    with pytest.raises(InvalidState):
        actions.restore_node(evidence, actor=imani)


def test_of_two_linked_ends_in_the_trash_the_link_comes_back_with_the_second(imani, claim):
    evidence = node_by_reference("FBK-1", actor=imani)
    actions.trash_node(evidence, actor=imani)
    actions.trash_node(claim, actor=imani)

    actions.restore_node(evidence, actor=imani)
    actions.restore_node(claim, actor=imani)

    assert Link.objects.count() == 3
    assert people_for(claim) == 3


def test_after_30_days_it_is_erased_and_the_trail_keeps_its_reference(imani, claim):
    actions.trash_node(claim, actor=imani)
    Trashed.objects.update(at=timezone.now() - timedelta(days=31))

    assert erase_old(Job()) is False

    assert not Node.objects.filter(pk=claim.pk).exists()
    kept = Activity.objects.visible_to(imani).filter(reference="INS-1")
    assert set(kept.values_list("verb", "node")) == {
        (verb, None) for verb in ("insight.drafted", "node.trashed", "thread.linked")
    }
    assert draft_insight(Wording("Another"), actor=imani).node.reference == "INS-2"


@pytest.fixture
def draft(imani):
    made = draft_insight(Wording("A secret thought"), actor=imani).node
    return actions.make_private(made, [], actor=imani)


def test_a_private_draft_is_there_for_its_author_and_whom_they_name_alone(imani, draft):
    owner, named = make_member(Role.OWNER, like=imani), make_member(Role.READER, like=imani)
    add_comment(draft, "Note to myself", actor=imani)
    actions.make_private(draft, [named], actor=imani)

    def reads(member):
        return [
            insights.insights(actor=member).filter(pk=draft.pk).exists(),
            bool(find(actor=member, text="secret").nodes),
            bool(nodes_called([draft.reference], actor=member)),
            Activity.objects.visible_to(member).filter(node=draft).exists(),
            Comment.objects.visible_to(member).exists(),
        ]

    assert reads(imani) == reads(named) == [True] * 5
    assert reads(owner) == [False] * 5
    for ask in (node_by_id, node_by_reference):
        with pytest.raises(NotVisible):
            ask(draft.pk if ask is node_by_id else draft.reference, actor=owner)
    with pytest.raises(NotVisible):
        trace(draft, actor=owner)
    with pytest.raises(NotVisible):
        publish_insight(insights.insight_by_reference(draft.reference, actor=imani), actor=owner)


def test_what_is_private_is_linked_to_nothing(imani, draft):
    with pytest.raises(InvalidState, match="private draft"):
        link(make_evidence(imani, "I left"), "supports", draft, actor=imani)


def test_what_is_linked_or_published_or_anothers_cannot_be_made_private(imani, claim):
    other = make_member(Role.OWNER, like=imani)
    mine = draft_insight(Wording("Mine"), actor=imani).node

    with pytest.raises(InvalidState, match="is linked"):
        actions.make_private(claim, [], actor=imani)
    with pytest.raises(Denied):
        actions.make_private(mine, [], actor=other)
    with pytest.raises(InvalidState, match="Only a draft insight"):
        actions.make_private(node_by_reference("FBK-1", actor=imani), [], actor=imani)


def test_a_shared_draft_is_everybodys_again(imani, draft):
    other = make_member(Role.EDITOR, like=imani)
    with pytest.raises(NotVisible):
        actions.share_node(draft, actor=other)

    actions.share_node(draft, actor=imani)

    assert node_by_reference(draft.reference, actor=other) == draft
    with pytest.raises(InvalidState):
        actions.share_node(draft, actor=imani)


def test_the_trash_keeps_a_private_draft_private(imani, draft):
    actions.trash_node(draft, actor=imani)

    assert queries.trash(actor=imani).count() == 1
    assert not queries.trash(actor=make_member(Role.OWNER, like=imani)).exists()
