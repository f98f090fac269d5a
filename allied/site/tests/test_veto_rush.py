"""A veto that crosses the act which it forbids, with connections of their own: never both, and one final state."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from allied.domains.decisions import actions as decisions
from allied.domains.decisions import queries
from allied.domains.decisions.actions import Verdict
from allied.domains.decisions.models import Objection
from allied.domains.decisions.objecting import override_objection
from allied.domains.decisions.tests.builders import comment, make_open, make_sides, state, veto
from allied.domains.roadmap import actions as roadmap
from allied.domains.roadmap.delivering import ship_item, start_item
from allied.domains.roadmap.models import Item
from allied.domains.roadmap.tests.builders import make_committed, make_proposed, make_team
from allied.kernel.activity.models import Activity
from allied.kernel.errors import AlliedError, Held
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline
from allied.kernel.testing import make_member
from allied.kernel.thread.holds import standing_holds

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 10


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each returned, or how it was refused; all begin at one moment."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait(10)
            return act()
        except AlliedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def verbs_of(node: Node) -> list[str]:
    return list(Activity.objects.filter(node=node).order_by("pk").values_list("verb", flat=True))


def test_nothing_is_decided_under_a_veto_that_came_at_the_same_moment() -> None:
    ux, product, leader = make_sides()
    for turn in range(TURNS):
        found = make_open(ux, leader)
        state(found, ux, "ux", 0)
        state(found, product, "product", 0)
        verdict, said = Verdict(found.options.all()[0].pk, "It pays."), comment(ux)

        def decide(reference: str = found.node.reference, verdict: Verdict = verdict) -> object:
            return decisions.decide(queries.decision_by_reference(reference, actor=leader), verdict, actor=leader)

        def object_to(pk: str = found.pk, said: Node = said) -> object:
            return veto(Node.objects.get(pk=pk), ux, leader, evidence=said)

        acts = [decide, object_to, decide]
        at_once(*(acts if turn % 2 else reversed(acts)))

        node, verbs = Node.objects.get(pk=found.pk), verbs_of(found.node)
        is_decided, is_vetoed = node.state == "decided", Objection.objects.filter(node=node).exists()
        assert is_decided != is_vetoed, verbs
        assert standing_holds(node, "decide").exists() == is_vetoed
        assert (verbs.count("decision.decided"), verbs.count("veto.placed")) == (is_decided, is_vetoed)


def test_an_item_in_progress_does_not_ship_under_a_veto():
    team = make_team()
    leader = make_member(like=team.ux, discipline=Discipline.LEADERSHIP, name="Helen")
    item = start_item(make_committed(team), actor=team.product)
    placed = veto(item.node, team.ux, leader)

    def ship() -> Item:
        again = Item.objects.select_related("node").get(pk=item.pk)
        return ship_item(again, untested_because="No time.", actor=team.product)

    with pytest.raises(Held, match="A test where nobody is blocked"):
        ship()
    override_objection(placed, reason="The grant ends.", actor=leader)

    assert ship().node.state == "shipped"


def test_nothing_is_committed_under_a_veto_that_came_at_the_same_moment():
    """A veto that comes after the commitment holds shipping instead."""
    team = make_team()
    leader = make_member(like=team.ux, discipline=Discipline.LEADERSHIP, name="Helen")
    for turn in range(TURNS):
        item = make_proposed(team, f"Item {turn}")
        roadmap.assign_owners(item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
        said = comment(team.ux)

        def commit(pk: str = item.pk) -> object:
            return roadmap.commit_item(Item.objects.select_related("node").get(pk=pk), actor=team.product)

        def object_to(pk: str = item.pk, said: Node = said) -> object:
            return veto(Node.objects.get(pk=pk), team.ux, leader, evidence=said)

        acts = [commit, object_to, commit]
        at_once(*(acts if turn % 2 else reversed(acts)))

        node, placed = Node.objects.get(pk=item.pk), Objection.objects.get(node=item.pk)
        is_committed = node.state == "committed"
        assert placed.is_after_commitment == is_committed, verbs_of(node)
        assert [hold.forbids for hold in standing_holds(node)] == (["ship"] if is_committed else ["commit"])
        assert verbs_of(node).count("item.committed") == is_committed
