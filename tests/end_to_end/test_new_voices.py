"""From a file to a claim, and what becomes of both when another file disagrees; on a phone."""

import csv
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from allied.domains.themes.tests.builders import SAID
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from conftest import Window
from tests.end_to_end.faults import faults_here
from tests.end_to_end.hands import Finger

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HELD = (
    "I cancelled hold {} because the wait was unknown",
    "Nobody said how long the wait for hold {} is, so I cancelled it",
    "The wait for my hold {} was unknown and I cancelled",
    "I cancel a hold like {} when nobody knows the wait",
)
SUBJECTS = {**{name: SAID[name] for name in ("password", "parking")}, "hold": HELD}
CLAIM = "People cancel a hold when the wait is unknown"
AGAINST = "I don't mind that the wait for my hold is unknown, it is a nice surprise."


def file(folder: Path, numbers: range, *more: str) -> Path:
    """A file of comments on each of three subjects."""
    texts = [lines[number % 4].format(number) for number in numbers for lines in SUBJECTS.values()]
    made = folder / f"comments-{numbers.start}.csv"
    with made.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerows(
            [["comment", "customer_email"], *([text, f"{at}@example.com"] for at, text in enumerate([*texts, *more]))]
        )
    return made


def bring_in(person: Finger, home: str, given: Path) -> None:
    person.open(f"{home}/imports/new")
    person.upload("The file", given)
    person.button("Read the file")
    person.activate(person.main.get_by_role("button", name=re.compile(r"^Import \d+ rows$")))
    expect(person.main.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"(\d+) of \1 rows are in"), timeout=60_000
    )


def sort(person: Finger, home: str, button: str) -> None:
    person.open(f"{home}/themes")
    person.button(button)
    expect(person.main.get_by_role("link", name="Show the themes")).to_be_visible(timeout=60_000)
    person.link("Show the themes")


def await_news(person: Finger, home: str, words: str) -> None:
    """People are told behind the write, so the page may be there first."""
    person.open(f"{home}/notifications")
    over = time.monotonic() + 30
    while words not in person.main.inner_text() and time.monotonic() < over:
        person.page.reload()
    expect(person.main).to_contain_text(words)


def test_new_feedback_keeps_the_themes_and_unsettles_the_claim(
    window: Window, worker: None, member: Member, tmp_path: Path
) -> None:
    priya_raman = make_member(like=member, name="Priya Raman", discipline=Discipline.PRODUCT)
    imani, priya = (Finger(window(one, **PHONE).new_page()) for one in (member, priya_raman))
    home = f"/w/{member.workspace.slug}"

    bring_in(imani, home, file(tmp_path, range(8)))
    sort(imani, home, "Sort the feedback")
    imani.activate(imani.main.get_by_role("link", name="Password").first)
    imani.link("Rename")
    imani.write("Name", "Getting in")
    imani.button("Save the name")
    expect(imani.main.get_by_role("heading", level=1)).to_have_text("Getting in")
    imani.open(f"{home}/themes")
    imani.activate(imani.main.get_by_role("link", name="Parking").first)
    imani.choose("Merge into", "Getting in")
    imani.button("Merge")
    expect(imani.main.get_by_role("heading", level=1)).to_have_text("Getting in")

    imani.open(f"{home}/themes")
    imani.activate(imani.main.get_by_role("link", name=re.compile("hold|wait|cancel", re.IGNORECASE)).first)
    imani.link("Make an insight")
    imani.write("Claim", CLAIM)
    imani.button("Draft the insight")
    imani.button("Publish the insight")
    expect(imani.main.get_by_text("Published", exact=True)).to_be_visible()
    imani.open(f"{home}/insights/INS-1/owners")
    imani.choose("UX owner", "Imani Okafor, UX research")
    imani.choose("Product owner", "Priya Raman, Product")
    imani.button("Save the owners")
    imani.link("Digest")
    expect(imani.main).to_contain_text(CLAIM)

    bring_in(imani, home, file(tmp_path, range(8, 11), AGAINST))
    sort(imani, home, "Run again")
    expect(imani.main.get_by_role("link", name="Getting in", exact=True).first).to_be_visible()
    expect(imani.main.get_by_role("link", name="Parking", exact=True)).to_have_count(0)

    imani.open(f"{home}/insights/watch?whose=all")
    near = imani.main.get_by_role("listitem").filter(has_text=AGAINST)
    imani.activate(near.get_by_role("button", name=re.compile("^It disagrees")))
    expect(imani.main).not_to_contain_text(AGAINST)

    await_news(priya, home, "confirmed that")
    priya.open(f"{home}/insights/INS-1")
    expect(priya.main.get_by_role("region", name=re.compile("^Evidence that disagrees"))).to_contain_text(AGAINST)

    priya.open(f"{home}/ask?q=Do people mind that the wait for a hold is unknown?")
    expect(priya.main).to_contain_text(CLAIM)
    expect(priya.main).to_contain_text(AGAINST)
    assert faults_here(priya.page, "the answer with both sides") == []
