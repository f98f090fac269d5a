"""The whole job of Allied, told turn by turn. Whoever does it, and with what, the words are the same."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.end_to_end.cases import Case, Search
from tests.end_to_end.hands import Mouse

OPPORTUNITY = "Know on which day it arrives"
ITEM = "Delivery tracking in the app"
PROBLEM = "People phone to ask where it is, because nothing else tells them."
OUTCOME = "Calls that ask where it is: 31% to 15% by June."


def set_up(imani: Mouse) -> None:
    """The first request on an empty installation is the set-up page."""
    imani.open("/")
    imani.write("Name of the workspace", "Marlow")
    imani.write("First product", "Cards")
    imani.write("Your name", "Imani Okafor")
    imani.write("E-mail", "imani@marlow.example")
    imani.write("Password", "correct horse battery")
    imani.button("Create the workspace")
    expect(imani.main.get_by_role("heading", level=1)).to_have_text("Hello, Imani")


def invite(imani: Mouse) -> str:
    """Make an invitation for the other side; return its link."""
    imani.area("Settings")
    imani.activate(imani.main.get_by_role("navigation", name="Settings").get_by_role("link", name="People"))
    imani.link("Invite a person")
    imani.write("Name", "Priya Raman")
    imani.choose("Role", "Editor")
    imani.choose("Discipline", "Product")
    imani.button("Make the link")
    return imani.field("Invitation link").input_value()


def join(priya: Mouse, link: str) -> None:
    """Come in by the link, with a password of one's own."""
    priya.open(link)
    expect(priya.main.get_by_text("Imani Okafor invites you as editor")).to_be_visible()
    priya.write("E-mail", "priya@marlow.example")
    priya.write("Password", "staple orbit lantern")
    priya.button("Join Marlow")
    expect(priya.main.get_by_role("heading", level=1)).to_have_text("Hello, Priya")


def import_file(imani: Mouse, case: Case) -> None:
    """File, columns with one correction, rows, run with progress, result."""
    imani.area("Feedback")
    imani.link("Import a file")
    imani.upload("The file", case.file)
    imani.button("Read the file")
    expect(imani.main.get_by_role("heading", level=1)).to_have_text("Check what each column means")
    imani.choose(f"{case.column} becomes", case.meaning)
    imani.follow_choice()
    row = imani.main.get_by_role("row").filter(has_text="Your choice.")
    expect(row.get_by_role("rowheader")).to_have_text(case.column)
    imani.activate(imani.main.get_by_role("button", name=re.compile(r"^Import \d+ rows$")))
    imani.await_heading(case.result)
    imani.link("Open the inbox")


def draft(imani: Mouse, case: Case) -> None:
    """An insight from three comments."""
    select(imani, case.three)
    imani.button("New insight from selection")
    imani.write("Claim", case.claim)
    imani.write("What would change our mind", "Most of them could say where it was.")
    imani.button("Draft the insight")
    expect(imani.main.get_by_text("INS-1 is drafted with 3 pieces of evidence.")).to_be_visible()
    sure(imani, case.first)
    imani.button("Publish the insight")
    expect(imani.main.get_by_text("Published", exact=True)).to_be_visible()


def frame(imani: Mouse, case: Case) -> None:
    """From the insight to an opportunity in one step."""
    imani.link("Frame an opportunity")
    imani.write("Opportunity", OPPORTUNITY)
    imani.write("Who it concerns", "People who wait")
    imani.button("Frame the opportunity")
    expect(imani.main.get_by_role("heading", level=1)).to_have_text(OPPORTUNITY)
    sure(imani, case.first)


def plan(imani: Mouse) -> None:
    """From the opportunity to an item in one step; both sides own it and stand behind it."""
    imani.link("Add a roadmap item")
    imani.write("Roadmap item", ITEM)
    imani.write("Problem", PROBLEM)
    imani.write("Outcome", OUTCOME)
    imani.pick("Now")
    imani.button("Add the item")
    imani.link("Assign the owners")
    imani.choose("UX owner", "Imani Okafor, UX research")
    imani.choose("Product owner", "Priya Raman, Product")
    imani.button("Save the owners")
    imani.button("Propose the item")
    imani.link("Commit the item")
    expect(imani.main.get_by_text("Imani Okafor and Priya Raman then stand behind this outcome")).to_be_visible()
    imani.button("Commit the item")
    expect(imani.main.get_by_text("Committed", exact=True).first).to_be_visible()


def walk(imani: Mouse, case: Case) -> None:
    """The thread from the item back to a comment, and from the comment on to the item."""
    comment = case.three.texts[0]
    for title in (OPPORTUNITY, case.claim, comment, case.claim, OPPORTUNITY, ITEM):
        thread = imani.main.get_by_role("region", name="The thread")
        imani.activate(thread.get_by_role("link", name=title))
        expect(imani.main.get_by_role("heading", level=1)).to_contain_text(title)


def disagree(priya: Mouse, case: Case) -> None:
    """The other side adds what speaks against the claim, and is told what follows from it."""
    add_evidence(priya, case, case.against, "It disagrees with the claim")
    level, before = case.disputed[0], case.first[0]
    expect(priya.main.get_by_text(f"INS-1 is {level}, it was {before}.")).to_be_visible()


def answer(imani: Mouse, case: Case) -> None:
    """More people say so; the claim rises, and the dispute is settled by number."""
    add_evidence(imani, case, case.more, "It supports the claim")
    level, before = case.settled[0], case.disputed[0]
    expect(imani.main.get_by_text(f"INS-1 is {level}, it was {before}.")).to_be_visible()


def add_evidence(person: Mouse, case: Case, search: Search, stance: str) -> None:
    person.area("Feedback")
    select(person, search)
    person.button("Add as evidence to…")
    person.pick(stance)
    person.tick(person.main.get_by_role("checkbox", name=case.claim))
    person.button("Add the evidence")


def read(person: Mouse, case: Case, words: tuple[str, str]) -> None:
    """Open the insight anew from the list, and find the same words there and on the record."""
    person.area("Insights")
    expect(person.main.get_by_role("cell", name=re.compile(f"Evidence: {words[0]}$"))).to_be_visible()
    person.link(case.claim)
    sure(person, words)


def select(person: Mouse, search: Search) -> None:
    """Narrow the inbox by words, and tick the comments, or all of the page."""
    if search.words:
        person.search(search.words)
    texts = search.texts
    for text in texts:
        person.tick(person.main.get_by_role("listitem").filter(has_text=text).get_by_role("checkbox").first)
    if not texts:
        person.tick(person.main.get_by_role("checkbox", name="Select all"))


def sure(person: Mouse, words: tuple[str, str]) -> None:
    """The level with its flag, and the sentence beside it."""
    level, sentence = words
    card = person.main.get_by_role("region", name="How sure are we?")
    expect(card.locator(".strength")).to_have_text(f"Evidence: {level}")
    expect(card.get_by_text(sentence, exact=True)).to_be_visible()
