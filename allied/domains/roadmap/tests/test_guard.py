"""Through no door does an item become committed under a veto, or shipped with a severe finding that is open."""

import json
import random
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.test import Client

from allied.domains.decisions.models import Objection
from allied.domains.decisions.objecting import Grounds, lift_objection, place_objection
from allied.domains.feedback.actions import add_feedback
from allied.domains.roadmap import actions, delivering
from allied.domains.roadmap.findings.actions import fix_finding, reopen_finding
from allied.domains.roadmap.findings.queries import severe_and_open
from allied.domains.roadmap.importing import add_many, change
from allied.domains.roadmap.models import Finding, Item
from allied.domains.roadmap.records.actions import add_record, edit_record
from allied.domains.roadmap.releases.actions import ship_release, unship_release
from allied.domains.roadmap.tests.builders import make_item, make_release, make_team
from allied.kernel.disposal.actions import trash_node
from allied.kernel.errors import AlliedError
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.testing import product_of
from allied.kernel.thread.actions import link, unlink
from allied.kernel.thread.models import Hold, Link

pytestmark = pytest.mark.django_db
STEPS, WALKS = 50, 6


class Walk:
    """One random sequence of acts on one item, and what must hold after each of them."""

    def __init__(self, seed):
        self.chance, self.team = random.Random(seed), make_team()
        team = self.team
        self.item = make_item(team.ux, problem="People cancel.", outcome="Fewer do.")
        actions.assign_owners(self.item, ux_owner=team.ux, product_owner=team.product, actor=team.ux)
        self.evidence = add_feedback(text="I gave up.", product=product_of(team.ux), actor=team.ux).node
        self.release = make_release(team, self.item)
        __, self.secret = make_access_token(name="Guard", scope="write", days=1, actor=team.product)

    def acts(self):
        item, team, by = self.fresh(), self.team, self.chance.choice([self.team.ux, self.team.product])
        reason = {"reason": "So."}
        return [
            lambda: actions.propose_item(item, actor=by),
            lambda: actions.withdraw_proposal(item, actor=by),
            lambda: actions.commit_item(item, actor=by),
            lambda: actions.uncommit_item(item, **reason, actor=by),
            lambda: actions.drop_item(item, **reason, actor=by),
            lambda: actions.restore_item(item, actor=by),
            lambda: delivering.start_item(item, actor=by),
            lambda: delivering.stop_item(item, actor=by),
            lambda: delivering.ship_item(item, untested_because="So.", actor=by),
            lambda: delivering.unship_item(item, **reason, actor=by),
            lambda: delivering.read_back_item(item, result="Much.", actor=by),
            lambda: delivering.unread_item(item, actor=by),
            lambda: ship_release(self.release, untested_because="So.", actor=by),
            lambda: unship_release(self.release, actor=by),
            lambda: self.call("POST", "proposal"),
            lambda: self.call("POST", "commitment"),
            lambda: self.call("POST", "start"),
            lambda: self.call("POST", "shipping", {"untested_because": "So."}),
            lambda: self.call("DELETE", "drop"),
            lambda: change(item.node, {"horizon": "now", "title": "Imported over"}, team.product),
            lambda: add_many([{"title": "Imported"}], product_of(team.ux), team.product),
            self.veto,
            lambda: [lift_objection(one, **reason, actor=team.ux) for one in Objection.objects.filter(ending="")],
            self.find,
            lambda: [fix_finding(one, how="So.", actor=by) for one in Finding.objects.filter(node__state="open")],
            lambda: [reopen_finding(one, actor=by) for one in self.loose(Finding.objects.filter(node__state="fixed"))],
            lambda: [self.soften(one, by) for one in Finding.objects.all()],
            lambda: [trash_node(one.node, actor=by) for one in Finding.objects.filter(node__trashed_at=None)],
            lambda: [unlink(one, actor=by) for one in Link.objects.filter(relation="found_in")],
        ]

    def forward(self, acts):
        """Those that lead towards shipping: without them a walk seldom gets there."""
        return [acts[at] for at in (0, 2, 6, 8, 12, 14, 15, 16, 17)]

    def fresh(self):
        return Item.objects.select_related("node", "ux_owner", "product_owner").get(pk=self.item.pk)

    def loose(self, found):
        """To open a finding again once it shipped tells of something new; it is no way to ship."""
        return [] if self.fresh().node.state in ("shipped", "read_back") else list(found)

    def call(self, method, what, body=None):
        headers = {"Authorization": f"Bearer {self.secret}"}
        place = f"/api/v1/items/{self.item.node.reference}/{what}"
        sent = json.dumps(body) if body is not None else ""
        Client().generic(method, place, sent, content_type="application/json", headers=headers)

    def veto(self):
        grounds = Grounds("privacy", self.evidence, "It leaks.", "It does not.")
        place_objection(self.fresh().node, "veto", grounds, escalates_to=self.team.product, actor=self.team.ux)

    def find(self):
        if self.fresh().node.state in ("shipped", "read_back"):
            return
        severity = self.chance.choice("1234")
        made = add_record(Finding, title="It fails", details={"severity": severity}, actor=self.team.ux)
        link(made.node, "found_in", self.item.node, actor=self.team.ux)

    def soften(self, finding, by):
        if self.fresh().node.state not in ("shipped", "read_back"):
            edit_record(finding, title="It fails", details={"severity": self.chance.choice("1234")}, actor=by)

    def step(self):
        before = self.fresh().node.state
        with suppress(AlliedError):
            acts = self.acts()
            self.chance.choice(self.forward(acts) if self.chance.random() < 0.6 else acts)()
        node = self.fresh().node
        if node.state == "committed" != before and before in ("idea", "proposed", "dropped"):
            assert not Hold.objects.filter(node=node, forbids="commit", lifted_at=None).exists()
        if node.state == "shipped" and before != "read_back":
            assert severe_and_open(node) == []
            assert not Hold.objects.filter(node=node, forbids="ship", lifted_at=None).exists() or before == "shipped"
        return node.state


@pytest.mark.parametrize("seed", range(WALKS))
def test_no_sequence_of_acts_leads_around_what_holds(seed):
    cache.clear()
    walk = Walk(seed)

    for __ in range(STEPS):
        walk.step()

    assert set(Item.objects.exclude(pk=walk.item.pk).values_list("node__state", flat=True)) <= {"idea"}


def test_the_walks_reach_what_they_guard():
    reached = set()
    for seed in range(WALKS):
        cache.clear()
        walk = Walk(seed)
        reached |= {walk.step() for __ in range(STEPS)}

    assert {"committed", "shipped"} <= reached
