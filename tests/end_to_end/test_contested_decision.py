"""Four people, four browsers: from the tree over a veto to a brief that both sides sign; once by keyboard alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from allied.domains.roadmap.actions import add_item, assign_owners, propose_item
from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from conftest import Window
from tests.end_to_end.faults import faults_here
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
QUESTION = "Do we remind people of fines before they borrow?"
REMIND, LEAVE = "Remind before they borrow", "Remind after they borrowed"


def make_people() -> tuple[Member, Member, Member, Member]:
    """Two of UX, one of Product, and the leader who decides."""
    imani = make_member(Role.EDITOR, name="Imani")
    tomasz = make_member(Role.EDITOR, like=imani, name="Tomasz", discipline=Discipline.DESIGN)
    priya = make_member(Role.EDITOR, like=imani, name="Priya", discipline=Discipline.PRODUCT)
    helen = make_member(Role.EDITOR, like=imani, name="Helen", discipline=Discipline.LEADERSHIP)
    return imani, tomasz, priya, helen


def make_ground(imani: Member, priya: Member) -> Node:
    """Something that a person said, and a proposed item that the decision is about."""
    said = create("feedback", title="I left, I thought that I had to pay first", actor=imani)
    item = add_item(title="Fine reminder", problem="Fines stay open.", outcome="Fewer open fines.", actor=imani)
    assign_owners(item, ux_owner=imani, product_owner=priya, actor=imani)
    propose_item(item, actor=imani)
    return said


def test_a_contested_decision_from_the_tree_to_a_brief_that_both_sign(window: Window) -> None:
    people = imani, tomasz, priya, helen = make_people()
    make_ground(imani, priya)
    ux, design = Mouse(window(imani).new_page()), Mouse(window(tomasz).new_page())
    product = Finger(window(priya, refused=True, **PHONE).new_page())
    leader = Mouse(window(helen, refused=True).new_page())

    root = f"/w/{imani.workspace.slug}"
    _grow(ux, root)
    _rank(ux, (design, product), root)
    _decide_together(people, (ux, design, product, leader), root)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_decision_by_keyboard_alone(window: Window, width: int) -> None:
    people = imani, _tomasz, priya, _helen = make_people()
    make_ground(imani, priya)
    size = {"width": width, "height": 900}
    hands = [Keyboard(window(one, refused=True, viewport=size).new_page()) for one in people]

    _decide_together(people, hands, f"/w/{imani.workspace.slug}")


def _grow(ux: Mouse, root: str) -> None:
    """An outcome with two opportunities under it."""
    ux.open(f"{root}/tree/new/outcome")
    ux.write("Outcome", "Fewer fines stay open")
    ux.button("Add the outcome")
    ux.open(f"{root}/outcomes/OUT-1/planting")
    ux.write("Lines", "Settle a fine without shame\nKnow before the desk that a fine is open")
    ux.button("Show what would be added")
    ux.button("Add them")
    expect(ux.main.get_by_text("Settle a fine without shame").first).to_be_visible()


def _rank(ux: Mouse, others: tuple[Mouse, ...], root: str) -> None:
    """A sealed round over both; the sides want opposite things."""
    ux.open(f"{root}/rounds/new")
    ux.write("Question", "Which first?")
    for reference in ("OPP-1", "OPP-2"):
        ux.tick(ux.main.get_by_label(re.compile(f"^{reference} ")))
    ux.write("Ballots come in until", (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    for side in ("UX", "Product"):
        ux.write(f"Ballots needed from {side}", "1")
    ux.button("Prepare the round")
    ux.button("Open the round")
    for hands, scores in zip((ux, *others), (("5", "1"), ("4", "2"), ("1", "5")), strict=True):
        hands.open(f"{root}/rounds/RND-1/ballot")
        for reference, score in zip(("OPP-1", "OPP-2"), scores, strict=True):
            group = hands.main.get_by_role("group", name=f"Your vote on {reference}")
            hands.activate(group.get_by_role("radio", name=score, exact=True))
        hands.button("Hand in the ballot")
        expect(hands.main.get_by_text("Your ballot is in.")).to_be_visible()
    ux.open(f"{root}/rounds/RND-1")
    ux.link("Close early")  # the leader may vote too, and has not
    ux.button("Close and reveal")
    expect(ux.main.get_by_role("heading", name=re.compile("^Furthest apart"))).to_be_visible()


def _decide_together(people: tuple[Member, ...], hands: tuple[Mouse, ...] | list[Mouse], root: str) -> None:
    """Positions, wordings, a veto that refuses the commitment and the verdict, its end, the verdict, two signatures."""
    ux, design, product, leader = hands
    page = f"{root}/decisions/DEC-1"
    _put_to_both(ux, root)
    _state(ux, page, "UX", LEAVE, "3 of 8 people left the desk.")
    _state(product, page, "Product", REMIND, "Sunday hours depend on it.")
    expect(product.main.get_by_text("Contested", exact=True)).to_be_visible()
    _word(ux, page, "Product", "Open hours are an experience too.")
    _word(product, page, "UX", "Who leaves at the desk does not come back.")
    for reader, name in ((ux, "Imani"), (product, "Priya")):
        reader.open(page)
        reader.button("That is fair")
        expect(reader.main.get_by_text(f"Called fair by {name}")).to_be_visible()
    product.open(f"{root}/items/ITM-1/commitment")
    _object(design, root, "DEC-1")
    _object(design, root, "ITM-1")

    product.button("Commit the item")
    expect(product.main.get_by_text("Way out: A test in which nobody is blocked.").first).to_be_visible()
    assert Node.objects.get(kind="item").state == "proposed"
    leader.open(f"{page}/verdict")
    _conclude(leader)
    expect(leader.main.get_by_text("Way out: A test in which nobody is blocked.").first).to_be_visible()
    assert Node.objects.get(kind="decision").state == "open"

    for number in (1, 2):
        design.open(f"{root}/decisions")
        design.activate(design.main.get_by_role("link", name=re.compile("^Veto on ")).first)
        design.write("Reason", f"Tested with 8 people, none was blocked ({number}).")
        design.button("Lift the veto")
        expect(design.main.get_by_text(re.compile("^Lifted by Tomasz"))).to_be_visible()
    leader.open(f"{page}/verdict")
    _conclude(leader)
    expect(leader.main.get_by_role("heading", name=f"Decided: {LEAVE}")).to_be_visible()
    product.open(f"{root}/items/ITM-1/commitment")
    product.button("Commit the item")
    expect(product.main.get_by_text("Committed", exact=True).first).to_be_visible()

    for reader, side in ((design, "UX"), (product, "Product")):
        reader.open(f"{page}/brief")
        reader.button(f"Sign for {side}")
    expect(product.main.get_by_text("Joint", exact=True)).to_be_visible()
    expect(product.main.get_by_text("Signed by Tomasz for UX")).to_be_visible()
    for address in (page, f"{page}/brief"):
        leader.open(address)
        assert faults_here(leader.page, address) == []


def _put_to_both(ux: Mouse, root: str) -> None:
    ux.open(f"{root}/decisions/new")
    ux.write("Question", QUESTION)
    ux.choose("Who decides", "Helen, Leadership")
    ux.write("Option 1", REMIND)
    ux.write("Option 2", LEAVE)
    ux.button("Save the draft")
    ux.button("Put it to both sides")
    expect(ux.main.get_by_text("Open", exact=True)).to_be_visible()


def _state(hands: Mouse, page: str, side: str, option: str, text: str) -> None:
    hands.open(page)
    hands.activate(hands.main.get_by_text(f"State the position of {side}"))
    hands.choose("Which option?", option)
    hands.write("The position, in your side’s own words", text)
    hands.button("State the position")
    expect(hands.main.get_by_text(text)).to_be_visible()


def _word(hands: Mouse, page: str, other: str, text: str) -> None:
    hands.open(page)
    hands.activate(hands.main.get_by_text(f"Word {other}’s case"))
    hands.write("The other side’s case", text)
    hands.button("Show it to them")
    expect(hands.main.get_by_text(text)).to_be_visible()


def _object(hands: Mouse, root: str, reference: str) -> None:
    hands.open(f"{root}/objections/new/veto?node={reference}")
    hands.choose("Standard", "No one is blocked by an error")
    hands.write("Evidence", "FBK-1")
    hands.write("Why", "3 of 8 people left.")
    hands.write("What would lift it", "A test in which nobody is blocked.")
    hands.choose("Who settles it after 10 working days", "Helen, Leadership")
    hands.button("Place the veto")
    expect(hands.main.get_by_text("Stands", exact=True)).to_be_visible()


def _conclude(leader: Mouse) -> None:
    leader.pick(LEAVE)
    leader.write("Reasons", "Both can live with it, and nobody is stopped.")
    leader.button("Decide")
