from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from allied.kernel.thread.ages import add_months, half_lives, next_half_life
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.decline import Aged
from allied.kernel.thread.formula import assess
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.methods import ATTITUDINAL, BEHAVIOURAL, METHODS, OPINION, class_of
from allied.kernel.thread.words import headline, needs, words
from allied.kernel.thread.worked_cases import WORKED_CASES

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def people(number, method="interview", *, on=TODAY, named="p"):
    return [Atom(f"{named}{i}", f"{named}{i}", None, class_of(method), method, on) for i in range(number)]


def result(n, x=None, method="analytics", *, on=TODAY, named="r"):
    return Atom(named, None, None, class_of(method), method, on, n=n, x=x)


def unnamed(number, source="zendesk", *, on=TODAY):
    return [Atom(f"{source}{i}", None, source, ATTITUDINAL, "feedback", on) for i in range(number)]


@pytest.mark.parametrize("case", WORKED_CASES, ids=lambda case: case.words)
@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 8, 31)])
def test_worked_cases(case, today):
    strength = case.strength(today)

    assert (strength.s, strength.c, strength.level, strength.flag) == (case.s, case.c, case.level, case.flag)


def test_opinion_alone_never_exceeds_assumption():
    strength = assess(people(500, "workshop_note"), [], today=TODAY)

    assert (strength.level, strength.s, strength.opinions) == (Level.ASSUMPTION, 0, 500)
    assert strength.valid_until is None


def test_a_person_counts_once_a_class_by_their_newest_atom():
    old, new = people(1, on=date(2020, 1, 1)), people(1, "survey", on=date(2026, 1, 1))
    strength = assess([*old, *(atom._replace(id="again") for atom in new)], [], today=TODAY)

    assert (strength.s, strength.people_for, strength.newest_on) == (600, 1, date(2026, 1, 1))


def test_a_person_observed_and_asked_counts_in_both_classes_and_is_one_person():
    strength = assess([*people(1), *(atom._replace(id="t") for atom in people(1, "usability_test"))], [], today=TODAY)

    assert (strength.s, strength.people_for, strength.level) == (1600, 1, Level.ANECDOTAL)


def test_rows_without_an_author_are_one_result_a_source():
    one = assess(unnamed(9), [], today=TODAY)
    two = assess([*unnamed(9), *unnamed(16, "appstore")], [], today=TODAY)

    assert (one.s, one.people_for) == (1800, 9)
    assert (two.s, two.people_for) == (3600, 25)


def test_a_result_counts_for_and_against_by_its_share():
    strength = assess([result(100, 60)], [], today=TODAY)

    assert (strength.s, strength.c) == (3600, 2400)
    assert (strength.people_for, strength.people_against) == (60, 40)
    assert strength.cited_for.methods == (("analytics", 60),)
    assert strength.cited_against.methods == (("analytics", 40),)


def test_a_contradicting_result_counts_only_with_its_share_against():
    strength = assess([], [result(100, 60)], today=TODAY)

    assert (strength.s, strength.c, strength.people_for, strength.people_against) == (0, 3600, 0, 60)
    assert (strength.level, strength.flag) == (Level.ASSUMPTION, Flag.CONTRADICTED)


def test_a_result_that_nobody_met_stands_wholly_against():
    strength = assess([result(25, 0)], [], today=TODAY)

    assert (strength.level, strength.s, strength.c) == (Level.ASSUMPTION, 0, 5000)


def test_strong_needs_both_classes_eight_people_and_no_contest():
    strong = [*people(5), *people(3, "usability_test", named="u")]

    assert assess(strong, [], today=TODAY).level is Level.STRONG
    assert assess(strong[1:], [], today=TODAY).level is Level.SUPPORTED
    assert assess(people(30), [], today=TODAY).level is Level.SUPPORTED
    contested = assess(strong, people(3, "usability_test", named="against"), today=TODAY)
    assert (contested.level, contested.flag) == (Level.SUPPORTED, Flag.CONTESTED)


def test_a_level_changes_on_the_day_on_which_a_half_life_has_passed():
    evidence = people(5, on=date(2024, 11, 3))

    before = assess(evidence, [], today=date(2026, 5, 2))
    after = assess(evidence, [], today=date(2026, 5, 3))

    assert (before.level, before.valid_until, before.aged) == (Level.SUPPORTED, date(2026, 5, 3), None)
    assert (after.level, after.valid_until) == (Level.EMERGING, date(2027, 11, 3))
    assert after.aged == Aged(Level.SUPPORTED, date(2026, 5, 3))


def test_a_claim_may_set_its_own_half_life_or_not_age():
    evidence = people(5, on=date(2020, 1, 1))

    timeless = assess(evidence, [], today=TODAY, half_life_months=None)

    assert (timeless.level, timeless.valid_until, timeless.aged) == (Level.SUPPORTED, None, None)
    assert assess(evidence, [], today=TODAY, half_life_months=120).level is Level.SUPPORTED
    with pytest.raises(ValueError, match="at least one month"):
        assess(evidence, [], today=TODAY, half_life_months=0)


def test_a_date_ahead_counts_as_new():
    strength = assess(people(5, on=date(2027, 1, 1)), [], today=TODAY)

    assert (strength.s, strength.valid_until) == (3000, date(2028, 7, 1))


