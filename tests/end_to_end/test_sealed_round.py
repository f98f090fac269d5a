"""Four people, four browsers: a round is prepared, voted on under seal, revealed; once by keyboard, once by phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from allied.domains.prioritization.tests.builders import make_team
from allied.kernel.nodes.actions import create
from allied.kernel.people.models import Member
from conftest import Window
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_two_sides_vote_under_seal_and_read_the_gap(window: Window) -> None:
    (imani, tomasz), (priya, bea) = make_team()
    for title in ("Know on which day it arrives", "Settle a fine without shame"):
        create("opportunity", title=title, actor=imani)
    first = Mouse(window(imani).new_page())
    address = _prepare(first, imani)

    _vote(first, address, "5", "1")
    _vote(Keyboard(window(tomasz).new_page()), address, "4", "1")
    _vote(Mouse(window(priya).new_page()), address, "2", "5")
    expect(first.main.get_by_text("Furthest apart")).to_have_count(0)
    _vote(Finger(window(bea, **PHONE).new_page()), address, "1", "5")

    first.open(address)
    first.button("Close and reveal")
    expect(first.main.get_by_role("heading", name=re.compile("^Furthest apart: Settle a fine"))).to_be_visible()
    expect(first.main.get_by_text("Because of 5")).not_to_have_count(0)
    expect(first.main.get_by_role("button", name="Second ballot")).to_be_visible()


def _prepare(first: Mouse, imani: Member) -> str:
    first.open(f"/w/{imani.workspace.slug}/rounds/new")
    first.write("Question", "Which of these first?")
    for title in ("OPP-1 Know", "OPP-2 Settle"):
        first.tick(first.main.get_by_label(re.compile(f"^{title}")))
    first.write("Ballots come in until", (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    first.button("Prepare the round")
    first.button("Open the round")
    expect(first.main.get_by_text("Open for ballots").first).to_be_visible()
    return first.page.url


def _vote(hands: Mouse, address: str, *scores: str) -> None:
    hands.open(f"{address}/ballot")
    for question, score in zip(("OPP-1", "OPP-2"), scores, strict=True):
        group = hands.main.get_by_role("group", name=f"Your vote on {question}")
        radio = group.get_by_role("radio", name=score, exact=True)
        hands.reach(radio) if isinstance(hands, Keyboard) else hands.activate(radio)  # the arrows choose as they go
        hands.write(f"Your reason about {question}", f"Because of {score}")
    hands.button("Hand in the ballot")
    expect(hands.main.get_by_text("Your ballot is in.")).to_be_visible()
