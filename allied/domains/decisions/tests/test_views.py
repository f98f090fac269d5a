"""The pages of decisions, as members' browsers get them."""

import re

import pytest
from django.test import Client

from allied.domains.decisions import actions
from allied.domains.decisions.models import Consent, Objection, Right
from allied.domains.decisions.tests.builders import comment, make_decision, make_open, make_sides, state, veto
from allied.kernel.activity.editions import edition
from allied.kernel.membership.members import deactivate
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.holds import standing_holds

pytestmark = pytest.mark.django_db


class Browser:
    def __init__(self, member):
        self.client = Client()
        self.client.force_login(member.user)
        self.root = f"/w/{member.workspace.slug}"

    def post(self, path, **fields):
        return self.client.post(self.root + path, fields)

    def text(self, path, status=200):
        answer = self.client.get(self.root + path)
        assert answer.status_code == status
        return answer.content.decode()


def test_the_empty_list_teaches():
    assert "A decision that one can come back to" in Browser(make_member()).text("/decisions")


def test_the_whole_way_from_question_to_decision():
    ux, product, leader = make_sides()
    imani, priya, helen = Browser(ux), Browser(product), Browser(leader)
    fields = {"question": "Remind?", "decider": leader.pk, "option-1": "Remind them", "option-2": "Leave it"}
    assert imani.post("/decisions/new", **fields).status_code == 302
    imani.post("/decisions/DEC-1/opening")
    found = actions.Decision.objects.get()
    one, other = found.options.all()

    imani.post("/decisions/DEC-1/positions/ux", text="It shames people.", option=other.pk)
    priya.post("/decisions/DEC-1/positions/product", text="Hours are lost.", option=one.pk)
    assert "UX has not worded Product’s case." in helen.text("/decisions/DEC-1")
    imani.post("/decisions/DEC-1/cases/ux", text="Branches close without it.")
    priya.post("/decisions/DEC-1/cases/product", text="People leave ashamed.")
    imani.post("/decisions/DEC-1/cases/product/acceptance")
    priya.post("/decisions/DEC-1/cases/ux/acceptance")
    decided = helen.post(
        "/decisions/DEC-1/verdict", option=other.pk, reasons="The test said so.", dissent="Priya: hours."
    )

    assert decided.status_code == 302
    text = helen.text("/decisions/DEC-1")
    assert "Decided: Leave it" in text
    assert "Priya: hours." in text
    assert "Called fair by Imani" in text


def test_a_veto_is_placed_from_its_page_and_lifted_there():
    ux, _, leader = make_sides()
    item, said = create("item", title="Fine reminder", actor=ux), comment(ux)
    imani = Browser(ux)

    imani.post(
        "/objections/new/veto",
        node=item.reference,
        standard="error_recovery",
        evidence=said.reference,
        reason="3 of 8 left.",
        way_out="A test where nobody is blocked.",
        escalates_to=leader.pk,
    )
    placed = Objection.objects.get()

    text = imani.text(f"/objections/{placed.pk}")
    assert "Day 0 of 10." in text
    assert "10 working days left" in text
    assert standing_holds(item, "commit").exists()
    imani.post(f"/objections/{placed.pk}/lifting", reason="Nobody was blocked.")
    assert not standing_holds(item, "commit").exists()


def test_a_veto_without_evidence_is_refused_by_its_field():
    ux, _, leader = make_sides()
    item = create("item", title="Fine reminder", actor=ux)

    answer = Browser(ux).post(
        "/objections/new/veto",
        node=item.reference,
        standard="privacy",
        evidence="FBK-99",
        reason="It leaks.",
        way_out="It does not leak.",
        escalates_to=leader.pk,
    )

    assert answer.status_code == 422
    assert "There is no FBK-99 here" in answer.content.decode()


def test_the_leader_overrides_and_others_are_not_offered_it():
    ux, product, leader = make_sides()
    placed = veto(make_open(ux, leader).node, ux, leader)

    assert "Override the veto" not in Browser(product).text(f"/objections/{placed.pk}")
    helen = Browser(leader)
    assert "Override the veto" in helen.text(f"/objections/{placed.pk}")
    helen.post(f"/objections/{placed.pk}/override", reason="The grant ends.")
    assert "Overridden by Helen" in helen.text(f"/objections/{placed.pk}")


def test_a_draft_is_changed_and_a_decided_question_is_opened_again():
    ux, product, leader = make_sides()
    draft = make_decision(ux, leader)
    imani, helen = Browser(ux), Browser(leader)
    fields = {"question": "Remind twice?", "decider": leader.pk, "option-1": "Once", "option-2": "Twice"}
    imani.post("/decisions/DEC-1/edit", **fields, seen=edition(actions.said(draft)))
    assert "Remind twice?" in imani.text("/decisions/DEC-1")
    imani.post("/decisions/DEC-1/opening")
    for member, side in ((ux, "ux"), (product, "product")):
        state(draft, member, side, None)
    helen.post("/decisions/DEC-1/verdict", option=draft.options.all()[0].pk, reasons="Enough.")

    helen.post("/decisions/DEC-1/reopening", reason="It was not enough.")

    assert "It was decided: Once" in helen.text("/decisions/DEC-1")


def test_what_cannot_be_decided_yet_says_why_and_keeps_the_text():
    ux, _, leader = make_sides()
    found = make_open(ux, leader)

    answer = Browser(leader).post("/decisions/DEC-1/verdict", option=found.options.all()[0].pk, reasons="Now.")

    assert answer.status_code == 409
    assert "UX has not stated its position" in answer.content.decode()