def test_a_level_that_fell_because_somebody_disagreed_did_not_age():
    strong = [*people(9), *people(6, "usability_test", named="u")]

    strength = assess(strong, people(8, "usability_test", named="against"), today=TODAY)

    assert (strength.level, strength.aged) == (Level.SUPPORTED, None)


def test_evidence_that_came_later_does_not_count_before_it_came():
    evidence = [*people(4, on=date(2024, 11, 3)), *people(1, on=date(2026, 6, 1), named="late")]

    strength = assess(evidence, [], today=TODAY)

    assert strength.level is Level.EMERGING
    assert strength.aged is None


@pytest.mark.parametrize(
    ("n", "x", "person"), [(0, None, None), (5, 6, None), (5, -1, None), (None, 3, None), (5, None, "p1")]
)
def test_an_atom_that_makes_no_sense_is_refused(n, x, person):
    with pytest.raises(ValueError, match="result|x of n"):
        Atom("a", person, None, BEHAVIOURAL, "analytics", TODAY, n=n, x=x)


def test_every_method_has_a_class():
    assert {method.method_class for method in METHODS.values()} == {BEHAVIOURAL, ATTITUDINAL, OPINION}
    with pytest.raises(ValueError, match="not a class"):
        Atom("a", "p", None, "rumor", "hearsay", TODAY)


@given(DAYS, st.integers(0, 300))
def test_months_are_calendar_months(day, months):
    assert add_months(day, months) == day + relativedelta(months=months)


@given(DAYS, DAYS, st.integers(1, 60))
def test_age_is_the_number_of_half_lives_that_passed(dated_on, today, months):
    passed = half_lives(dated_on, today, months)

    assert passed >= 0
    assert passed == 0 or dated_on + relativedelta(months=passed * months) <= today
    assert today < dated_on + relativedelta(months=(passed + 1) * months) == next_half_life(dated_on, today, months)


def test_words_say_level_reasons_and_what_is_missing():
    strength = assess(people(4, on=date(2026, 8, 20)), people(1, named="against"), today=TODAY)

    assert str(words(strength, today=TODAY)) == (
        "Emerging: 4 people, interviews only, newest 3 months old, 1 person disagrees. "
        "Supported needs 1 more person; Strong needs 3 people observed."
    )


def test_words_say_what_age_took():
    strength = assess(people(5, on=date(2024, 11, 3)), [], today=TODAY)

    assert words(strength, today=TODAY).aged == "was Supported until 3 May 2026"


def test_words_carry_the_flag_and_the_opinions():
    strength = assess(
        [*people(9, "usability_test", named="u"), *people(6), *people(1, "workshop_note", named="w")],
        people(8, "usability_test", named="against"),
        today=TODAY,
    )
    said = words(strength, today=TODAY)

    assert said.headline == headline(Level.SUPPORTED, Flag.CONTESTED) == "Supported, contested"
    assert said.reasons == (
        "15 people",
        "9 by usability test, 6 by interview",
        "newest from today",
        "8 people disagree",
    )
    assert said.missing == ("Strong is out of reach while 8 people disagree",)
    assert said.opinion == "1 workshop note counts as opinion, which moves no level"


@pytest.mark.parametrize(
    ("evidence", "missing"),
    [
        ([], ("Anecdotal needs 1 person", "Strong needs 7 more people, at least 3 observed and at least 2 asked")),
        (people(8, "usability_test"), ("Strong needs 3 people asked",)),
        (
            people(5, on=date(2025, 1, 1)),
            ("Supported needs 2 more people, at least 1 observed", "Strong needs 3 people observed"),
        ),
        ([*people(5), *people(3, "usability_test", named="u")], ()),
    ],
)
def test_what_is_missing_is_worked_out(evidence, missing):
    assert words(assess(evidence, [], today=TODAY), today=TODAY).missing == missing


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        (date(2026, 11, 22), "newest from today"),
        (date(2026, 11, 21), "newest 1 day old"),
        (date(2026, 10, 23), "newest 30 days old"),
        (date(2026, 10, 22), "newest 1 month old"),
        (date(2025, 5, 22), "newest 18 months old"),
        (date(2021, 11, 22), "newest 5 years old"),
        (date(2027, 1, 1), "newest from today"),
    ],
)
def test_age_is_said_in_the_unit_that_people_use(newest, said):
    assert said in words(assess(people(1, on=newest), [], today=TODAY), today=TODAY).reasons


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.sampled_from([TODAY, date(2024, 1, 1)]))
def test_the_people_that_are_missing_are_enough_and_no_fewer_are(observed, asked, against, on):
    def level(more_observed, more_asked):
        supporting = [
            *people(observed, "usability_test", on=on, named="u"),
            *people(asked, on=on, named="i"),
            *people(more_observed, "usability_test", named="new-u"),
            *people(more_asked, named="new-i"),
        ]
        return assess(supporting, people(against, "usability_test", named="a"), today=TODAY)

    strength = level(0, 0)
    for need in needs(strength)[:1]:
        if need.people:
            assert level(need.observed, need.people - need.observed).level >= need.level
            assert level(need.people - need.asked, need.asked).level >= need.level
            assert all(level(o, need.people - 1 - o).level < need.level for o in range(need.people))
        else:
            assert all(level(o, 20 - o).level < need.level for o in range(21))
