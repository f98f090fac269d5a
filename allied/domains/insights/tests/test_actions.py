from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from allied.domains.insights import actions
from allied.domains.insights.actions import Wording
from allied.domains.insights.models import Insight, State
from allied.domains.insights.tests.builders import make_evidence, make_insight, make_published
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Product
from allied.kernel.search.queries import find
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


def verbs(insight):
    return list(Activity.objects.filter(node=insight.node).order_by("pk").values_list("verb", flat=True))


def state_of(insight):
    return Insight.objects.select_related("node").get(pk=insight.pk).node.state


def test_a_draft_is_kept_found_and_recorded():
    member = make_member(Role.CONTRIBUTOR)
    wording = Wording("  People leave when the\nwait is unknown ", summary="A range keeps them.", scope="Holds only")

    insight = actions.draft_insight(wording, actor=member, product=product_of(member))

    assert insight.claim == "People leave when the wait is unknown"
    assert insight.node.reference == "INS-1"
    assert insight.node.product == product_of(member)
    assert state_of(insight) == State.DRAFT
    assert find(actor=member, text="range keep").nodes == [insight.node]
    assert verbs(insight) == ["insight.drafted"]


def test_a_draft_needs_a_claim():
    with pytest.raises(BadInput) as refusal:
        actions.draft_insight(Wording("   "), actor=make_member())

    assert list(refusal.value.fields) == ["claim"]


def test_a_reader_may_not_draft():
    with pytest.raises(Denied):
        actions.draft_insight(Wording("A claim"), actor=make_member(Role.READER))


def test_a_draft_cannot_be_put_under_a_product_of_another_workspace():
    with pytest.raises(NotVisible):
        actions.draft_insight(Wording("A claim"), actor=make_member(), product=product_of(make_member()))


def test_an_edit_records_the_fields_that_changed():
    member = make_member()
    insight = make_insight(member, "Old claim", scope="Everybody")
    other = Product.objects.create(workspace=member.workspace, slug="lend", name="Lend")

    actions.edit_insight(insight, Wording("New claim", scope="Weekly visitors"), actor=member, product=other)

    insight = Insight.objects.select_related("node").get(pk=insight.pk)
    assert (insight.claim, insight.scope, insight.node.product_id) == ("New claim", "Weekly visitors", other.pk)
    assert Activity.objects.get(verb="insight.edited").details == {"changed": ["claim", "scope", "product"]}
    assert find(actor=member, text="weekly").nodes == [insight.node]


def test_an_edit_that_changes_nothing_leaves_no_trail():
    member = make_member()
    insight = make_insight(member, "A claim")

    actions.edit_insight(insight, Wording("A claim"), actor=member)

    assert verbs(insight) == ["insight.drafted"]


def test_contributors_edit_their_own_drafts_alone():
    editor = make_member()
    contributor = make_member(Role.CONTRIBUTOR, like=editor)
    own, others = make_insight(contributor, "Mine"), make_insight(editor, "Theirs")

    actions.edit_insight(own, Wording("Mine, better"), actor=contributor)

    with pytest.raises(Denied):
        actions.edit_insight(others, Wording("Mine now"), actor=contributor)


def test_a_contributor_may_not_edit_their_own_insight_once_it_is_published():
    editor = make_member()
    contributor = make_member(Role.CONTRIBUTOR, like=editor)
    own = make_insight(contributor, "Mine")
    link(make_evidence(contributor), "supports", own.node, actor=contributor)
    actions.publish_insight(own, actor=editor)

    with pytest.raises(Denied):
        actions.edit_insight(own, Wording("Other words"), actor=contributor)


def test_what_has_ended_is_not_edited():
    member = make_member()
    insight = actions.retire_insight(make_insight(member), reason="Wrong", actor=member)

    with pytest.raises(InvalidState, match="is retired and is kept as it was"):
        actions.edit_insight(insight, Wording("Other words"), actor=member)


def test_publishing_records_who_and_when():
    researcher = make_member()
    insight = make_insight(researcher)
    link(make_evidence(researcher), "supports", insight.node, actor=researcher)

    actions.publish_insight(insight, actor=researcher)

    insight.refresh_from_db()
    assert state_of(insight) == State.PUBLISHED
    assert insight.published_by == researcher
    assert insight.published_at is not None
    assert verbs(insight)[-1] == "insight.published"


def test_publishing_without_evidence_is_refused():
    member = make_member()

    with pytest.raises(InvalidState, match="at least one piece of evidence"):
        actions.publish_insight(make_insight(member), actor=member)


def test_evidence_against_alone_does_not_publish():
    member = make_member()
    insight = make_insight(member)
    link(make_evidence(member), "contradicts", insight.node, actor=member)

    with pytest.raises(InvalidState, match="Nothing supports"):
        actions.publish_insight(insight, actor=member)


def test_evidence_reaches_a_claim_through_a_claim_that_supports_it():
    member = make_member()
    part, whole = make_insight(member, "Part"), make_insight(member, "Whole")
    link(make_evidence(member), "supports", part.node, actor=member)
    link(part.node, "supports", whole.node, actor=member)

    assert actions.publish_insight(whole, actor=member).is_published


def test_evidence_behind_a_retired_claim_does_not_count():
    member = make_member()
    part, whole = make_insight(member, "Part"), make_insight(member, "Whole")
    link(make_evidence(member), "supports", part.node, actor=member)
    link(part.node, "supports", whole.node, actor=member)
    actions.retire_insight(part, reason="Leading questions", actor=member)

    with pytest.raises(InvalidState, match="Nothing supports"):
        actions.publish_insight(whole, actor=member)


