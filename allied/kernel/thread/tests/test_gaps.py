import random

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from allied.kernel.errors import InvalidState
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread import gaps as gap_lists
from allied.kernel.thread import strength
from allied.kernel.thread.actions import link
from allied.kernel.thread.gaps import GAPS, Gap, gaps, nodes_with, register
from allied.kernel.thread.models import Link
from allied.kernel.thread.tests.builders import make_claim, make_evidence, support

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_gaps(monkeypatch):
    """The gaps that the thread itself knows; slices register further ones."""
    own = {name: gap for name, gap in gap_lists.GAPS.items() if gap.find.__module__ == gap_lists.__name__}
    monkeypatch.setattr(gap_lists, "GAPS", own)


@pytest.fixture
def member():
    return make_member()


def named(member, **narrowed):
    return {found.gap.name: found for found in gaps(member, **narrowed)}


def test_an_empty_workspace_has_no_gaps(member):
    assert gaps(member) == []


def test_an_item_without_opportunity_lacks_evidence_too(member):
    item = create("item", title="Say how long it takes", actor=member)

    found = named(member)

    assert found.keys() >= {"item_without_opportunity", "item_without_evidence"}
    assert found["item_without_opportunity"].words == "1 roadmap item without an opportunity"
    assert found["item_without_evidence"].nodes == (item,)


def test_filling_a_gap_closes_it(member):
    item, opportunity = create("item", title="Ship", actor=member), make_claim(member, kind="opportunity")
    assert {"opportunity_without_item", "opportunity_without_evidence"} <= named(member).keys()

    link(item, "addresses", opportunity, actor=member)
    support(opportunity, member)

    assert gaps(member) == []


def test_opinion_fills_no_gap(member):
    claim = make_claim(member)
    support(claim, member, method="workshop_note")

    assert "insight_without_evidence" in named(member)


def test_a_draft_and_feedback_set_aside_are_not_due(member):
    make_claim(member)
    feedback = make_evidence(member)
    assert named(member)["feedback_without_use"].count == 1

    enter_state(feedback, "not_useful")

    assert named(member).keys() == {"insight_without_evidence"}


def test_gaps_belong_to_a_workspace_and_a_product(member):
    other = Product.objects.create(workspace=member.workspace, slug="return", name="Return")
    create("opportunity", title="Slow", actor=member, product=other)

    assert gaps(make_member()) == []
    assert gaps(member, product=product_of(member)) == []
    assert "opportunity_without_item" in named(member, product=other)


def test_of_many_only_the_newest_are_asked_when_the_caller_says_so(member):
    for number in range(4):
        make_claim(member, f"Claim {number}")

    bounded = {found.gap.name: found for found in gaps(member, shown=0, among=3)}["insight_without_evidence"]
    whole = {found.gap.name: found for found in gaps(member, among=4)}["insight_without_evidence"]

    assert (bounded.count, bounded.nodes) == (3, ())
    assert bounded.words == "3 insights without evidence among the newest 3"
    assert whole.words == "4 insights without evidence"


def test_a_name_is_given_once(member):
    gap = next(iter(GAPS.values()))

    assert register(gap) is gap
    with pytest.raises(ImproperlyConfigured, match="Two gaps"):
        register(Gap(gap.name, gap.kind, "another", "others", "Fill", gap.find))
    with pytest.raises(ImproperlyConfigured, match="no kind"):
        register(Gap("x", "spaceship", "x", "xs", "Fill", gap.find))


@pytest.mark.parametrize("seed", range(3))
def test_gap_lists_equal_a_recount_by_hand(member, seed):
    chance = random.Random(seed)
    kinds = ["feedback"] * 8 + ["insight"] * 6 + ["opportunity"] * 5 + ["item"] * 5
    nodes = [make_evidence(member) if kind == "feedback" else make_claim(member, kind=kind) for kind in kinds]
    for node in chance.sample([node for node in nodes if node.kind == "insight"], 3):
        enter_state(node, "published")
    for _ in range(30):
        relation = chance.choice(["supports", "supports", "contradicts", "addresses", "derived_from", "part_of"])
        try:
            link(chance.choice(nodes), relation, chance.choice(nodes), actor=member)
        except InvalidState:
            continue
    for node in chance.sample(nodes, 4):
        if node.spec.ended:
            enter_state(node, sorted(node.spec.ended)[0])
        else:
            Node.objects.filter(pk=node.pk).update(archived_at=timezone.now())
    strength.refresh(nodes)

    expected = recount(member.workspace)

    assert {name: {n.pk for n in nodes_with(gap, member)} for name, gap in GAPS.items() if name in expected} == expected
    assert {name: found.count for name, found in named(member).items() if name in expected} == {
        name: len(pks) for name, pks in expected.items() if pks
    }


def recount(workspace):
    nodes = {node.pk: node for node in Node.objects.filter(workspace=workspace)}
    live = {pk for pk, node in nodes.items() if not node.is_ended}
    links = [(link.source_id, link.relation, link.target_id) for link in Link.objects.filter(workspace=workspace)]
    out = {pk: {(r, t) for s, r, t in links if s == pk and t in live} for pk in nodes}
    into = {pk: {(r, s) for s, r, t in links if t == pk and s in live} for pk in nodes}
    found = strength.strength_of(nodes.values(), today=strength.today_in(workspace))
    backed = {pk for pk, one in found.items() if one.people_for}

    def having(kind, lacks):
        return {pk for pk in live if nodes[pk].kind == kind and lacks(pk)}

    def addressed(pk):
        return {t for r, t in out[pk] if r == "addresses"}

    def bears(pk):
        return any(r in ("supports", "contradicts") for r, _ in out[pk])

    return {
        "item_without_opportunity": having("item", lambda pk: not addressed(pk)),
        "item_without_evidence": having("item", lambda pk: not addressed(pk) & backed),
        "opportunity_without_evidence": having("opportunity", lambda pk: pk not in backed),
        "opportunity_without_item": having("opportunity", lambda pk: not any(r == "addresses" for r, _ in into[pk])),
        "insight_without_evidence": having("insight", lambda pk: pk not in backed),
        "insight_without_use": having(
            "insight",
            lambda pk: (
                nodes[pk].state == "published" and not bears(pk) and not any(r == "derived_from" for r, _ in into[pk])
            ),
        ),
        "feedback_without_use": having("feedback", lambda pk: not bears(pk)),
    }
