import random
from collections import deque

import pytest

from allied.kernel.errors import NotVisible
from allied.kernel.nodes.actions import create, enter_state
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread import walk
from allied.kernel.thread.actions import link
from allied.kernel.thread.hops import hop
from allied.kernel.thread.models import Link
from allied.kernel.thread.tests.builders import make_claim, support
from allied.kernel.thread.walk import path, trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def chain(member):
    """feedback → insight → opportunity ← item"""
    insight, opportunity = make_claim(member), make_claim(member, kind="opportunity")
    item = create("item", title="Say how long it takes", actor=member)
    (feedback,) = support(insight, member)
    link(insight, "supports", opportunity, actor=member)
    link(item, "addresses", opportunity, actor=member)
    return feedback, insight, opportunity, item


def ids(trace):
    return [place.node.pk for place in trace.places]


def test_the_thread_is_walked_both_ways(member, chain):
    feedback, insight, opportunity, item = chain

    up, down = trace(item, actor=member, direction="up"), trace(feedback, actor=member, direction="down")

    assert ids(up) == [opportunity.pk, insight.pk, feedback.pk]
    assert ids(down) == [insight.pk, opportunity.pk, item.pk]
    assert [place.distance for place in up.places] == [1, 2, 3]
    assert [place.step.label for place in up.places] == ["addresses", "is supported by", "is supported by"]
    assert (up.more, up.more_words) == (0, "")
    assert trace(item, actor=member, direction="down").places == ()


def test_relations_across_the_thread_are_walked_only_both_ways(member, chain):
    item = chain[-1]
    other = create("item", title="Count the holds", actor=member)
    link(other, "blocks", item, actor=member)

    assert other.pk in ids(trace(item, actor=member))
    assert other.pk not in ids(trace(item, actor=member, direction="up"))


def test_what_ended_is_walked_through_only_on_request(member, chain):
    feedback, insight, opportunity, item = chain
    enter_state(insight, "retired")

    assert ids(trace(item, actor=member, direction="up")) == [opportunity.pk, insight.pk, feedback.pk]
    assert ids(trace(item, actor=member, direction="up", only_live=True)) == [opportunity.pk]


def test_a_trace_shows_the_nearest_and_says_how_many_more(member):
    claim, far = make_claim(member), make_claim(member, kind="opportunity")
    link(claim, "supports", far, actor=member)
    support(claim, member, 6)

    some = trace(claim, actor=member, limit=4)
    assert (len(some.places), some.more, some.more_words) == (4, 3, "3 more")
    assert {place.distance for place in some.places} == {1}

    assert trace(claim, actor=member, limit=3).more_words == "more than 3 more"


def test_a_walk_takes_one_query_a_distance_and_two_more(member, chain, django_assert_num_queries):
    with django_assert_num_queries(2 + 4):
        trace(chain[-1], actor=member, direction="up")


def test_the_shortest_way_is_found_and_reads_in_its_direction(member, chain):
    feedback, insight, opportunity, item = chain

    way = path(feedback, item, actor=member)

    assert [place.node for place in way.places] == [insight, opportunity, item]
    assert [place.step.label for place in way.places] == ["supports", "supports", "is addressed by"]
    assert path(item, feedback, actor=member).length == 3
    assert path(item, item, actor=member).length == 0
    assert path(item, make_claim(member), actor=member) is None


def test_strangers_and_guests_find_nothing(member, chain):
    stranger, guest = make_member(), make_member(Role.GUEST, like=member)

    for actor in (stranger, guest):
        with pytest.raises(NotVisible):
            trace(chain[0], actor=actor)
        with pytest.raises(NotVisible):
            path(chain[0], chain[-1], actor=actor)
    with pytest.raises(NotVisible):
        path(chain[0], make_claim(stranger), actor=member)


@pytest.mark.parametrize("slice_of", [1, 3, 100])
@pytest.mark.parametrize("seed", range(3))
def test_walks_equal_a_plain_breadth_first_search(member, monkeypatch, seed, slice_of):
    monkeypatch.setattr(walk, "SLICE", slice_of)
    chance = random.Random(seed)
    nodes = [make_claim(member) for _ in range(25)]
    pairs = {tuple(sorted(chance.sample(range(25), 2))) for _ in range(30)}
    Link.objects.bulk_create(
        Link(workspace=member.workspace, source=nodes[a], target=nodes[b], relation="derived_from", created_by=member)
        for a, b in pairs
    )

    for start in chance.sample(range(25), 5):
        distances = breadth_first(start, pairs)
        found = {place.node.pk: place.distance for place in trace(nodes[start], actor=member).places}
        assert found == {nodes[n].pk: distance for n, distance in distances.items() if n != start}
        for end in chance.sample(range(25), 5):
            way = path(nodes[start], nodes[end], actor=member)
            assert (way.length if way else None) == distances.get(end)
            if way:
                assert all(Link.objects.filter(**ends(place.step)).exists() for place in way.places)


def breadth_first(start, pairs):
    near = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    distances, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for there in near.get(here, ()):
            if there not in distances:
                distances[there] = distances[here] + 1
                waiting.append(there)
    return distances


def ends(step):
    source, target = (step.here, step.there) if step.forward else (step.there, step.here)
    return {"source": source, "target": target, "relation": step.relation}


def test_a_hub_is_read_no_further_than_the_walk_goes(member, monkeypatch):
    hub, far = make_claim(member), make_claim(member, kind="opportunity")
    support(hub, member, 40)
    link(hub, "supports", far, actor=member)
    read = []
    monkeypatch.setattr(walk, "hop", lambda *args, **named: read.append(hop(*args, **named)) or read[-1])

    found = trace(far, actor=member, limit=5)

    assert (len(found.places), found.more_words) == (5, "more than 5 more")
    assert sum(len(links) for links in read) < 25


def test_a_node_that_many_links_lead_to_is_found_past_all_of_them(member):
    top, last = make_claim(member, kind="opportunity"), make_claim(member)
    middle = [make_claim(member) for _ in range(12)]
    pairs = [*((one, top) for one in middle), *((last, one) for one in middle)]
    Link.objects.bulk_create(
        Link(workspace=member.workspace, source=a, target=b, relation="supports", created_by=member) for a, b in pairs
    )

    assert ids(trace(top, actor=member, direction="up", limit=13)) == [*sorted(one.pk for one in middle), last.pk]
