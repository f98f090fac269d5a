"""The segments that nobody hears from: the API and the command tell what reading every item one by one finds."""

import json
import random

import pytest
from django.test import Client

from allied.cli.main import run
from allied.cli.output import as_json
from allied.domains.feedback.tests.test_heard import recount, say
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.nodes.actions import create
from allied.kernel.people.models import Product
from allied.kernel.testing import make_member, product_of
from allied.kernel.thread.actions import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    """An owner, with feedback of two products and two segments."""
    made, chance = make_member(), random.Random(7)
    other = Product.objects.create(workspace=made.workspace, name="Read", slug="read")
    insight = create("insight", title="Waits are unknown", actor=made)
    for _ in range(20):
        said = say(
            made,
            days=chance.choice([0, 59, 60, 200]),
            method=chance.choice(["feedback", "feedback", "hearsay"]),
            product=chance.choice([product_of(made), other]),
            **{name: chance.choice("ABCDE") for name in ("branch", "plan") if chance.random() < 0.6},
        )
        if chance.random() < 0.3:
            link(said.node, "supports", insight, actor=made)
    return made


def figures(rows):
    return {
        (one["name"], one["value"]): (one["items"], one["in_insights"], one["last_on"], one["is_silent"])
        for one in rows
    }


def by_hand(member, product):
    return {
        key: (items, used, str(last) if last else None, silent)
        for key, (items, used, last, silent) in recount(member, product).items()
    }


def test_the_api_tells_what_a_recount_finds(member):
    _, secret = make_access_token(name="Report", scope="read", days=1, actor=member)

    for slug in ("", "read"):
        product = Product.objects.filter(workspace=member.workspace, slug=slug).first()
        answer = Client().get(
            "/api/v1/coverage/segments", {"product": slug}, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200
        assert figures(json.loads(answer.content)["data"]) == by_hand(member, product)


@pytest.fixture
def in_json():
    token = as_json.set(True)
    yield
    as_json.reset(token)


def test_the_command_tells_what_a_recount_finds(member, in_json, capsys):
    assert run(["coverage", "--workspace", member.workspace.slug]) == 0

    assert figures(json.loads(capsys.readouterr().out)["segments"]) == by_hand(member, None)


def test_the_command_says_who_was_never_heard_from(member, capsys):
    say(member, method="hearsay", place="Birch")

    assert run(["coverage", "--workspace", member.workspace.slug, "--product", "Read"]) == 0

    told = capsys.readouterr().out
    assert "Place: Birch: 0 items, 0 in insights, never heard from" in told
    assert "feedback_without_use: " in told
