from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from allied.domains.prioritization import actions, queries
from allied.domains.prioritization.actions import Plan
from allied.domains.prioritization.models import Ballot, Round, State, Vote
from allied.domains.prioritization.rules import Mark
from allied.domains.prioritization.tests.builders import ids, make_closed, make_open, make_round, make_team, vote
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.jobs import runner
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member

pytestmark = pytest.mark.django_db


def verbs(found):
    return list(Activity.objects.filter(node=found.node).order_by("pk").values_list("verb", flat=True))


def state_of(found):
    return Round.objects.select_related("node").get(pk=found.pk).node.state


def test_a_round_is_prepared_opened_voted_on_and_closed():
    (ux, other_ux), (pm, other_pm) = make_team()
    found = make_open(ux)
    for member, scores in ((ux, (5, 1, 3)), (other_ux, (4, 2, 3)), (pm, (1, 5, 3)), (other_pm, (2, 4, 3))):
        vote(found, member, *scores, reason=f"Mine: {scores[0]}")

    actions.close_round(found, actor=ux)

    assert state_of(found) == State.CLOSED
    first = found.candidates.get(position=0)
    assert sorted(first.votes.values_list("side", "score")) == [("product", 1), ("product", 2), ("ux", 4), ("ux", 5)]
    assert set(first.votes.values_list("reason", flat=True)) == {"Mine: 5", "Mine: 4", "Mine: 1", "Mine: 2"}
    assert verbs(found) == ["round.drafted", "round.opened", *["round.ballot_cast"] * 4, "round.closed"]


def test_closing_destroys_the_key_and_every_ciphertext():
    found, *_ = make_closed({"ux": [(5, 1, 3), (4, 2, 3)], "product": [(1, 5, 3), (2, 4, 3)]})

    assert Round.objects.get(pk=found.pk).key is None
    assert {bytes(ballot.sealed) for ballot in Ballot.objects.filter(round=found)} == {b""}


def test_before_the_reveal_the_database_holds_ballots_of_one_length_and_no_vote():
    (ux, other), _ = make_team()
    found = make_open(ux)
    vote(found, ux, 5, 4, 3, reason="x" * 300)
    vote(found, other, 1)

    stored = [bytes(ballot.sealed) for ballot in Ballot.objects.filter(round=found)]

    assert len({len(sealed) for sealed in stored}) == 1
    assert not any(b"xxx" in sealed for sealed in stored)
    assert not Vote.objects.filter(candidate__round=found).exists()
    assert queries.votes(found) == []


def test_another_ballot_takes_the_place_of_the_last():
    ux, product = make_team(2, 2)
    found = make_open(ux[0], quorum_ux=1, quorum_product=1)
    vote(found, ux[0], 1, 1, 1)
    vote(found, ux[0], 5, 1, 1)
    vote(found, product[0], 3, 3, 3)

    actions.close_round(found, actor=ux[0])

    assert list(found.candidates.get(position=0).votes.filter(side="ux").values_list("score", flat=True)) == [5]


def test_a_ballot_taken_out_again_counts_for_nothing():
    ux, product = make_team()
    found = make_open(ux[0])
    vote(found, ux[0], 1, 1, 1)

    actions.withdraw_ballot(found, actor=ux[0])

    assert [one.cast for one in queries.turnout(found)] == [0, 0, 0]
    assert verbs(found)[-1] == "round.ballot_withdrawn"


def test_without_names_nothing_ties_a_vote_to_a_person():
    found, *_ = make_closed({"ux": [(5, 1, 3), (4, 2, 3)], "product": [(1, 5, 3), (2, 4, 3)]})

    assert set(Vote.objects.filter(candidate__round=found).values_list("member", flat=True)) == {None}


def test_a_named_round_shows_who_voted_what():
    found, ux, _ = make_closed({"ux": [(5, 1, 3), (4, 2, 3)], "product": [(1, 5, 3), (2, 4, 3)]}, is_named=True)

    assert list(Vote.objects.filter(candidate__round=found, member=ux[0]).values_list("score", flat=True)) == [5, 1, 3]


def test_a_round_short_of_a_side_stays_sealed():
    ux, _ = make_team()
    found = make_open(ux[0])
    for member in ux:
        vote(found, member, 5, 4, 3)

    with pytest.raises(InvalidState, match="Product has 0 of 2 ballots"):
        actions.close_round(found, actor=ux[0])

    assert state_of(found) == State.OPEN


def test_a_late_ballot_is_refused():
    ux, _ = make_team()
    found = make_open(ux[0])

    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(InvalidState, match="came later"):
        vote(found, ux[0], 5)


def test_a_ballot_in_a_draft_is_refused():
    ux, _ = make_team()

    with pytest.raises(InvalidState, match="is not open: draft"):
        vote(make_round(ux[0]), ux[0], 5)


def test_a_ballot_in_a_closed_round_is_refused():
    found, ux, _ = make_closed({"ux": [(5, 1, 3), (4, 2, 3)], "product": [(1, 5, 3), (2, 4, 3)]})

    with pytest.raises(InvalidState, match="is not open"):
        vote(found, ux[0], 5)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_vote_off_the_scale_is_refused(score):
    ux, _ = make_team()
    found = make_open(ux[0])

    with pytest.raises(BadInput, match="from 1 to 5"):
        actions.cast_ballot(found, {ids(found)[0]: Mark(score)}, actor=ux[0])


