from datetime import date

import pytest

from allied.domains.discovery.models import Assumption, Experiment, Opportunity, Outcome, Solution
from allied.domains.discovery.trees import actions, experiments, queries
from allied.domains.discovery.trees.actions import add_branch, grow, place_under
from allied.domains.discovery.trees.experiments import Finding, record_result, start_experiment, take_result_back
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Conflict, Denied, InvalidState
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Link
from allied.kernel.thread.strength import strength_of, today_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def member():
    return make_member(name="Imani Okafor")


@pytest.fixture
def belief(member):
    outcome = add_branch(Outcome, title="More holds are collected", actor=member)
    need = grow(Opportunity, outcome, title="Help me plan around a wait", actor=member)
    solution = grow(Solution, need, title="A range of days", actor=member)
    return grow(Assumption, solution, title="A range is enough to plan", actor=member)


@pytest.fixture
def trial(belief, member):
    return grow(Experiment, belief, title="Nine people choose a day", actor=member)


def known(belief, day=DAY):
    found = strength_of([belief.node], today=day)[belief.pk]
    return found.people_for, found.people_against


def stances(trial):
    found = Link.objects.filter(source=trial.node, relation__in=("supports", "contradicts"))
    return [(made.relation, made.target.reference) for made in found.order_by("pk")]


def test_an_experiment_is_planned_runs_and_is_done(trial, member):
    assert trial.node.state == "planned"

    start_experiment(trial, actor=member)
    assert (trial.node.state, trial.began_on) == ("running", today_in(member.workspace))

    record_result(trial, Finding("supports", 9, DAY, 7, "Two wanted the day."), actor=member)
    assert trial.node.state == "done"
    verbs = Activity.objects.filter(node=trial.node).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("experiment.")] == [
        "experiment.added",
        "experiment.started",
        "experiment.concluded",
    ]


def test_what_runs_can_be_planned_again_and_nothing_starts_twice(trial, member):
    start_experiment(trial, actor=member)
    with pytest.raises(InvalidState, match="EXP-1 is running already"):
        start_experiment(trial, actor=member)

    experiments.stop_experiment(trial, actor=member)

    assert (trial.node.state, trial.began_on) == ("planned", None)
    with pytest.raises(InvalidState, match="does not run: it is planned"):
        experiments.stop_experiment(trial, actor=member)


@pytest.mark.parametrize(
    ("found", "method", "stance", "people"),
    [
        (Finding("supports", 9, DAY, 7), "usability_test", "supports", (7, 2)),
        (Finding("supports", 9, DAY), "usability_test", "supports", (9, 0)),
        (Finding("contradicts", 9, DAY, 2), "usability_test", "contradicts", (0, 7)),
        (Finding("unclear", 46, DAY, 21), "field_observation", "supports", (21, 25)),
        (Finding("contradicts", 1, DAY, 0), "stakeholder", "contradicts", (0, 0)),  # an opinion moves nothing
    ],
)
def test_a_result_stands_for_or_against_the_assumption_by_its_method(
    trial, belief, member, found, method, stance, people
):
    actions.edit_branch(trial, title=trial.node.title, details={"method": method}, actor=member)

    record_result(trial, found, actor=member)

    assert stances(trial) == [(stance, "ASM-1")]
    assert known(belief) == people


def test_a_result_that_is_not_counted_changes_no_strength(trial, belief, member):
    record_result(trial, Finding("supports", 9, DAY, 7, counts=False), actor=member)

    assert stances(trial) == []
    assert known(belief) == (0, 0)


def test_a_corrected_result_takes_the_place_of_the_first(trial, belief, member):
    record_result(trial, Finding("supports", 9, DAY, 7), actor=member)

    record_result(trial, Finding("contradicts", 9, DAY, 3), actor=member)

    assert stances(trial) == [("contradicts", "ASM-1")]
    assert known(belief)[0] == 0


def test_a_result_that_is_taken_back_takes_its_evidence_with_it(trial, belief, member):
    other = add_branch(Assumption, title="Ranges are read", actor=member)
    record_result(trial, Finding("supports", 9, DAY, 7), actor=member)
    link(trial.node, "supports", other.node, actor=member)

    take_result_back(trial, actor=member)

    assert (stances(trial), known(belief), known(other)) == ([], (0, 0), (0, 0))
    assert trial.node.state == "planned"
    with pytest.raises(InvalidState, match="EXP-1 has no result yet"):
        take_result_back(trial, actor=member)


