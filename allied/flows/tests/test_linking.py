"""Any node is tied to others in the ways of the catalogue, and untied again."""

import pytest

from allied.domains.insights.actions import Wording, draft_insight
from allied.flows.linking import link_again, link_nodes, remember, tied, unlink_by_id, way_named, ways_from
from allied.flows.picking import candidates, selection
from allied.flows.tests.builders import make_evidence
from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, NotVisible
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.kernel.thread.models import Link

pytestmark = pytest.mark.django_db


def make_insight(member, claim="A claim"):
    return draft_insight(Wording(claim), actor=member).node


def test_the_ways_of_an_insight_are_those_of_the_catalogue():
    member = make_member()

    ways = {way.key: way for way in ways_from([make_insight(member)])}

    assert ways["supports:out"].kinds == {"insight", "opportunity", "assumption"}
    assert ways["supports:in"].kinds == {"feedback", "experiment", "insight"}
    assert ways["supports:in"].label == "is supported by"
    assert "addresses:out" not in ways
    assert not any(key.startswith("supersedes") for key in ways)


def test_a_mixed_selection_has_only_the_ways_in_common():
    member = make_member()

    ways = [way.key for way in ways_from([make_insight(member), make_evidence(member)])]

    assert "supports:out" in ways
    assert "supports:in" not in ways


def test_linking_inwards_makes_the_others_the_sources():
    member = make_member()
    claim, evidence = make_insight(member), make_evidence(member)

    (made,) = link_nodes([claim], way_named("supports:in", [claim]), [evidence], actor=member)

    assert (made.source, made.target) == (evidence, claim)
    assert tied([claim], way_named("supports:in", [claim])) == {evidence.pk}


def test_a_circle_is_refused_in_words_by_the_field():
    member = make_member()
    a, b = make_insight(member), make_insight(member)
    link_nodes([a], way_named("supports:out", [a]), [b], actor=member)

    with pytest.raises(BadInput) as refusal:
        link_nodes([b], way_named("supports:out", [b]), [a], actor=member)

    assert "close a circle: INS-2 → INS-1 → INS-2" in refusal.value.fields["other"]


def test_a_reader_may_not_link():
    member = make_member()
    a, b = make_insight(member), make_insight(member)

    with pytest.raises(Denied):
        link_nodes([a], way_named("supports:out", [a]), [b], actor=make_member(Role.READER, like=member))


def test_what_was_unlinked_is_linked_again_with_its_note():
    member = make_member()
    a, b = make_insight(member), make_insight(member)
    (made,) = link_nodes([a], way_named("supports:out", [a]), [b], actor=member, note="Same people")

    gone = unlink_by_id([made.pk], actor=member)
    assert not Link.objects.exists()
    (again,) = link_again(remember(gone), actor=member)

    assert (again.source, again.target, again.note) == (a, b, "Same people")
    assert Activity.objects.filter(verb="thread.unlinked").count() == 1


def test_a_link_that_is_gone_or_elsewhere_is_not_there():
    member = make_member()
    a, b = make_insight(member), make_insight(member)
    (made,) = link_nodes([a], way_named("supports:out", [a]), [b], actor=member)

    with pytest.raises(NotVisible):
        unlink_by_id([made.pk], actor=make_member())
    unlink_by_id([made.pk], actor=member)
    with pytest.raises(NotVisible, match="removed already"):
        unlink_by_id([made.pk], actor=member)


def test_an_address_that_was_changed_links_nothing():
    with pytest.raises(BadInput, match="not whole"):
        link_again("W10:forged", actor=make_member())


def test_nobody_else_links_again_what_was_theirs():
    member = make_member()
    a, b = make_insight(member), make_insight(member)
    (made,) = link_nodes([a], way_named("supports:out", [a]), [b], actor=member)
    remembered = remember(unlink_by_id([made.pk], actor=member))

    with pytest.raises(NotVisible):
        link_again(remembered, actor=make_member())


def test_candidates_are_found_by_words_or_changed_last_and_never_ended():
    member = make_member()
    waits, fines = make_insight(member, "Waits are unknown"), make_insight(member, "Fines surprise")
    retired = make_insight(member, "Waits are long")
    retired.state = "retired"
    retired.save(update_fields=["state"])

    newest = candidates({"insight"}, actor=member)
    found = candidates({"insight"}, actor=member, text="wait", tied={waits.pk})
    kept = candidates({"insight"}, actor=member, text="wait", chosen=[fines.reference])

    assert [one.node for one in newest] == [fines, waits]
    assert [(one.node, one.is_tied) for one in found] == [(waits, True)]
    assert [one.node for one in kept] == [fines, waits]


def test_candidates_of_another_workspace_are_not_offered():
    make_insight(make_member(), "Waits are unknown")

    assert candidates({"insight"}, actor=make_member(), text="waits") == []


def test_a_selection_is_neither_empty_nor_boundless():
    member = make_member()

    with pytest.raises(BadInput, match="Nothing is selected"):
        selection([], actor=member)
    with pytest.raises(BadInput, match="500 fit"):
        selection([f"FBK-{number}" for number in range(501)], actor=member)
    with pytest.raises(NotVisible, match="no FBK-7"):
        selection(["FBK-7"], actor=member)


def test_kinds_without_a_way_in_common_are_refused():
    member = make_member()
    nodes = [make_evidence(member), create("item", title="Ship it", actor=member)]

    with pytest.raises(BadInput, match="cannot be tied to anything together"):
        way_named("supports:out", nodes)