def test_withdrawn_evidence_does_not_publish():
    member = make_member()
    insight = make_insight(member)
    evidence = make_evidence(member)
    link(evidence, "supports", insight.node, actor=member)
    evidence.atoms.update(withdrawn_at=timezone.now())

    with pytest.raises(InvalidState, match="Nothing supports"):
        actions.publish_insight(insight, actor=member)


def test_publishing_twice_is_refused():
    member = make_member()

    with pytest.raises(InvalidState, match="is published already"):
        actions.publish_insight(make_published(member), actor=member)


def test_a_contributor_may_not_publish():
    contributor = make_member(Role.CONTRIBUTOR)

    with pytest.raises(Denied):
        actions.publish_insight(make_insight(contributor), actor=contributor)


def test_an_insight_of_another_workspace_is_not_there():
    insight = make_published(make_member())
    stranger = make_member(Role.OWNER)

    for act in (
        lambda: actions.publish_insight(insight, actor=stranger),
        lambda: actions.edit_insight(insight, Wording("Mine"), actor=stranger),
        lambda: actions.retire_insight(insight, reason="No", actor=stranger),
        lambda: actions.unpublish_insight(insight, actor=stranger),
        lambda: actions.reinstate_insight(insight, actor=stranger),
    ):
        with pytest.raises(NotVisible):
            act()


def test_a_publication_is_taken_back_by_the_same_person_at_once():
    member = make_member()
    insight = make_published(member)

    actions.unpublish_insight(insight, actor=member)

    insight.refresh_from_db()
    assert state_of(insight) == State.DRAFT
    assert (insight.published_at, insight.published_by) == (None, None)
    assert verbs(insight)[-1] == "insight.unpublished"


def test_nobody_else_takes_a_publication_back():
    member = make_member()
    insight = make_published(member)

    with pytest.raises(InvalidState, match="Only the person who published"):
        actions.unpublish_insight(insight, actor=make_member(Role.OWNER, like=member))


def test_a_publication_stands_after_ten_minutes():
    member = make_member()
    insight = make_published(member)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(InvalidState, match="10 minutes"):
        actions.unpublish_insight(insight, actor=member)


def test_a_draft_has_no_publication_to_take_back():
    member = make_member()

    with pytest.raises(InvalidState, match="no publication"):
        actions.unpublish_insight(make_insight(member), actor=member)


def test_retiring_keeps_the_reason():
    member = make_member()
    insight = make_published(member)

    actions.retire_insight(insight, reason="The queue is gone since release 4.2.", actor=member)

    insight.refresh_from_db()
    assert state_of(insight) == State.RETIRED
    assert (insight.ended_by, insight.end_reason) == (member, "The queue is gone since release 4.2.")
    assert verbs(insight)[-1] == "insight.retired"


def test_retiring_takes_a_reason_and_happens_once():
    member = make_member()
    insight = make_insight(member)

    with pytest.raises(BadInput) as refusal:
        actions.retire_insight(insight, reason=" ", actor=member)
    assert list(refusal.value.fields) == ["reason"]

    actions.retire_insight(insight, reason="Twice the same", actor=member)
    with pytest.raises(InvalidState, match="is retired already"):
        actions.retire_insight(insight, reason="Again", actor=member)


def test_a_superseded_insight_names_its_successor():
    researcher = make_member()
    manager = make_member(like=researcher, discipline=Discipline.PRODUCT)
    old, new = make_published(researcher, "Old"), make_published(researcher, "New")

    actions.supersede_insight(old, new, actor=manager, reason="Scope was too wide")

    old.refresh_from_db()
    assert state_of(old) == State.SUPERSEDED
    assert (old.ended_by, old.end_reason) == (manager, "Scope was too wide")
    assert Link.objects.filter(source=new.node, relation="supersedes", target=old.node).exists()
    assert verbs(old)[-1] == "thread.superseded"


def test_only_a_published_insight_supersedes_a_published_one():
    member = make_member()
    old, draft = make_published(member, "Old"), make_insight(member, "Draft")

    with pytest.raises(BadInput, match="INS-2 is draft. Choose a published insight"):
        actions.supersede_insight(old, draft, actor=member)
    with pytest.raises(InvalidState, match="Only a published insight is superseded"):
        actions.supersede_insight(draft, old, actor=member)
    with pytest.raises(BadInput, match="cannot supersede itself"):
        actions.supersede_insight(old, old, actor=member)


def test_what_was_retired_comes_back_as_it_was():
    member = make_member()
    draft, published = make_insight(member), make_published(member)

    for insight, state in ((draft, State.DRAFT), (published, State.PUBLISHED)):
        actions.retire_insight(insight, reason="A mistake", actor=member)
        actions.reinstate_insight(insight, actor=member)

        insight.refresh_from_db()
        assert state_of(insight) == state
        assert (insight.ended_at, insight.end_reason) == (None, "")
        assert verbs(insight)[-1] == "insight.reinstated"


def test_bringing_a_superseded_insight_back_unlinks_its_successor():
    member = make_member()
    old, new = make_published(member, "Old"), make_published(member, "New")
    actions.supersede_insight(old, new, actor=member)

    actions.reinstate_insight(old, actor=member)

    assert state_of(old) == State.PUBLISHED
    assert not Link.objects.filter(relation="supersedes").exists()


def test_what_stands_cannot_be_brought_back():
    member = make_member()

    with pytest.raises(InvalidState, match="has not ended"):
        actions.reinstate_insight(make_published(member), actor=member)
