"""From comments to a contested insight in a browser, by keyboard, and the pages whose states the demo does not show."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from allied.domains.insights.actions import Wording, draft_insight, publish_insight, supersede_insight
from allied.flows.evidence import add_evidence
from allied.flows.tests.builders import make_feedback
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member, product_of
from tests.end_to_end.faults import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITED = "I can wait three weeks. I just can’t wait I don’t know how many weeks, so I cancelled it and bought it."
FORGOT = "Honestly I forget I’ve asked for it. It’s a nice surprise when it comes."
PAGES = [
    "insights?q=nothing+here",
    "insights/new",
    "insights/INS-1",
    "insights/INS-2",
    "insights/INS-3",
    "insights/INS-3/publication",
    "insights/INS-1/supersession",
    "evidence/add?node=FBK-6&node=FBK-2",
    "links/new?node=INS-1&as=supports:in",
]


@pytest.fixture
def workspace(member: Member) -> str:
    """A published insight that is contested, its predecessor, and a draft; the path of the workspace."""
    manager = make_member(like=member, discipline=Discipline.PRODUCT, name="Priya Raman")
    voices = [make_feedback(member, f"{WAITED} ({number})", author=f"P0{number}") for number in range(1, 6)]
    others = [
        make_feedback(manager, FORGOT, author="P09, weekly visitor"),
        make_feedback(manager, "No idea", author="P10"),
    ]
    claim = _insight(member, "People leave when the wait is unknown, not when it is long", voices)
    old = _insight(manager, "People leave when the wait is long", voices[:1])
    draft_insight(Wording("Pickup notices without a desk send people to the wrong floor"), actor=member)
    add_evidence(others, "contradicts", [claim.node], actor=manager, note="Weekly visitors only")
    supersede_insight(old, claim, actor=manager, reason="Six people waited long and stayed")
    return f"/w/{member.workspace.slug}"


def _insight(member, claim, evidence):
    wording = Wording(
        claim,
        summary="Borrowers accept long waits when they can plan around them. A range of days kept most.",
        scope="People with a hold in the app; not weekly visitors.",
        what_would_change="Holds with an estimate are cancelled as often as holds without one.",
    )
    insight = draft_insight(wording, actor=member, product=product_of(member))
    add_evidence(evidence, "supports", [insight.node], actor=member)
    return publish_insight(insight, actor=member)


@pytest.mark.slow
def test_every_page_is_accessible_and_fits(workspace: str, browser: BrowserContext) -> None:
    page = browser.new_page()

    found = [fault for path in PAGES for fault in faults(page, f"{workspace}/{path}")]

    assert not found, "\n".join(found)


def test_from_comments_to_a_contested_insight_by_keyboard(workspace: str, browser: BrowserContext) -> None:
    page = browser.new_page()
    page.goto(f"{workspace}/evidence/new-insight?node=FBK-1&node=FBK-2&node=FBK-3")

    page.get_by_label("Claim").focus()
    page.keyboard.type("People cancel when they cannot plan")
    _tab_to(page, "Draft the insight")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("People cancel when they cannot plan")
    expect(page.get_by_text("INS-4 is drafted with 3 pieces of evidence.")).to_be_visible()
    expect(page.locator("#sure .strength")).to_contain_text("Emerging")

    page.goto(f"{workspace}/evidence/add?node=FBK-6&node=FBK-7")
    page.get_by_label("It supports the claim").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_label("Search insights and opportunities").focus()
    page.keyboard.type("cannot plan")
    expect(page.locator("#found label")).to_have_count(1)
    page.get_by_label("People cancel when they cannot plan").focus()
    page.keyboard.press("Space")
    _tab_to(page, "Add the evidence")
    page.keyboard.press("Enter")

    expect(page.get_by_text("INS-4 is Emerging, contested, it was Emerging.")).to_be_visible()
    expect(page.locator("#sure .strength")).to_contain_text("Emerging, contested")
    page.locator("body").press("z")
    expect(page.locator("#sure .strength")).not_to_contain_text("contested")
    expect(page.get_by_text("2 links removed from INS-4.")).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the button with that name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"Tab does not reach “{name}”.")
