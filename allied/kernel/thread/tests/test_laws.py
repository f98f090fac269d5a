"""The laws of evidence strength, on random threads."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from graphlib import CycleError
from itertools import combinations
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.kernel.thread.ages import add_months
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.formula import Strength, assess
from allied.kernel.thread.levels import Flag, Level
from allied.kernel.thread.methods import BEHAVIOURAL, METHODS, OPINION
from allied.kernel.thread.propagate import Carry, Reach, downstream, propagate

TODAY = date(2026, 11, 22)
FLAGS = list(Flag)  # none, contested, contradicted: from better to worse
HALF_LIVES = st.sampled_from([None, 5, 18])


@dataclass(frozen=True)
class Thread:
    """Claims in an order in which evidence may flow, and evidence nodes ``e…`` with one atom each."""

    claims: tuple[str, ...]
    carries: tuple[Carry, ...]
    atoms: dict[str, Atom]
    ended: frozenset[str]
    half_life: int | None

    @cached_property
    def reaches(self) -> dict[str, Reach]:
        found = propagate(self.carries, {node: [node] for node in self.atoms}, ended=self.ended)
        return {claim: Reach() for claim in self.claims} | found

    def strength(self, claim: str, reach: Reach) -> Strength:
        supporting, contradicting = ([self.atoms[i] for i in side] for side in (reach.supporting, reach.contradicting))
        return assess(supporting, contradicting, today=TODAY, half_life_months=self.half_life)

    @cached_property
    def strengths(self) -> dict[str, Strength]:
        return {claim: self.strength(claim, self.reaches[claim]) for claim in self.claims}

    def with_evidence(self, atom: Atom, relation: str, claim: str) -> "Thread":
        carries = (*self.carries, Carry(atom.id, relation, claim))
        return replace(self, carries=carries, atoms={**self.atoms, atom.id: atom})

    def without(self, gone: set[str]) -> "Thread":
        return replace(self, atoms={node: atom for node, atom in self.atoms.items() if node not in gone})


@st.composite
def atoms(draw, name="e", *, methods=tuple(METHODS)):
    method = METHODS[draw(st.sampled_from(methods))]
    on = draw(st.dates(date(2018, 1, 1), date(2027, 6, 1)))
    shape = draw(st.sampled_from(["person", "person", "person", "unnamed", "result"]))
    if shape == "person":
        person = draw(st.sampled_from(["ann", "bo", "cy", "di", "ed", "flo", "gus", "hal", "ida", "jo"]))
        return Atom(name, person, None, method.method_class, method.name, on)
    if shape == "unnamed":
        source = draw(st.sampled_from([None, "zendesk", "appstore"]))
        return Atom(name, None, source, method.method_class, method.name, on)
    n = draw(st.integers(1, 60))
    return Atom(name, None, None, method.method_class, method.name, on, n=n, x=draw(st.none() | st.integers(0, n)))


@st.composite
def threads(draw):
    claims = tuple(f"c{i}" for i in range(draw(st.integers(1, 6))))
    relation = st.sampled_from(["supports", "supports", "contradicts", "part_of"])
    carries = [
        Carry(a, draw(relation), b) for a, b in combinations(claims, 2) if draw(st.sampled_from([True, False, False]))
    ]
    evidence = {f"e{i}": draw(atoms(f"e{i}")) for i in range(draw(st.integers(0, 14)))}
    for node in evidence:
        for claim in draw(st.lists(st.sampled_from(claims), min_size=1, max_size=2, unique=True)):
            carries.append(Carry(node, draw(st.sampled_from(["supports", "contradicts"])), claim))
    ended = draw(st.frozensets(st.sampled_from([*claims, *evidence]), max_size=2))
    return Thread(claims, tuple(carries), evidence, ended, draw(HALF_LIVES))


def figures(strength):
    """Everything but the note of who was counted by which method: that may list a second method."""
    return replace(strength, cited_for=None, cited_against=None)


@given(threads(), st.data())
def test_a_new_supporting_person_never_lowers_a_claim_that_they_reach_only_in_support(thread, data):
    first_hand = data.draw(atoms("new", methods=("interview", "usability_test", "survey")))
    atom = first_hand._replace(person="new", n=None, x=None, source=None)
    more = thread.with_evidence(atom, "supports", data.draw(st.sampled_from(thread.claims)))

    reaches, before, after = more.reaches, thread.strengths, more.strengths
    for claim in thread.claims:
        if "new" in reaches[claim].supporting - reaches[claim].contradicting:
            assert after[claim].level >= before[claim].level
            assert FLAGS.index(after[claim].flag) <= FLAGS.index(before[claim].flag)


@given(threads(), st.data())
def test_a_new_contradicting_atom_never_raises_any_claim(thread, data):
    more = thread.with_evidence(data.draw(atoms("new")), "contradicts", data.draw(st.sampled_from(thread.claims)))

    before, after = thread.strengths, more.strengths
    for claim in thread.claims:
        assert after[claim].level <= before[claim].level
        assert after[claim].s <= before[claim].s
        assert FLAGS.index(after[claim].flag) >= FLAGS.index(before[claim].flag)


@given(threads(), st.data())
def test_the_same_person_by_the_same_class_again_changes_nothing(thread, data):
    known = [node for node, atom in thread.atoms.items() if atom.person]
    if not known:
        return
    node = data.draw(st.sampled_from(known))
    again = thread
    for carry in thread.carries:
        if carry.source == node and node not in thread.ended:
            again = again.with_evidence(thread.atoms[node]._replace(id=f"again {carry.target}"), *carry[1:])

    assert again.strengths.keys() == thread.strengths.keys()
    for claim, strength in thread.strengths.items():
        if METHODS[thread.atoms[node].method].method_class == OPINION:
            assert figures(again.strengths[claim]) == figures(strength)
        else:
            assert again.strengths[claim] == strength


@given(threads(), st.data())
def test_opinion_changes_nothing(thread, data):
    opinion = data.draw(atoms("new", methods=("workshop_note", "stakeholder", "hearsay", "on_behalf")))
    more = thread.with_evidence(
        opinion, data.draw(st.sampled_from(["supports", "contradicts"])), data.draw(st.sampled_from(thread.claims))
    )

    for claim, strength in thread.strengths.items():
        assert figures(more.strengths[claim]) == figures(strength)


@given(threads())
def test_every_state_has_exactly_one_level(thread):
    for strength in thread.strengths.values():
        s, people, pro = strength.s, strength.people_for, strength.pro
        undisputed = strength.flag is Flag.NONE
        assumption = people == 0
        anecdotal = not assumption and (s < 1500 or people == 1)
        emerging = not assumption and not anecdotal and (s < 3000 or people < 5)
        higher = not assumption and not anecdotal and not emerging
        broad = s >= 6000 and people >= 8 and pro.people_observed >= 3 and pro.people_asked >= 3
        expected = {
            Level.ASSUMPTION: assumption,
            Level.ANECDOTAL: anecdotal,
            Level.EMERGING: emerging,
            Level.SUPPORTED: higher and not (broad and undisputed),
            Level.STRONG: higher and broad and undisputed,
        }
        assert [level for level, holds in expected.items() if holds] == [strength.level]


@given(threads(), st.data())
def test_withdrawal_removes_the_atom_everywhere(thread, data):
    people = sorted({atom.person for atom in thread.atoms.values() if atom.person})
    if not people:
        return
    person = data.draw(st.sampled_from(people))
    gone = {node for node, atom in thread.atoms.items() if atom.person == person}
    rest = thread.without(gone)
    never = replace(rest, carries=tuple(carry for carry in rest.carries if carry.source not in gone))

    assert all(not gone & (reach.supporting | reach.contradicting) for reach in rest.reaches.values())
    assert rest.strengths == never.strengths


@given(threads(), st.data())
def test_working_out_what_lies_downstream_is_the_same_as_from_scratch(thread, data):
    relation = data.draw(st.sampled_from(["supports", "contradicts"]))
    more = thread.with_evidence(data.draw(atoms("new")), relation, data.draw(st.sampled_from(thread.claims)))
    changed = downstream(more.carries, ["new"])

    mixed = {claim: (more if claim in changed else thread).strengths[claim] for claim in thread.claims}

    assert mixed == more.strengths


@given(threads(), st.randoms())
def test_the_order_of_links_and_atoms_does_not_matter(thread, random):
    carries, nodes = list(thread.carries), list(thread.atoms)
    random.shuffle(carries)
    random.shuffle(nodes)

    shuffled = replace(thread, carries=tuple(carries), atoms={node: thread.atoms[node] for node in nodes})

    assert shuffled.strengths == thread.strengths


@given(threads())
def test_figures_equal_a_plain_recount_in_fractions(thread):
    reaches = thread.reaches
    for claim in thread.claims:
        strength, reach = thread.strengths[claim], reaches[claim]
        supporting = [thread.atoms[node] for node in reach.supporting]
        contradicting = [thread.atoms[node] for node in reach.contradicting]
        rest = [atom for atom in supporting if atom.n is not None]

        assert strength.s == recount(supporting, [], thread.half_life)
        assert strength.c == recount(contradicting, rest, thread.half_life)


def recount(agreeing, rest, half_life):
    """S or C as the text has it, one sentence a line, with no regard to speed."""
    total = Fraction(0)
    for method_class in ("behavioural", "attitudinal"):
        own = [atom for atom in agreeing if atom.method_class == method_class]
        newest, rows = {}, {}
        for atom in own:
            if atom.n is None and atom.person:
                newest[atom.person] = max(atom.dated_on, newest.get(atom.person, atom.dated_on))
            elif atom.n is None:
                rows.setdefault(atom.source or "", []).append(atom.dated_on)
        weights = [weight(1, on, half_life) for on in newest.values()]
        weights += [weight(root(len(dates)), max(dates), half_life) for dates in rows.values()]
        for atom in own:
            if atom.n is not None:
                x = atom.n if atom.x is None else atom.x
                weights.append(weight(root(atom.n) * x / atom.n, atom.dated_on, half_life))
        for atom in rest:
            if atom.method_class == method_class and atom.x is not None:
                weights.append(weight(root(atom.n) * (atom.n - atom.x) / atom.n, atom.dated_on, half_life))
        total += min(Fraction(6), sum(weights)) * (1000 if method_class == BEHAVIOURAL else 600)
    return int(total + Fraction(1, 2))


def root(n):
    return min(Fraction(isqrt(n * 10**40), 10**20), Fraction(6))


def weight(people, on, half_life):
    passed = 0
    while half_life and add_months(on, (passed + 1) * half_life) <= TODAY:
        passed += 1
    return Fraction(people) / 2**passed


def test_refuting_an_objection_is_no_support():
    person = Atom("e", "ann", None, BEHAVIOURAL, "usability_test", TODAY)
    carries = [Carry("e", "contradicts", "objection"), Carry("objection", "contradicts", "claim")]

    assert propagate(carries, {"e": ["e"]})["claim"] == Reach()
    assert (
        assess([], [], today=TODAY)
        == Thread(("claim",), tuple(carries), {"e": person}, frozenset(), 18).strengths["claim"]
    )


def test_a_claim_that_ended_passes_nothing_on_and_keeps_its_own():
    carries = [Carry("e", "supports", "a"), Carry("a", "supports", "b"), Carry("b", "part_of", "c")]

    reaches = propagate(carries, {"e": ["e"]}, ended={"b"})

    assert reaches["b"].supporting == {"e"}
    assert reaches["c"] == Reach()


def test_both_sides_travel_on_through_support_and_only_support_through_contradiction():
    carries = [
        Carry("yes", "supports", "a"),
        Carry("no", "contradicts", "a"),
        Carry("a", "supports", "b"),
        Carry("a", "contradicts", "c"),
    ]

    reaches = propagate(carries, {"yes": ["yes"], "no": ["no"]})

    assert (reaches["b"].supporting, reaches["b"].contradicting) == ({"yes"}, {"no"})
    assert (reaches["c"].supporting, reaches["c"].contradicting) == (set(), {"yes"})


def test_a_circle_is_refused():
    with pytest.raises(CycleError):
        propagate([Carry("a", "supports", "b"), Carry("b", "supports", "a")], {})


@given(threads())
def test_a_level_said_to_have_aged_was_carried_on_the_day_before_and_not_since(thread):
    """Against an assessment of the same evidence on that day, without what came later."""
    reaches = thread.reaches
    for claim, strength in thread.strengths.items():
        if strength.aged is None:
            continue
        reach = reaches[claim]
        day_before = date.fromordinal(strength.aged.until.toordinal() - 1)
        then = assess(
            [thread.atoms[node] for node in reach.supporting if thread.atoms[node].dated_on <= day_before],
            [thread.atoms[node] for node in reach.contradicting if thread.atoms[node].dated_on <= day_before],
            today=day_before,
            half_life_months=thread.half_life,
        )
        assert then.level == strength.aged.level > strength.level
