"""What each framework asks, refuses and comes to. The gold values are those of the published formulas."""

import json

import pytest

from allied.domains.prioritization import actions, ballots, queries
from allied.domains.prioritization.frameworks import DEFINITIONS, NEWEST, definition_of
from allied.domains.prioritization.models import Ballot, Framework, Round, Vote
from allied.domains.prioritization.results import results
from allied.domains.prioritization.rules import Criterion, Mark
from allied.domains.prioritization.tests.builders import ids, make_open, make_round, make_scored, make_team, vote
from allied.kernel.errors import BadInput

pytestmark = pytest.mark.django_db
CRITERIA = [Criterion("Fewer wasted trips", 3), Criterion("Staff time", 1)]
RICE = {"reach": 2000, "impact": 2, "confidence": 0.2, "effort": 4}
ICE = {"impact": 8, "confidence": 7, "ease": 5}
WSJF = {"business_value": 8, "time_criticality": 5, "risk_reduction": 3, "job_size": 5}
GIVEN = {
    "rice": RICE,
    "ice": ICE,
    "wsjf": WSJF,
    "value_effort": {"value": 8, "effort": 4},
    "weighted": {"c1": 6, "c2": 2},
    "moscow": {"class": 4},
}


def make(framework, actor, **plan):
    plan = {"criteria": CRITERIA if framework == "weighted" else ()} | plan
    return make_open(actor, framework=framework, **plan)


def cast(found, actor, figures, reason=""):
    return actions.cast_ballot(found, {ids(found)[0]: Mark(3, reason, figures=figures)}, actor=actor)


def told(found, actor):
    return results(found, queries.candidates(found, actor=actor), queries.votes(found))


def test_a_version_that_was_published_never_changes_what_it_asks():
    assert {key: [factor.name for factor in one.factors] for key, one in DEFINITIONS.items()} == {
        ("votes", 1): [],
        ("rice_range", 1): ["reach", "impact", "effort"],
        ("rice", 1): ["reach", "impact", "confidence", "effort"],
        ("ice", 1): ["impact", "confidence", "ease"],
        ("wsjf", 1): ["business_value", "time_criticality", "risk_reduction", "job_size"],
        ("value_effort", 1): ["value", "effort"],
        ("weighted", 1): [],
        ("moscow", 1): ["class"],
    }
    assert set(NEWEST) == set(Framework.values)


@pytest.mark.parametrize(
    ("framework", "figures", "score"),
    [
        ("rice", {"reach": 2000, "impact": 2, "confidence": 0.8, "effort": 4}, 800),
        ("rice", {"reach": 1500, "impact": 0.5, "confidence": 0.5, "effort": 0.5}, 750),
        ("ice", ICE, 280),
        ("ice", {"impact": 3, "confidence": 9, "ease": 9}, 243),
        ("wsjf", WSJF, 3.2),
        ("wsjf", {"business_value": 1, "time_criticality": 20, "risk_reduction": 1, "job_size": 2}, 11),
        ("value_effort", {"value": 8, "effort": 4}, 2),
        ("weighted", {"c1": 6, "c2": 2}, 5),
        ("moscow", {"class": 4}, 4),
    ],
)
def test_each_formula_gives_the_gold_value(framework, figures, score):
    found = Round(framework=framework, criteria=[{"name": each.name, "weight": each.weight} for each in CRITERIA])

    assert definition_of(found).score(figures) == pytest.approx(score, rel=1e-9)


@pytest.mark.parametrize("framework", GIVEN)
def test_a_round_keeps_its_version_and_takes_its_figures(framework):
    (ux, _), _ = make_team()
    found = make(framework, ux)

    cast(found, ux, GIVEN[framework])

    assert found.framework_version == NEWEST[framework]
    assert Ballot.objects.filter(round=found).count() == 1