def test_a_retired_experiment_is_no_evidence_until_it_is_reopened(trial, belief, member):
    record_result(trial, Finding("supports", 9, DAY), actor=member)

    actions.retire_branch(trial, reason="The recruiter chose friends.", actor=member)
    assert known(belief) == (0, 0)
    actions.reopen_branch(trial, actor=member)

    assert trial.node.state == "done"
    assert known(belief) == (9, 0)


@pytest.mark.parametrize(
    ("found", "field", "sentence"),
    [
        (Finding("maybe", 9, DAY), "result", "Choose one of supports, contradicts, unclear"),
        (Finding("supports", 0, DAY), "n", "at least 1"),
        (Finding("supports", 9, DAY, 10), "bore_out", "a part of the 9 above"),
        (Finding("supports", 9, DAY, 0), "result", "0 of 9 bore it out, which says the opposite"),
        (Finding("contradicts", 9, DAY, 9), "result", "9 of 9 bore it out, which says the opposite"),
        (Finding("unclear", 9, DAY), "bore_out", "needs how many bore it out"),
        (Finding("supports", 9, date(2999, 1, 1)), "found_on", "has not come yet"),
        (Finding("supports", 9, DAY, learned="x" * 2_001), "learned", "2,000 fit here"),
    ],
)
def test_a_result_that_makes_no_sense_is_refused_by_its_field(trial, member, found, field, sentence):
    with pytest.raises(BadInput, match=sentence) as refusal:
        record_result(trial, found, actor=member)

    assert list(refusal.value.fields) == [field]
    assert Experiment.objects.get().result == ""


def test_what_tests_nothing_takes_no_result(member):
    alone = add_branch(Experiment, title="Ask", actor=member)

    with pytest.raises(InvalidState, match="EXP-1 stands under no assumption. Move it"):
        record_result(alone, Finding("supports", 9, DAY), actor=member)


def test_a_result_is_not_written_over_what_a_colleague_recorded(trial, member):
    with pytest.raises(Conflict):
        record_result(trial, Finding("supports", 9, DAY), actor=member, seen="something older")


def test_what_has_a_result_stays_under_what_it_tested(trial, belief, member):
    other = add_branch(Assumption, title="Ranges are read", actor=member)
    record_result(trial, Finding("supports", 9, DAY, 7), actor=member)

    with pytest.raises(InvalidState, match="EXP-1 has a result about ASM-1 and stays there"):
        place_under(trial, other, actor=member)
    with pytest.raises(InvalidState, match="stays there"):
        actions.take_out(trial, actor=member)
    second = grow(Experiment, belief, title="Ask again", actor=member)
    place_under(trial, belief, after=second.node.reference, actor=member)  # its order may change

    assert queries.parents_of([trial.node])[trial.pk] == belief.node


def test_contributors_run_their_own_and_readers_none(trial, belief, member):
    contributor, reader = make_member(Role.CONTRIBUTOR, like=member), make_member(Role.READER, like=member)
    own = add_branch(Experiment, title="Mine", actor=contributor)
    place_under(own, belief, actor=contributor)
    record_result(own, Finding("supports", 3, DAY), actor=contributor)

    for act in (start_experiment, experiments.stop_experiment, take_result_back):
        with pytest.raises(Denied):
            act(trial, actor=contributor)
    for someone in (contributor, reader):
        with pytest.raises(Denied):
            record_result(trial, Finding("supports", 9, DAY), actor=someone)


def test_a_planned_test_fills_the_gap_and_a_result_says_how_far_the_solution_is_tested(trial, belief, member):
    def branches():
        whole = queries.tree(queries.grown_by_reference("OUT-1", actor=member), actor=member)
        return {one.node.reference: one for one in whole.all}

    assert (str(branches()["ASM-1"].gap), str(branches()["SOL-1"].said)) == ("", "Solution: not tested")

    record_result(trial, Finding("supports", 9, DAY, 7), actor=member)

    assert str(branches()["SOL-1"].said) == "Solution: tested with 9"
    assert str(branches()["EXP-1"].said) == "Supports it, 7 of 9 (78%, 95% range 44% to 95%)"
