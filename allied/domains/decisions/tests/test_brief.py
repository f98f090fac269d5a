"""The united-front brief: what it says, who signs it, and what makes a signature void."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from allied.domains.decisions import actions, objecting, signing
from allied.domains.decisions.actions import Verdict
from allied.domains.decisions.brief import brief
from allied.domains.decisions.readback.actions import Figure, Forecast, make_prediction, read_prediction
from allied.domains.decisions.tests.builders import make_decision, make_open, make_sides, state, veto
from allied.domains.decisions.tests.test_views import Browser
from allied.domains.feedback.actions import add_feedback
from allied.domains.insights.actions import Wording, draft_insight
from allied.kernel.activity.models import Activity
from allied.kernel.disposal.actions import trash_node
from allied.kernel.errors import Denied, InvalidState
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link
from allied.web.memo import markdown

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_sides()


@pytest.fixture
def found(people):
    ux, product, leader = people
    made = make_open(ux, leader)
    state(made, ux, "ux", 0)
    state(made, product, "product", 0)
    return made


def sign(found, people):
    signing.sign_brief(found, side="ux", actor=people[0])
    signing.sign_brief(found, side="product", actor=people[1])


def decide(found, people, **more):
    first = found.options.all()[0].pk
    return actions.decide(found, Verdict(first, "The desk asked for it.", **more), actor=people[2])


def test_it_is_joint_once_one_of_each_side_has_signed(found, people):
    assert brief(found, actor=people[0]).memo.foot == "Not joint, not signed by: UX and Product."
    signing.sign_brief(found, side="ux", actor=people[0])
    assert not brief(found, actor=people[0]).is_joint
    signing.sign_brief(found, side="product", actor=people[1])

    made = brief(found, actor=people[0])

    assert made.is_joint
    assert made.memo.kind == "United-front brief, joint"
    assert "Imani for UX" in made.memo.foot


def test_it_says_position_dissent_cost_and_evidence_with_strength_and_n(found, people):
    claim = draft_insight(Wording("They leave"), actor=people[0], product=product_of(people[0]))
    link(found.node, "derived_from", claim.node, actor=people[0])
    decide(found, people, dissent="Tomasz: too early.")

    text = markdown(brief(found, actor=people[0]).memo, site="")

    assert "**Decided, Remind them:** The desk asked for it." in text
    assert "Tomasz: too early." in text
    assert "**Remind them, for people:** Some leave" in text
    assert "**Remind them, for the business:** £38,200 come back" in text
    assert "| Claim | Strength | People for | People against | n |" in text
    assert "They leave" in text
    assert "| Assumption | 0 | 0 | 0 |" in text


def test_only_who_speaks_for_a_side_signs_for_it_once_and_never_a_draft(found, people):
    ux, _product, leader = people
    with pytest.raises(Denied, match="Product signs for this side"):
        signing.sign_brief(found, side="product", actor=ux)
    with pytest.raises(InvalidState, match="open or decided"):
        signing.sign_brief(make_decision(ux, leader), side="ux", actor=ux)
    signing.sign_brief(found, side="ux", actor=ux)
    with pytest.raises(InvalidState, match="signed already"):
        signing.sign_brief(found, side="ux", actor=make_member(like=ux))


def test_a_signature_is_withdrawn_by_who_gave_it(found, people):
    sign(found, people)
    with pytest.raises(InvalidState, match="have not signed"):
        signing.withdraw_signature(found, side="ux", actor=people[1])

    signing.withdraw_signature(found, side="ux", actor=people[0])

    assert not brief(found, actor=people[0]).is_joint
    assert Activity.objects.filter(node=found.node, verb="decision.brief_withdrawn").count() == 1


def reopened(found, people):
    decide(found, people)
    sign(found, people)
    actions.reopen_decision(found, reason="New law.", actor=people[2])


def lifted(found, people):
    placed = veto(found.node, people[0], people[1])
    sign(found, people)
    objecting.lift_objection(placed, reason="Tested.", actor=people[0])


def after(act):
    def run(found, people):
        sign(found, people)
        act(found, people)

    return run


@pytest.mark.parametrize(
    "change",
    [
        after(lambda found, people: state(found, people[0], "ux", 1)),
        after(decide),
        after(lambda found, people: veto(found.node, people[0], people[1])),
        lifted,
        reopened,
    ],
    ids=["a position", "the verdict", "a veto", "a veto lifted", "opened again"],
)
def test_a_change_of_the_decision_voids_the_signatures_and_says_so(found, people, change):
    change(found, people)

    made = brief(found, actor=people[0])

    assert not made.is_joint
    assert "The signature of Priya is void, because what it says changed" in made.memo.foot
    assert Activity.objects.filter(node=found.node, verb="decision.brief_voided").count() == 1


def test_the_page_offers_to_sign_and_the_brief_as_files(found, people):
    browser = Browser(people[0])
    page = browser.text("/decisions/DEC-1/brief")
    assert "Sign for UX" in page
    assert "Sign for Product" not in page
    assert browser.post("/decisions/DEC-1/brief/signatures/ux").status_code == 302
    assert "Withdraw my signature" in browser.text("/decisions/DEC-1/brief")
    assert browser.post("/decisions/DEC-1/brief/signatures/ux/withdrawal").status_code == 302
    assert browser.post("/decisions/DEC-1/brief/signatures/engineering").status_code == 404

    assert browser.client.get(f"{browser.root}/decisions/DEC-1/brief?as=pdf").content.startswith(b"%PDF")
    assert browser.text("/decisions/DEC-1/brief?as=md").startswith("# Do we remind people of fines?")


def heard(who, people):
    """What one person wrote."""
    return add_feedback(text=f"{who} left", author=who, product=product_of(people[0]), actor=people[0]).node


def grounded(found, people):
    """An insight under it with one piece of evidence; both sides have signed."""
    claim = draft_insight(Wording("They leave"), actor=people[0], product=product_of(people[0]))
    link(found.node, "derived_from", claim.node, actor=people[0])
    link(heard("Ada", people), "supports", claim.node, actor=people[0])
    sign(found, people)
    assert brief(found, actor=people[0]).is_joint
    return claim


def more_evidence(claim, people):
    link(heard("Ben", people), "supports", claim.node, actor=people[0])


def evidence_against(claim, people):
    link(heard("Ben", people), "contradicts", claim.node, actor=people[0])


def evidence_withdrawn(claim, people):
    trash_node(claim.node.links_in.get(relation="supports").source, actor=people[0])


def claim_gone(claim, people):
    trash_node(claim.node, actor=people[0])


@pytest.mark.parametrize("change", [more_evidence, evidence_against, evidence_withdrawn, claim_gone])
def test_changed_evidence_voids_the_signatures_at_once_and_the_clock_tells_who_signed(found, people, change):
    change(grounded(found, people), people)

    made = brief(found, actor=people[0])
    assert not made.is_joint
    assert "The signature of Imani is void, because what it says changed." in made.memo.foot
    assert "Void, because what it says changed" in Browser(people[0]).text("/decisions/DEC-1/brief")
    assert signing.void_outdated(people[0].workspace) == 2
    assert signing.void_outdated(people[0].workspace) == 0
    told = Activity.objects.filter(node=found.node, verb="decision.brief_outdated")
    assert {one.details["reminded"][0] for one in told} == {people[0].pk, people[1].pk}


def test_evidence_that_only_grew_old_voids_them_once_it_reads_otherwise(found, people):
    claim = grounded(found, people)
    for who in ("Ben", "Cleo", "Dan", "Eve"):
        link(heard(who, people), "supports", claim.node, actor=people[0])
    sign(found, people)

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert brief(found, actor=people[0]).is_joint
    with time_machine.travel(timezone.now() + timedelta(days=600)):
        assert not brief(found, actor=people[0]).is_joint


def test_a_prediction_voids_the_signatures_and_what_comes_of_it_does_not(found, people):
    sign(found, people)
    day = (timezone.now() + timedelta(days=3)).date()
    said = Forecast("Fines paid", Decimal(14), Decimal(24), day, 80, "Spring was so.", "%")
    made = make_prediction(found.node, said, actor=people[0])
    assert not brief(found, actor=people[0]).is_joint
    sign(found, people)

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        read_prediction(made, Figure(Decimal(18), 200), actor=people[0])
        shown = brief(found, actor=people[0])

    assert shown.is_joint
    text = markdown(shown.memo, site="")
    assert "14 to 24 %" in text
    assert "Hit: 18 % (n = 200, no interval given) lies in the range." in text


def test_a_side_signs_again_what_reads_otherwise_now(found, people):
    claim = grounded(found, people)
    more_evidence(claim, people)

    sign(found, people)

    assert brief(found, actor=people[0]).is_joint
    assert Activity.objects.filter(node=found.node, verb="decision.brief_outdated").count() == 2


@pytest.mark.parametrize("count", [1, 6])
def test_the_clock_reads_all_signed_briefs_with_the_same_queries(people, count, django_assert_num_queries):
    for _ in range(count):
        sign(make_open(people[0], people[2]), people)
    with django_assert_num_queries(10):
        assert signing.void_outdated(people[0].workspace) == 0