@pytest.mark.parametrize(
    ("framework", "wrong", "sentence"),
    [
        ("rice", {"reach": -1}, "Reach goes from 0"),
        ("rice", {"reach": float("nan")}, "Reach goes from 0"),
        ("rice", {"impact": 4}, "0.25 or 0.5 or 1 or 2 or 3"),
        ("rice", {"confidence": 0.9}, "100% or 80% or 50% or 20%"),
        ("rice", {"effort": 0}, "Effort goes from 0.01"),
        ("ice", {"ease": 11}, "Ease goes from 1 to 10"),
        ("ice", {"impact": 0}, "Impact goes from 1 to 10"),
        ("wsjf", {"job_size": 4}, "Job size is 1 or 2 or 3 or 5"),
        ("value_effort", {"value": 0.5}, "Value goes from 1 to 10"),
        ("value_effort", {"effort": float("inf")}, "Effort goes from 0.01"),
        ("weighted", {"c2": 11}, "Staff time goes from 1 to 10"),
        ("moscow", {"class": 5}, "Must or Should or Could"),
        ("ice", {"reach": 5}, "reach is not asked for"),
    ],
)
def test_a_figure_out_of_bounds_is_refused(framework, wrong, sentence):
    (ux, _), _ = make_team()
    found = make(framework, ux)

    with pytest.raises(BadInput, match=sentence):
        cast(found, ux, GIVEN[framework] | wrong, "Because")
    assert not Ballot.objects.filter(round=found).exists()


@pytest.mark.parametrize(
    ("framework", "left_out", "label"),
    [
        ("rice", "effort", "Effort"),
        ("ice", "ease", "Ease"),
        ("wsjf", "job_size", "Job size"),
        ("value_effort", "value", "Value"),
        ("weighted", "c1", "Fewer wasted trips"),
    ],
)
def test_a_missing_factor_is_refused(framework, left_out, label):
    (ux, _), _ = make_team()
    found = make(framework, ux)
    figures = {name: value for name, value in GIVEN[framework].items() if name != left_out}

    with pytest.raises(BadInput, match=f"{label} is missing. Fill in every figure of this one, or none"):
        cast(found, ux, figures)


@pytest.mark.parametrize("framework", ["votes", "rice_range"])
def test_single_figures_are_refused_where_none_are_asked(framework):
    (ux, _), _ = make_team()

    with pytest.raises(BadInput, match="asks for no single figures"):
        cast(make(framework, ux), ux, ICE)


def test_ranges_are_refused_where_single_figures_are_asked():
    (ux, _), _ = make_team()
    found = make("rice", ux)

    with pytest.raises(BadInput, match="asks for no ranges"):
        actions.cast_ballot(found, {ids(found)[0]: Mark(3, "", {"reach": (1, 2, 3)})}, actor=ux)


def test_another_confidence_than_the_evidence_proposes_needs_a_reason():
    (ux, _), _ = make_team()
    found = make("rice", ux)

    with pytest.raises(BadInput, match="proposes a confidence of 20%"):
        cast(found, ux, RICE | {"confidence": 0.8})
    cast(found, ux, RICE | {"confidence": 0.8}, "Finance counted it last week.")
    assert Ballot.objects.filter(round=found).count() == 1


def test_a_confidence_left_out_is_the_one_that_the_evidence_proposes():
    given = {name: value for name, value in RICE.items() if name != "confidence"}
    found, _ = make_scored("rice", {"ux": [[given]], "product": [[given]]}, quorum_ux=1, quorum_product=1)

    kept = Vote.objects.filter(candidate__round=found).exclude(figures={}).values_list("figures", flat=True)
    assert [figures["confidence"] for figures in kept] == [0.2, 0.2]


