"""Evidence moves a claim, for or against, by members of both sides."""

from datetime import date

import pytest

from allied.domains.insights.actions import Wording, draft_insight
from allied.flows.evidence import add_evidence
from allied.flows.insight_from_feedback import insight_from_evidence, product_of
from allied.flows.tests.builders import make_evidence
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, NotVisible
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.testing import make_member
from allied.kernel.testing import product_of as product_of_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of

pytestmark = pytest.mark.django_db


def headline(claim):
    found = strength_of([claim], today=date.today())[claim.pk]
    return f"{found.level}, {found.flag}" if found.flag else str(found.level)


def test_three_comments_become_an_insight_that_they_support():
    member = make_member(Role.CONTRIBUTOR)
    evidence = [make_evidence(member) for _ in range(3)]

    insight = insight_from_evidence(Wording("People leave when the wait is unknown"), evidence, actor=member)

    assert Link.objects.filter(relation="supports", target=insight.node).count() == 3
    assert headline(insight.node) == "emerging"
    assert Activity.objects.filter(verb="insight.drafted", node=insight.node).count() == 1
    assert Activity.objects.filter(verb="thread.linked", node=insight.node).count() == 1


def test_an_insight_without_a_claim_links_nothing():
    member = make_member()

    with pytest.raises(BadInput) as refusal:
        insight_from_evidence(Wording(""), [make_evidence(member)], actor=member)

    assert list(refusal.value.fields) == ["claim"]
    assert not Link.objects.exists()


def test_a_reader_makes_no_insight_from_a_selection():
    member = make_member()
    evidence = [make_evidence(member)]

    with pytest.raises(Denied):
        insight_from_evidence(Wording("A claim"), evidence, actor=make_member(Role.READER, like=member))


def test_the_insight_is_about_the_product_that_all_of_its_evidence_is_about():
    member = make_member()
    product = product_of_member(member)

    assert product_of([make_evidence(member, product=product), make_evidence(member, product=product)]) == product
    assert product_of([make_evidence(member, product=product), make_evidence(member)]) is None


def test_evidence_against_changes_level_and_flag_for_both_sides():
    researcher = make_member(discipline=Discipline.UX_RESEARCH)
    manager = make_member(Role.CONTRIBUTOR, like=researcher, discipline=Discipline.PRODUCT)
    claim = draft_insight(Wording("People leave when the wait is unknown"), actor=researcher).node

    first = add_evidence([make_evidence(researcher) for _ in range(3)], "supports", [claim], actor=researcher)
    second = add_evidence([make_evidence(manager) for _ in range(2)], "contradicts", [claim], actor=manager)

    assert [(moved.before, moved.now) for moved in first.moved] == [("Assumption", "Emerging")]
    assert [(moved.before, moved.now) for moved in second.moved] == [("Emerging", "Emerging, contested")]
    assert {made.created_by for made in second.links} == {manager}


def test_evidence_bears_on_several_claims_at_once():
    member = make_member()
    claims = [draft_insight(Wording(f"Claim {number}"), actor=member).node for number in (1, 2)]

    added = add_evidence([make_evidence(member)], "supports", claims, actor=member, note="Same morning")

    assert {made.target_id for made in added.links} == {claim.pk for claim in claims}
    assert {made.note for made in added.links} == {"Same morning"}


def test_nothing_chosen_is_refused_by_the_field():
    member = make_member()

    with pytest.raises(BadInput) as refusal:
        add_evidence([make_evidence(member)], "supports", [], actor=member)

    assert refusal.value.fields == {"claim": "Choose at least one. Nothing was linked."}


def test_evidence_that_stands_already_is_named():
    member = make_member()
    evidence, claim = make_evidence(member), draft_insight(Wording("A claim"), actor=member).node
    link(evidence, "supports", claim, actor=member)

    with pytest.raises(BadInput, match="FBK-1 supports INS-1 already"):
        add_evidence([evidence], "supports", [claim], actor=member)
    with pytest.raises(BadInput, match="FBK-1 supports INS-1 already"):
        add_evidence([evidence], "contradicts", [claim], actor=member)


def test_a_claim_that_has_ended_takes_no_evidence():
    member = make_member()
    claim = draft_insight(Wording("A claim"), actor=member).node
    claim.state = "retired"
    claim.save(update_fields=["state"])

    with pytest.raises(BadInput, match="INS-1 is retired and takes no new links"):
        add_evidence([make_evidence(member)], "supports", [claim], actor=member)


def test_a_claim_of_another_workspace_is_not_there():
    member = make_member()
    claim = draft_insight(Wording("Theirs"), actor=make_member()).node

    with pytest.raises(NotVisible):
        add_evidence([make_evidence(member)], "supports", [claim], actor=member)
