"""What programs may ask of decisions and vetoes beside what every list answers."""

from __future__ import annotations

import pytest

from allied.domains.decisions.objecting import lift_objection
from allied.domains.decisions.tests.builders import make_charter, make_open, make_sides, state, veto
from allied.kernel.membership.members import deactivate
from allied.kernel.nodes.actions import create
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member
from allied.site.tests.test_api import Program

pytestmark = pytest.mark.django_db


def test_programs_list_what_is_contested_and_what_holds_one_object_back(client):
    ux, product, leader = make_sides()
    apart, calm, objected = (make_open(ux, leader) for __ in range(3))
    state(apart, ux, "ux", 0)
    state(apart, product, "product", 1)
    item = create("item", title="Fine reminder", actor=ux)
    placed, on_item = veto(objected.node, ux, leader), veto(item, ux, leader)
    ask = Program(client, ux)

    def found(path):
        answer = ask.get(path)
        assert answer.status_code == 200, answer.content
        return {one.get("reference", one["id"]) for one in answer.json()["data"]}

    assert found("/decisions?state=contested") == {apart.node.reference, objected.node.reference}
    assert found("/decisions?state=open") == {one.node.reference for one in (apart, calm, objected)}
    assert found(f"/vetoes?node={item.reference}") == {on_item.pk}
    assert found(f"/vetoes?node={objected.pk}&state=stands") == {placed.pk}
    lift_objection(placed, reason="Solved.", actor=ux)
    assert found("/decisions?state=contested") == {apart.node.reference}
    assert found(f"/vetoes?node={objected.pk}&state=stands") == set()
    assert ask.get("/vetoes?node=ITM-99").status_code == 422


@pytest.mark.parametrize("missing", ["standard", "evidence", "reason", "way_out"])
def test_a_veto_of_a_program_without_its_grounds_is_refused_by_field(client, missing):
    ux, _, leader = make_sides()
    item = create("item", title="Fine reminder", actor=ux)
    said = create("feedback", title="It told everybody", actor=ux)
    body = {
        "node": item.reference,
        "standard": "privacy",
        "evidence": said.reference,
        "reason": "It leaks.",
        "way_out": "It does not.",
        "escalates_to": leader.pk,
    }

    refused = Program(client, ux).ask("POST", "/vetoes", body | {missing: ""})

    assert refused.status_code == 422
    assert missing in refused.content.decode()
    assert Program(client, ux).ask("POST", "/vetoes", body).status_code == 201


def test_a_program_overrides_only_as_the_person_who_settles_it(client):
    ux, product, leader = make_sides()
    make_charter(ux, product, leader)
    placed = veto(create("item", title="Fine reminder", actor=ux), ux, leader)
    address, reason = f"/vetoes/{placed.pk}/override", {"reason": "The grant ends."}

    assert "Only Helen can override" in Program(client, product).ask("POST", address, reason).json()["detail"]
    assert Program(client, leader).ask("POST", address, {"reason": " "}).status_code == 422
    deactivate(leader.pk, actor=make_member(Role.OWNER, like=ux))
    refused = Program(client, product).ask("POST", address, reason)
    assert refused.status_code == 403
    assert "Helen could override this, and has left" in refused.json()["detail"]


def test_programs_read_who_decided_what_on_a_past_day(client):
    ux, product, leader = make_sides()
    make_charter(ux, product, leader)
    ask = Program(client, ux)

    held = ask.get("/charters/in-force").json()
    assert (held["number"], held["rights"][0]["decides"]) == (1, [product.pk])
    none = ask.get("/charters/in-force?on=2020-01-01")
    assert none.status_code == 404
