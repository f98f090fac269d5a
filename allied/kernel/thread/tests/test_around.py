import random

import pytest

from allied.kernel.errors import NotVisible
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread import around as picture
from allied.kernel.thread.actions import link
from allied.kernel.thread.around import EACH, Asked, Side, Stance, around
from allied.kernel.thread.models import Link
from allied.kernel.thread.tests.builders import make_claim, make_evidence, support
from allied.kernel.thread.walk import trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def chain(member):
    """feedback → insight → opportunity ← item, and a comment against the insight"""
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    item = create("item", title="Say how long it takes", actor=member)
    support(insight, member)
    (against,) = support(insight, member, relation="contradicts")
    link(insight, "supports", opportunity, actor=member)
    link(item, "addresses", opportunity, actor=member)
    return against, insight, opportunity, item


def told(found):
    """The picture as lines: how far, by which words, what."""
    lines = []

    def tell(branch):
        for bunch in branch.bunches:
            lines.append((branch.distance, bunch.side.value, bunch.label, bunch.kind, bunch.count))
            for after in bunch.branches:
                tell(after)

    tell(found.center)
    return lines


def test_it_shows_both_ways_by_sort(member, chain):
    _, _, opportunity, item = chain

    assert told(around(opportunity, actor=member)) == [
        (0, "up", "is supported by", "insight", 1),
        (1, "up", "is supported by", "feedback", 1),
        (1, "up", "is contradicted by", "feedback", 1),
        (0, "down", "is addressed by", "item", 1),
    ]
    assert [branch.node for branch in around(item, actor=member).branches()][:2] == [item, opportunity]


def test_a_hub_is_counted_and_folded_and_unfolds(member):
    claim, other = make_claim(member), make_claim(member)
    support(claim, member, EACH + 4)
    link(other, "supports", claim, actor=member)

    claims, comments = around(claim, actor=member).center.bunches
    assert (claims.kind, claims.more) == ("insight", 0)
    assert (len(comments.branches), comments.count, comments.more) == (EACH, EACH + 4, 4)

    _, comments = around(claim, actor=member, asked=Asked(unfolded=frozenset({claim.pk}))).center.bunches
    assert (len(comments.branches), comments.more) == (EACH + 4, 0)


def test_across_the_thread_it_goes_one_link(member):
    items = [create("item", title=f"Step {number}", actor=member) for number in range(3)]
    for first, second in zip(items, items[1:], strict=False):
        link(first, "blocks", second, actor=member)

    found = around(items[0], actor=member)

    assert told(found) == [(0, "across", "blocks", "item", 1)]
    assert {bunch.side for bunch in found.center.bunches} == {Side.ACROSS}


def test_a_filter_keeps_what_matches_and_what_leads_there(member, chain):
    against, insight, opportunity, item = chain

    def shown(**asked):
        return {branch.node for branch in around(item, actor=member, asked=Asked(**asked)).branches()}

    assert shown(kinds=frozenset({"insight"})) == {item, opportunity, insight}
    assert shown(stance=Stance.AGAINST) == {item, opportunity, insight, against}
    assert against not in shown(stance=Stance.FOR)
    assert shown(relations=frozenset({"addresses"})) == {item, opportunity}
    assert shown(kinds=frozenset({"feedback"}), relations=frozenset({"addresses"})) == {item}


def test_what_is_reached_twice_stands_in_one_place(member):
    low, left, right, top = (make_claim(member, name) for name in ("low", "left", "right", "top"))
    for source, target in ((low, left), (low, right), (left, top), (right, top)):
        link(source, "supports", target, actor=member)

    found = around(top, actor=member)
    nodes = [branch.node for branch in found.branches()]

    assert sorted(node.title for node in nodes) == ["left", "low", "right", "top"]
    elsewhere = [node for b in found.branches() for bunch in b.bunches for node in bunch.elsewhere]
    assert elsewhere == [low]


def test_it_stops_at_what_one_can_take_in(member, monkeypatch):
    monkeypatch.setattr(picture, "MOST", 4)
    claim = make_claim(member)
    support(claim, member, 5)

    found = around(claim, actor=member)

    assert found.is_cut
    assert len(list(found.branches())) == 4
    assert found.center.bunches[0].more == 2


def test_it_asks_two_questions_a_distance(member, chain, django_assert_num_queries):
    with django_assert_num_queries(2 + 4 + 1 + 1):  # up, down, across
        around(chain[-1], actor=member)


def test_strangers_and_guests_find_nothing(member, chain):
    for actor in (make_member(), make_member(Role.GUEST, like=member)):
        with pytest.raises(NotVisible):
            around(chain[0], actor=actor)


@pytest.mark.parametrize("seed", range(4))
def test_counts_and_reach_equal_a_plain_walk(member, seed):
    chance = random.Random(seed)
    nodes = [make_claim(member) for _ in range(14)] + [make_evidence(member) for _ in range(14)]
    pairs = {(chance.randrange(28), chance.randrange(14)) for _ in range(40)}
    Link.objects.bulk_create(
        Link(workspace=member.workspace, source=nodes[a], target=nodes[b], relation="supports", created_by=member)
        for a, b in pairs
        if a > b
    )

    for start in nodes[:6]:
        found = around(start, actor=member, asked=Asked(unfolded=frozenset(node.pk for node in nodes)))
        reached = {branch.node.pk for branch in found.branches()} - {start.pk}
        walked = {p.node.pk for way in ("up", "down") for p in trace(start, actor=member, direction=way).places}
        assert reached == walked
        for branch in found.branches():
            for bunch in branch.bunches:
                end = {"source" if bunch.step.forward else "target": branch.node}
                other = {"target__kind" if bunch.step.forward else "source__kind": bunch.kind}
                assert bunch.count == Link.objects.filter(**end, **other, relation=bunch.step.relation).count()
                assert bunch.more == 0
