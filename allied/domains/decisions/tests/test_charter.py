"""The rights charter: written, signed, in force, and what it does to decisions and objections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from allied.domains.decisions import actions, consenting, queries, standards
from allied.domains.decisions.actions import Draft, Verdict
from allied.domains.decisions.charter import queries as charters
from allied.domains.decisions.charter.actions import (
    Frame,
    RightDraft,
    discard_charter,
    draft_charter,
    frame_charter,
    remove_right,
    sign_charter,
    write_right,
)
from allied.domains.decisions.charter.starters import STARTERS
from allied.domains.decisions.models import Charter, Consent, Decision, Right
from allied.domains.decisions.tests.builders import OPTIONS, make_charter, make_decision, make_sides, state, veto
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.membership.members import deactivate
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def row_of(charter: Charter) -> Right:
    return Right.objects.get(charter=charter)


def make_open(ux: Member, charter: Charter) -> Decision:
    draft = Draft("Do we drop the paper notice?", options=OPTIONS, right=row_of(charter))
    return actions.open_decision(actions.draft_decision(draft, actor=ux), actor=ux)


def test_a_charter_holds_once_leadership_ux_and_product_have_signed() -> None:
    ux, product, leader = make_sides()
    charter = draft_charter("two-leads", actor=ux)

    assert sign_charter(charter, actor=ux).is_draft
    assert sign_charter(charter, actor=product).is_draft
    assert sign_charter(charter, actor=leader).is_in_force
    assert Activity.objects.filter(verb="charter.in_force", actor=leader).count() == 1


@pytest.mark.parametrize("starter", STARTERS)
def test_a_starter_names_who_is_here_and_can_be_signed_as_it_is(starter: str) -> None:
    ux, _, leader = make_sides()

    charter = charters.charters(actor=ux).get(pk=draft_charter(starter, actor=ux).pk)

    assert charter.settles == leader
    assert charters.open_to(ux, charter).gaps == ()


def test_a_starter_leaves_a_gap_where_nobody_has_the_duty() -> None:
    ux = make_member(name="Imani")

    charter = charters.charters(actor=ux).get(pk=draft_charter("two-leads", actor=ux).pk)

    gaps = charters.open_to(ux, charter).gaps
    assert "Priorities, high impact, hard to undo: nobody decides." in gaps
    assert "Nobody is named who settles vetoes and business imperatives." in gaps


def test_a_charter_without_a_decider_is_not_signed() -> None:
    ux, _, leader = make_sides()
    charter = draft_charter(actor=ux)
    write_right(charter, RightDraft("Scope", "high", "hard"), actor=ux)
    frame_charter(charter, Frame(settles=leader), actor=ux)

    with pytest.raises(InvalidState, match="Scope, high impact, hard to undo: nobody decides"):
        sign_charter(charter, actor=ux)


def test_a_row_with_two_deciders_is_refused() -> None:
    ux, product, leader = make_sides()

    with pytest.raises(BadInput, match="One person decides; these are 2: Priya and Helen"):
        write_right(draft_charter(actor=ux), RightDraft("Scope", "high", "hard", [product, leader]), actor=ux)


def test_a_decider_who_left_is_named_before_anybody_signs() -> None:
    ux, product, leader = make_sides()
    owner = make_member(like=ux, role=Role.OWNER, name="Olu")
    charter = draft_charter("two-leads", actor=ux)
    deactivate(product.pk, actor=owner)

    with pytest.raises(InvalidState, match="Priya has left and cannot decide"):
        sign_charter(charter, actor=leader)


def test_somebody_who_must_agree_needs_somebody_who_settles_it() -> None:
    ux, product, leader = make_sides()
    charter = draft_charter(actor=ux)
    write_right(charter, RightDraft("Scope", "high", "hard", [product], agrees=[ux]), actor=ux)
    frame_charter(charter, Frame(settles=leader), actor=ux)

    with pytest.raises(InvalidState, match="nobody settles it where they do not"):
        sign_charter(charter, actor=ux)


def test_a_change_voids_what_was_signed() -> None:
    ux, product, _ = make_sides()
    charter = draft_charter("two-leads", actor=ux)
    sign_charter(charter, actor=product)

    write_right(charter, RightDraft("Hiring", "low", "easy", [product]), actor=ux)

    assert charter.signatures.count() == 0


def test_a_version_that_holds_is_never_changed() -> None:
    ux, product, leader = make_sides()
    charter = make_charter(ux, product, leader)

    with pytest.raises(InvalidState, match="never changed"):
        frame_charter(charter, Frame("Other"), actor=ux)
    with pytest.raises(InvalidState, match="never changed"):
        remove_right(charter, row_of(charter), actor=ux)
    with pytest.raises(InvalidState, match="never changed"):
        discard_charter(charter, actor=ux)


def test_the_next_version_begins_as_a_copy_and_ends_the_last_one() -> None:
    ux, product, leader = make_sides()
    first = make_charter(ux, product, leader)
    second = draft_charter(actor=ux)
    write_right(second, RightDraft("Scope", "high", "hard", [leader]), actor=ux, right=row_of(second))

    for member in (ux, product, leader):
        sign_charter(second, actor=member)

    first.refresh_from_db()
    earlier, later = (charters.charters(actor=ux).get(number=number) for number in (1, 2))
    (different,) = charters.differences(earlier, later)
    assert first.superseded_at is not None
    assert ("Decides", "Priya", "Helen") in different.changes


def test_who_had_which_right_on_a_past_day_can_be_read() -> None:
    ux, product, leader = make_sides()
    first = make_charter(ux, product, leader)
    long_ago = timezone.now() - timedelta(days=30)
    Charter.objects.filter(pk=first.pk).update(in_force_at=long_ago)
    make_second = draft_charter(actor=ux)
    for member in (ux, product, leader):
        sign_charter(make_second, actor=member)

    today = timezone.now().date()
    held = charters.charter_on(today - timedelta(days=10), actor=ux)
    holds = charters.charter_on(today, actor=ux)

    assert held is not None
    assert (held.number, held.rights.all()[0].decider) == (1, product)
    assert holds is not None
    assert holds.number == 2
    assert charters.charter_on(today - timedelta(days=40), actor=ux) is None


def test_a_second_draft_a_double_signature_and_an_unknown_starter_are_refused() -> None:
    ux, _, _ = make_sides()
    with pytest.raises(BadInput, match="There is no starter"):
        draft_charter("three-kings", actor=ux)
    charter = draft_charter("two-leads", actor=ux)
    sign_charter(charter, actor=ux)

    with pytest.raises(InvalidState, match="is a draft already"):
        draft_charter(actor=ux)
    with pytest.raises(InvalidState, match="You have signed this version"):
        sign_charter(charter, actor=ux)


def test_the_same_row_twice_and_days_out_of_range_are_refused() -> None:
    ux, product, _ = make_sides()
    charter = draft_charter(actor=ux)
    write_right(charter, RightDraft("Scope", "high", "hard", [product]), actor=ux)

    with pytest.raises(BadInput, match="has a row already"):
        write_right(charter, RightDraft("Scope", "high", "hard", [ux]), actor=ux)
    with pytest.raises(BadInput, match="1 to 60 working days"):
        write_right(charter, RightDraft("Scope", "low", "hard", [ux], answer_days=0), actor=ux)
    with pytest.raises(BadInput, match="high or low"):
        write_right(charter, RightDraft("Scope", "huge", "hard", [ux]), actor=ux)


def test_a_contributor_signs_and_does_not_write() -> None:
    ux, product, leader = make_sides()
    voice = make_member(like=ux, role=Role.CONTRIBUTOR, name="Nia")
    charter = draft_charter("two-leads", actor=ux)

    with pytest.raises(Denied):
        frame_charter(charter, Frame("Mine"), actor=voice)
    sign_charter(charter, actor=voice)

    assert [one.member for one in charter.signatures.all()] == [voice]


def test_an_owner_signs_for_leadership_where_there_is_none() -> None:
    owner = make_member(role=Role.OWNER, name="Olu")

    charter = draft_charter(actor=owner)
    write_right(charter, RightDraft("Scope", "low", "easy", [owner]), actor=owner)
    frame_charter(charter, Frame(settles=owner), actor=owner)
    sign_charter(charter, actor=owner)

    assert {one.stands_for for one in charter.signatures.all()} >= {"leadership"}


def test_another_workspace_sees_and_names_nothing() -> None:
    ux, product, leader = make_sides()
    charter, stranger = make_charter(ux, product, leader), make_member(name="Elsewhere")

    assert list(charters.charters(actor=stranger)) == []
    with pytest.raises(NotVisible):
        sign_charter(charter, actor=stranger)
    with pytest.raises(NotVisible):
        write_right(draft_charter(actor=ux), RightDraft("Scope", "low", "easy", [stranger]), actor=ux)


def test_where_a_charter_holds_a_decision_is_made_by_one_of_its_rows() -> None:
    ux, product, leader = make_sides()
    charter = make_charter(ux, product, leader)

    with pytest.raises(BadInput, match="A charter holds here"):
        make_decision(ux, leader)
    found = make_open(ux, charter)

    assert found.decider == product
    assert [consent.member for consent in found.consents.all()] == [ux]


def test_nothing_is_decided_before_those_agree_who_must() -> None:
    ux, product, leader = make_sides()
    found = make_open(ux, make_charter(ux, product, leader))
    for member, side in ((ux, "ux"), (product, "product")):
        state(found, member, side, 0)
    verdict = Verdict(found.options.all()[0].pk, "It saves trees.")

    with pytest.raises(InvalidState, match="Imani must agree, and has until"):
        actions.decide(found, verdict, actor=product)
    consenting.answer_consent(found.consents.get(), answer="agrees", actor=ux)
    actions.decide(found, verdict, actor=product)

    entry = Activity.objects.get(node=found.node, verb="decision.decided")
    assert entry.details["told"] == [leader.pk]


def test_who_disagrees_says_why_and_the_charters_person_settles_it() -> None:
    ux, product, leader = make_sides()
    found = make_open(ux, make_charter(ux, product, leader))
    consent = found.consents.get()

    with pytest.raises(BadInput):
        consenting.answer_consent(consent, answer="disagrees", actor=ux)
    consenting.answer_consent(consent, answer="disagrees", reason="People without phones.", actor=ux)
    with pytest.raises(Denied, match="Helen settles this"):
        consenting.settle_consent(consent, reason="Because.", actor=product)
    consenting.settle_consent(consent, reason="We keep paper for those who ask.", actor=leader)

    assert Consent.objects.get().is_given
    with pytest.raises(InvalidState, match="settled in your place"):
        consenting.answer_consent(consent, answer="agrees", actor=ux)


def test_an_answer_may_come_until_its_last_day_and_is_settled_only_after() -> None:
    ux, product, leader = make_sides()
    found = make_open(ux, make_charter(ux, product, leader))
    consent = found.consents.get()
    with pytest.raises(InvalidState, match="Imani has until"):
        consenting.settle_consent(consent, reason="Now.", actor=leader)

    Consent.objects.update(due_on=timezone.now().date() - timedelta(days=2))
    consenting.settle_consent(consent, reason="Nobody answered.", actor=leader)

    assert Consent.objects.get().settled_by == leader


def test_nobody_answers_for_somebody_else() -> None:
    ux, product, leader = make_sides()
    found = make_open(ux, make_charter(ux, product, leader))

    with pytest.raises(Denied, match="asks Imani to agree, not you"):
        consenting.answer_consent(found.consents.get(), answer="agrees", actor=product)


def test_once_the_decider_has_left_the_charters_person_decides() -> None:
    ux, product, leader = make_sides()
    owner = make_member(like=ux, role=Role.OWNER, name="Olu")
    found = make_open(ux, make_charter(ux, product, leader))
    state(found, ux, "ux", 0)
    state(found, product, "product", 0)
    consenting.answer_consent(found.consents.get(), answer="agrees", actor=ux)
    deactivate(product.pk, actor=owner)
    found = queries.decision_by_reference(found.node.reference, actor=leader)

    actions.decide(found, Verdict(found.options.all()[0].pk, "As both wanted."), actor=leader)

    assert found.node.state == "decided"


def test_without_a_charter_another_decider_is_named_for_one_who_left() -> None:
    ux, product, leader = make_sides()
    owner = make_member(like=ux, role=Role.OWNER, name="Olu")
    found = actions.open_decision(make_decision(ux, leader), actor=ux)
    with pytest.raises(InvalidState, match="Helen decides this, and is here"):
        actions.name_decider(found, product, actor=ux)
    deactivate(leader.pk, actor=owner)

    actions.name_decider(found, product, actor=ux)

    found.refresh_from_db()
    assert found.decider == product


def test_a_draft_that_waited_follows_the_charter_that_holds_when_it_is_opened() -> None:
    ux, product, leader = make_sides()
    charter = make_charter(ux, product, leader)
    draft = Draft("Do we drop the paper notice?", options=OPTIONS, right=row_of(charter))
    waiting = actions.draft_decision(draft, actor=ux)
    second = draft_charter(actor=ux)
    write_right(second, RightDraft("Scope", "high", "hard", [leader]), actor=ux, right=row_of(second))
    for member in (ux, product, leader):
        sign_charter(second, actor=member)

    actions.open_decision(waiting, actor=ux)

    assert (waiting.decider, waiting.right) == (leader, row_of(second))


def test_a_draft_whose_row_is_gone_is_not_opened() -> None:
    ux, product, leader = make_sides()
    waiting = make_decision(ux, leader)
    make_charter(ux, product, leader)

    with pytest.raises(InvalidState, match="no row for this"):
        actions.open_decision(waiting, actor=ux)


def test_by_the_charter_an_objection_goes_to_the_person_it_names_after_its_days() -> None:
    ux, product, leader = make_sides()
    make_charter(ux, product, leader)

    placed = veto(create("item", title="Fine reminder", actor=ux), ux, None)

    assert (placed.escalates_to, placed.days) == (leader, 10)


def test_who_settles_objections_by_the_charter_does_not_place_one() -> None:
    ux, product, leader = make_sides()
    other = make_member(like=ux, name="Tomasz")
    charter = draft_charter(actor=ux)
    write_right(charter, RightDraft("Scope", "high", "hard", [product]), actor=ux)
    frame_charter(charter, Frame(settles=ux), actor=ux)
    for member in (other, product, leader):
        sign_charter(charter, actor=member)

    with pytest.raises(InvalidState, match="you settle objections yourself"):
        veto(create("item", title="Fine reminder", actor=ux), ux, leader)


def test_nobody_places_a_veto_on_what_they_decide_themselves() -> None:
    ux, product, leader = make_sides()
    found = actions.open_decision(make_decision(ux, ux), actor=ux)

    with pytest.raises(InvalidState, match="You decide this yourself"):
        veto(found.node, ux, leader)


def test_a_standard_of_ones_own_is_cited_and_one_that_is_left_out_is_not() -> None:
    ux, product, leader = make_sides()
    own = standards.add_standard("veto", "Works with the card reader", actor=ux)
    standards.retire_standard("veto", "privacy", actor=ux)
    item = create("item", title="Fine reminder", actor=ux)

    placed = veto(item, ux, leader, standard=own.key)
    with pytest.raises(BadInput, match="Choose the standard it rests on"):
        veto(item, ux, leader, standard="privacy")

    assert standards.name_of(placed.standard, ux.workspace_id) == "Works with the card reader"
    standards.restore_standard("veto", "privacy", actor=ux)
    assert "privacy" in standards.citable(ux.workspace_id, "veto")


def test_a_standard_of_another_workspace_is_not_cited() -> None:
    ux, _, leader = make_sides()
    own = standards.add_standard("veto", "Theirs", actor=make_member(name="Elsewhere"))

    with pytest.raises(BadInput, match="Choose the standard"):
        veto(create("item", title="Fine reminder", actor=ux), ux, leader, standard=own.key)


def test_the_list_of_standards_refuses_what_would_harm_it() -> None:
    ux, _, _ = make_sides()
    with pytest.raises(BadInput, match="on the list already"):
        standards.add_standard("veto", "plain language", actor=ux)
    with pytest.raises(BadInput):
        standards.add_standard("wish", "More color", actor=ux)
    with pytest.raises(InvalidState, match="not retired"):
        standards.restore_standard("veto", "privacy", actor=ux)
    *others, last = standards.citable(ux.workspace_id, "veto")
    for key in others:
        standards.retire_standard("veto", key, actor=ux)

    with pytest.raises(InvalidState, match="the last one"):
        standards.retire_standard("veto", last, actor=ux)
    with pytest.raises(InvalidState, match="not on the list"):
        standards.retire_standard("veto", others[0], actor=ux)
