"""Four people, four browsers: a round is prepared, voted on under seal, revealed; once by keyboard, once by phone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from allied.domains.prioritization.tests.builders import make_open, make_team
from allied.kernel.nodes.actions import create
from allied.kernel.people.models import Member
from conftest import Window
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LISTEN = """
    window.spoken = [];
    new MutationObserver(changes => changes.filter(one => one.target.role === "status")
        .forEach(one => window.spoken.push(one.target.textContent)))
        .observe(document.body, { childList: true, subtree: true });
"""
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
    _read_by_keyboard(Keyboard(window(tomasz).new_page()), address)


def _read_by_keyboard(hands: Keyboard, address: str) -> None:
    """The reveal by keyboard alone: what was compared, the reasons, the ranking as a file, then a second ballot."""
    hands.open(address)
    main = hands.main
    hands.reach(main.get_by_role("link", name="OPP-2", exact=True).first)
    hands.link("Open with reasons")
    expect(main.get_by_text("Because of 5").first).to_be_visible()
    hands.page.go_back()
    hands.link("Export")
    expect(hands.page).to_have_url(re.compile("/ranking$"))
    with hands.page.expect_download() as came:
        hands.link("CSV")
    assert came.value.suggested_filename == "RND-1-ranking.csv"
    hands.open(address)
    hands.button("Second ballot")
    expect(hands.page).to_have_url(re.compile("/rounds/RND-2/edit$"))


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


def test_a_quick_round_is_voted_on_by_its_short_link_on_a_phone(window: Window) -> None:
    (imani, tomasz), (priya, _bea) = make_team()
    for title in ("Know on which day it arrives", "Settle a fine without shame"):
        create("opportunity", title=title, actor=imani)
    first = Mouse(window(imani).new_page())
    first.open(f"/w/{imani.workspace.slug}/rounds/quick")
    first.write("Question", "Which of these first?")
    for title in ("OPP-1 Know", "OPP-2 Settle"):
        first.tick(first.main.get_by_label(re.compile(f"^{title}")))
    first.button("Open the round now")
    link = first.main.get_by_role("link", name="/v/RND-1").get_attribute("href")
    assert link is not None

    for member in (tomasz, priya):
        hands = Finger(window(member, **PHONE).new_page())
        hands.open(link[link.index("/w/") :])
        expect(hands.page).to_have_url(re.compile("/rounds/RND-1/ballot$"))
        expect(hands.main.get_by_role("timer")).to_have_text(re.compile(r"\d:\d\d left"))
        _fits_a_finger(hands)
        hands.activate(hands.main.get_by_role("group", name="Your vote on OPP-2").get_by_role("radio", name="5"))
        hands.button("Hand in the ballot")
        expect(hands.main.get_by_text("Your ballot is in.")).to_be_visible()


def _fits_a_finger(hands: Finger) -> None:
    """Nothing to scroll sideways, and every score is at least 44 px high and wide."""
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= 390
    for label in hands.main.locator(".radios--vote label").all():
        box = label.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_the_countdown_says_one_minute_and_the_end_and_nothing_between(window: Window) -> None:
    page, end = _ballot_at(window, seconds_left=120)
    page.clock.pause_at(end - timedelta(seconds=90))
    left = page.get_by_role("timer")

    expect(left).to_have_text(re.compile("1:(30|29) left"))
    page.evaluate(LISTEN)
    page.clock.run_for(20_000)
    assert page.evaluate("window.spoken") == []
    page.clock.run_for(12_000)
    assert page.evaluate("window.spoken") == ["One minute left to vote."]
    expect(left).to_have_text(re.compile("0:5[789] left"))
    page.clock.run_for(65_000)
    assert page.evaluate("window.spoken") == ["One minute left to vote.", "Time is over."]
    expect(left).to_have_text(", time is over")


def test_a_page_that_is_opened_in_the_last_minute_says_so_at_once(window: Window) -> None:
    page, _end = _ballot_at(window, seconds_left=40)

    expect(page.get_by_role("status").filter(has_text="One minute left to vote.")).to_have_count(1)


def _ballot_at(window: Window, *, seconds_left: int) -> tuple[Page, datetime]:
    """A ballot with so much time left by the clock of the browser, and when that is over."""
    (imani, _tomasz), _product = make_team()
    end = timezone.now() + timedelta(minutes=5)
    found = make_open(imani, closes_at=end)
    page = window(imani).new_page()
    page.clock.install(time=end - timedelta(seconds=seconds_left))
    page.goto(f"/w/{imani.workspace.slug}/rounds/{found.node.reference}/ballot")
    return page, end
