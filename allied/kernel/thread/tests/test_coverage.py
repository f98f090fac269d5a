import random
from datetime import timedelta

import pytest
from django.utils import timezone

from allied.kernel.errors import InvalidState
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member
from allied.kernel.thread import gaps as gap_lists
from allied.kernel.thread import strength
from allied.kernel.thread.actions import link
from allied.kernel.thread.coverage import coverage
from allied.kernel.thread.gaps import LONG, gaps
from allied.kernel.thread.tests.builders import make_claim, make_evidence, support
from allied.kernel.thread.tests.test_gaps import recount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_gaps(monkeypatch):
    """The checks that the thread itself knows; slices register further ones."""
    own = {name: gap for name, gap in gap_lists.GAPS.items() if gap.find.__module__ == gap_lists.__name__}
    monkeypatch.setattr("allied.kernel.thread.coverage.GAPS", own)


@pytest.fixture
def member():
    return make_member()


def figures(member, **narrowed):
    return {one.gap.name: (one.found.count, one.total) for one in coverage(member, **narrowed)}


def test_every_check_is_there_with_its_number_out_of_all(member):
    bare, backed = make_claim(member), make_claim(member)
    support(backed, member)

    found = {one.gap.name: one for one in coverage(member)}

    assert (found["insight_without_evidence"].found.count, found["insight_without_evidence"].total) == (1, 2)
    assert found["insight_without_evidence"].found.nodes == (bare,)
    assert found["insight_without_evidence"].share == 0.5
    assert (found["item_without_evidence"].total, found["item_without_evidence"].share) == (0, 1.0)


def test_the_figures_follow_every_act(member):
    claim = make_claim(member)
    assert figures(member)["insight_without_evidence"] == (1, 1)

    support(claim, member)

    assert figures(member)["insight_without_evidence"] == (0, 1)
    assert figures(member, product=Product.objects.get(workspace=member.workspace))["feedback_without_use"] == (0, 0)


def test_evidence_that_lies_unused_for_long_is_told_here_and_not_at_home(member):
    old, _ = make_evidence(member), make_evidence(member)
    Node.objects.filter(pk=old.pk).update(created_at=timezone.now() - LONG - timedelta(hours=1))

    (unused,) = [one for one in coverage(member) if one.gap.name == "feedback_unused_for_long"]

    assert unused.found.nodes == (old,)
    assert "feedback_unused_for_long" not in {one.gap.name for one in gaps(member)}


def test_it_costs_little_while_nothing_happens(member, django_assert_num_queries):
    make_claim(member)
    failing = sum(1 for one in coverage(member) if one.found.count)

    with django_assert_num_queries(1 + failing):
        coverage(member)


@pytest.mark.parametrize("seed", range(6))
def test_the_figures_equal_a_recount_by_hand_after_every_change(member, seed):
    chance = random.Random(seed)
    kinds = ["feedback"] * 6 + ["insight"] * 5 + ["opportunity"] * 4 + ["item"] * 4
    nodes = [make_evidence(member) if kind == "feedback" else make_claim(member, kind=kind) for kind in kinds]
    for _ in range(6):
        for _ in range(5):
            relation = chance.choice(["supports", "supports", "contradicts", "addresses", "derived_from"])
            try:
                link(chance.choice(nodes), relation, chance.choice(nodes), actor=member)
            except InvalidState:
                continue
        ending = chance.choice(nodes)
        if ending.spec.ended and chance.random() < 0.3:
            enter_state(ending, sorted(ending.spec.ended)[0])
            strength.refresh([ending])
        create("item", title="Something happens", actor=member)

        expected = {name: len(pks) for name, pks in recount(member.workspace).items()}
        found = figures(member)
        assert {name: found[name][0] for name in expected} == expected