@pytest.mark.parametrize(
    ("framework", "criteria", "sentence"),
    [
        ("weighted", (), "2 to 8 criteria"),
        ("weighted", CRITERIA[:1], "2 to 8 criteria"),
        ("weighted", [Criterion(f"Criterion {place}", 1) for place in range(9)], "2 to 8 criteria"),
        ("weighted", [CRITERIA[0], Criterion("fewer wasted TRIPS", 1)], "stands there twice"),
        ("weighted", [CRITERIA[0], Criterion("Staff time", 0)], "weight of Staff time must be above 0 and 100"),
        ("weighted", [CRITERIA[0], Criterion("Staff time", 101)], "weight of Staff time"),
        ("weighted", [CRITERIA[0], Criterion(" ", 1)], "Write something"),
        ("weighted", [CRITERIA[0], Criterion("x" * 61, 1)], "60"),
        ("ice", CRITERIA, "Only weighted criteria"),
    ],
)
def test_criteria_that_are_not_right_are_refused(framework, criteria, sentence):
    (ux, _), _ = make_team()

    with pytest.raises(BadInput, match=sentence):
        make_round(ux, framework=framework, criteria=criteria)


def test_a_ballot_that_nobody_would_fill_in_is_refused():
    (ux, _), _ = make_team()

    with pytest.raises(BadInput, match="76 figures; 72 at most.*Compare 18 at most"):
        make_round(ux, framework="wsjf", count=19)


def test_a_second_ballot_asks_by_the_same_criteria():
    figures = {"ux": [[GIVEN["weighted"]]], "product": [[GIVEN["weighted"]]]}
    found, ux = make_scored("weighted", figures, criteria=CRITERIA, quorum_ux=1, quorum_product=1)

    assert actions.repeat_round(found, actor=ux).criteria == found.criteria


def test_ballots_with_and_without_figures_have_one_length_and_the_longest_fits():
    (ux, other), _ = make_team()
    longest = [Criterion(f"{place}" * 60, 0.123456789) for place in range(1, 9)]
    found = make("weighted", ux, criteria=longest)
    full = {f"c{place}": 9.123456789012345 for place in range(1, 9)}
    marks = {pk: Mark(5, "\x01" * 299 + "x", figures=full) for pk in ids(found)}

    actions.cast_ballot(found, marks, actor=ux)
    vote(found, other, 1)

    assert len({len(bytes(ballot.sealed)) for ballot in Ballot.objects.filter(round=found)}) == 1


def test_a_ballot_that_was_sealed_before_there_were_figures_is_read():
    text = json.dumps({"node": [4, "Why", {"reach": [1, 2, 3]}]})

    assert ballots.read(text) == {"node": Mark(4, "Why", {"reach": (1, 2, 3)})}


def test_the_reveal_keeps_the_sides_apart_with_n_place_and_agreement():
    high, low = {"impact": 9, "confidence": 8, "ease": 7}, {"impact": 2, "confidence": 8, "ease": 7}
    middle = ICE
    found, ux = make_scored("ice", {"ux": [[high, low, middle]] * 2, "product": [[low, high, middle]] * 3})

    scores = told(found, ux).scores

    assert [(row.ux.n, row.ux.place, row.product.n, row.product.place) for row in scores.rows] == [
        (2, 1, 3, 3),
        (2, 3, 3, 1),
        (2, 2, 3, 2),
    ]
    assert [row.apart_words for row in scores.rows] == ["2 places", "2 places", "0 places"]
    assert scores.rows[0].ux.words == "504"
    assert "n = 3" in scores.agreement[0]
    assert any("Within Product" in sentence for sentence in scores.agreement)
    assert told(found, ux).lines[0].cause == "Impact: 4.5 × apart"


def test_below_two_of_a_side_no_word_tells_of_agreement_of_scores():
    found, ux = make_scored("ice", {"ux": [[ICE] * 3], "product": [[ICE] * 3] * 2}, quorum_ux=1)

    assert told(found, ux).scores.agreement == (
        "UX has 1 and Product 2 ballots: below 2 of each side no figure tells whether they agree.",
    )


def test_a_side_says_the_class_that_more_than_half_of_it_hold():
    must, could = {"class": 4}, {"class": 2}
    found, ux = make_scored("moscow", {"ux": [[must], [could]], "product": [[must], [must], [could]]})

    first, *rest = told(found, ux).scores.rows
    assert (first.ux.words, first.product.words) == ("Could", "Must")
    assert {row.apart_words for row in rest} == {"No figures"}