def test_a_ballot_without_a_vote_is_refused():
    ux, _ = make_team()
    found = make_open(ux[0])

    with pytest.raises(BadInput, match="no vote"):
        actions.cast_ballot(found, {ids(found)[0]: Mark(None, "I do not know")}, actor=ux[0])


def test_a_vote_on_something_else_is_refused():
    ux, _ = make_team()
    found, other = make_open(ux[0]), create("opportunity", title="Another", actor=ux[0])

    with pytest.raises(BadInput, match="is not in this round"):
        actions.cast_ballot(found, {other.pk: Mark(3)}, actor=ux[0])


def test_estimates_that_fall_are_refused():
    ux, _ = make_team()
    found = make_open(ux[0], framework="rice_range")

    with pytest.raises(BadInput, match="low, likely, high"):
        actions.cast_ballot(found, {ids(found)[0]: Mark(3, "", {"reach": (10, 5, 20)})}, actor=ux[0])


def test_estimates_are_refused_where_none_are_asked():
    ux, _ = make_team()
    found = make_open(ux[0])

    with pytest.raises(BadInput, match="asks for no ranges"):
        actions.cast_ballot(found, {ids(found)[0]: Mark(3, "", {"reach": (1, 2, 3)})}, actor=ux[0])


def test_what_is_open_is_not_changed_any_more():
    ux, _ = make_team()
    found = make_open(ux[0])

    with pytest.raises(InvalidState, match="no draft any more"):
        actions.edit_round(found, Plan("Another question?"), actor=ux[0])


def test_a_draft_is_changed_whole():
    ux, _ = make_team()
    found = make_round(ux[0])
    kept = create("insight", title="People leave", actor=ux[0])

    actions.edit_round(found, Plan("Which first?", "For spring", candidates=[kept], quorum_ux=3), actor=ux[0])

    found = queries.round_by_reference(found.node.reference, actor=ux[0])
    assert (found.question, found.purpose, found.quorum_ux, ids(found)) == ("Which first?", "For spring", 3, [kept.pk])


def test_a_round_compares_at_least_two_things():
    ux, _ = make_team()

    with pytest.raises(InvalidState, match="at least 2 things"):
        make_open(ux[0], count=1)


def test_a_round_needs_a_deadline_to_come():
    ux, _ = make_team()

    with pytest.raises(BadInput, match="in the future"):
        make_open(ux[0], closes_at=timezone.now() - timedelta(minutes=1))


def test_feedback_is_not_compared():
    ux, _ = make_team()
    comment = create("feedback", title="The lift is out", actor=ux[0])

    with pytest.raises(BadInput, match="insights, opportunities, solutions, experiments and roadmap items"):
        make_round(ux[0], candidates=[comment])


def test_what_lies_in_another_workspace_is_not_there():
    ux, _ = make_team()
    stranger = make_member()

    with pytest.raises(NotVisible):
        make_round(ux[0], candidates=[create("opportunity", title="Theirs", actor=stranger)])


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_only_editors_run_rounds(role):
    with pytest.raises(Denied):
        make_round(make_member(role), candidates=[], count=0)


def test_a_reader_does_not_vote():
    ux, _ = make_team()
    found = make_open(ux[0])

    with pytest.raises(Denied):
        vote(found, make_member(Role.READER, like=ux[0]), 5)


def test_who_runs_the_round_gives_more_time():
    ux, _ = make_team()
    found, later = make_open(ux[0]), timezone.now() + timedelta(days=9)

    actions.extend_round(found, later, actor=ux[0])

    assert Round.objects.get(pk=found.pk).closes_at == later


def test_a_cancelled_round_is_never_opened():
    ux, _ = make_team()
    found = make_open(ux[0])
    vote(found, ux[0], 5)

    actions.cancel_round(found, reason="The county decided for us.", actor=ux[0])

    kept = Round.objects.get(pk=found.pk)
    assert (kept.key, state_of(found), kept.end_reason) == (None, State.CANCELLED, "The county decided for us.")
    with pytest.raises(InvalidState):
        actions.close_round(found, actor=ux[0])


def test_a_second_ballot_follows_the_first_and_both_are_kept():
    found, ux, _ = make_closed({"ux": [(5, 1, 3), (4, 2, 3)], "product": [(1, 5, 3), (2, 4, 3)]})

    second = actions.repeat_round(found, actor=ux[0])

    assert (second.follows, ids(second), state_of(second), state_of(found)) == (found, ids(found), "draft", "closed")


def test_a_second_ballot_waits_for_the_first():
    ux, _ = make_team()

    with pytest.raises(InvalidState, match="follows one"):
        actions.repeat_round(make_open(ux[0]), actor=ux[0])


def test_a_due_round_with_quorum_closes_by_itself():
    ux, product = make_team()
    full, short = make_open(ux[0]), make_open(ux[0])
    for member in (*ux, *product):
        vote(full, member, 5, 4, 3)

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        runner.queue_periodic()
        runner.run_all()

    assert (state_of(full), state_of(short)) == (State.CLOSED, State.OPEN)