def test_an_unknown_side_is_not_there():
    ux, _, leader = make_sides()
    make_open(ux, leader)

    assert Browser(ux).post("/decisions/DEC-1/positions/sales", text="We sell.").status_code == 404
    assert Browser(ux).post("/decisions/DEC-1/cases/ux/acceptance").status_code == 404


def test_a_reader_reads_and_is_offered_nothing():
    ux, _, leader = make_sides()
    make_open(ux, leader)
    reader = Browser(make_member(Role.READER, like=ux))

    assert "State the position" not in reader.text("/decisions/DEC-1")
    reader.text("/objections/new/veto", status=403)


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_takes_the_same_queries_for_few_and_many(rows, django_assert_max_num_queries):
    ux, _, leader = make_sides()
    for _ in range(rows):
        veto(make_open(ux, leader).node, ux, leader)
    browser = Browser(ux)
    browser.text("/decisions")

    with django_assert_max_num_queries(18):
        browser.text("/decisions")


def test_a_charter_is_started_changed_signed_and_followed_from_its_pages():
    ux, product, leader = make_sides()
    imani, priya, helen = Browser(ux), Browser(product), Browser(leader)
    assert "Say who decides before it matters" in imani.text("/charter")
    imani.post("/charter/drafts", starter="two-leads")
    row = {"decision_type": "Fines", "impact": "high", "reversibility": "hard", "answer_days": 5}
    imani.post("/charter/1/rights/new", **row, decides=product.pk, agrees=[ux.pk], escalates_to=leader.pk)
    imani.post("/charter/1/frame", change="The first.", objection_days=8, settles=leader.pk)
    for person in (imani, priya, helen):
        person.post("/charter/1/signatures")

    text = helen.text("/charter")
    assert "What holds" in text
    assert "8 working days" in text
    right = Right.objects.get(decision_type="Fines")
    imani.post("/decisions/new", question="Drop fines?", right=right.pk, **{"option-1": "Yes", "option-2": "No"})
    imani.post("/decisions/DEC-1/opening")
    consent = Consent.objects.get()
    assert "Imani must agree, and has until" in priya.text("/decisions/DEC-1")
    imani.post(f"/decisions/DEC-1/consents/{consent.pk}", answer="disagrees", reason="Who pays?")
    helen.post(f"/decisions/DEC-1/consents/{consent.pk}/settlement", reason="The county does.")
    assert "Settled by Helen: The county does." in imani.text("/decisions/DEC-1")


def test_a_row_without_a_type_is_refused_by_its_field_and_keeps_the_rest():
    imani = Browser(make_sides()[0])
    imani.post("/charter/drafts", starter="two-leads")

    answer = imani.post("/charter/1/rights/new", impact="low", reversibility="easy", answer_days=5)

    assert answer.status_code == 422
    assert "Name the type of decision." in answer.content.decode()


def test_a_standard_is_added_left_out_and_offered_again():
    imani = Browser(make_sides()[0])
    imani.post("/charter/standards/veto", name="Works with the card reader")
    imani.post("/charter/standards/veto/privacy/retirement")

    text = imani.text("/charter/standards")
    assert "Works with the card reader" in text
    assert "Left out (1)" in text
    imani.post("/charter/standards/veto/privacy/restoration")
    assert "Left out" not in imani.text("/charter/standards")


def test_another_decider_is_named_on_the_page_for_one_who_left():
    ux, product, leader = make_sides()
    owner = make_member(Role.OWNER, like=ux, name="Olu")
    made = make_open(ux, leader)
    deactivate(leader.pk, actor=owner)
    imani = Browser(ux)
    assert "Nobody decides this now" in imani.text("/decisions/DEC-1")

    imani.post("/decisions/DEC-1/decider", decider=product.pk)

    made.refresh_from_db()
    assert made.decider == product


def test_a_decision_shows_what_it_rests_on_and_what_it_decides_each_claim_with_its_strength():
    ux, _, leader = make_sides()
    made = make_open(ux, leader)
    claim = create("insight", title="People leave ashamed", actor=ux)
    link(comment(ux), "supports", claim, actor=ux)
    link(made.node, "derived_from", claim, actor=ux)
    link(create("item", title="Fine reminder", actor=ux), "decided_by", made.node, actor=ux)

    text = Browser(ux).text("/decisions/DEC-1")

    assert "People leave ashamed" in text
    assert "Assumption" in text
    assert "Fine reminder" in text


def test_a_decision_is_discussed_on_its_page():
    ux, _, leader = make_sides()
    make_open(ux, leader)

    assert "Add a comment" in Browser(ux).text("/decisions/DEC-1")


def test_an_option_beyond_the_fourth_is_kept_when_a_draft_is_changed():
    ux, product, leader = make_sides()
    many = [actions.Choice(f"Way {number}") for number in range(1, 7)]
    draft = actions.draft_decision(actions.Draft("How?", leader, "", many), actor=ux)
    imani = Browser(ux)
    assert "Option 6" in imani.text("/decisions/DEC-1/edit")
    fields = {"question": "How, then?", "decider": leader.pk, "seen": edition(actions.said(draft))}
    fields |= {f"option-{number}": f"Way {number}" for number in range(1, 7)}

    imani.post("/decisions/DEC-1/edit", **fields)

    assert [option.title for option in draft.options.all()] == [f"Way {number}" for number in range(1, 7)]


def test_no_two_controls_of_the_page_have_the_same_name_to_their_label():
    ux, product, leader = make_sides()
    found = make_open(ux, leader)
    state(found, ux, "ux", 0)
    state(found, product, "product", 1)

    ids = re.findall(r' id="([^"]+)"', Browser(ux).text("/decisions/DEC-1"))

    assert sorted(ids) == sorted(set(ids))
