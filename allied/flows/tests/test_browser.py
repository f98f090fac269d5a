"""From comments to a contested insight in a browser: every page in both themes and three widths, and by keyboard."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from allied.domains.insights.actions import Wording, draft_insight, publish_insight, supersede_insight
from allied.flows.evidence import add_evidence
from allied.flows.tests.builders import make_feedback
from allied.kernel.people.catalogue import Discipline
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member, product_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAITED = "I can wait three weeks. I just can’t wait I don’t know how many weeks, so I cancelled it and bought it."
FORGOT = "Honestly I forget I’ve asked for it. It’s a nice surprise when it comes."
PAGES = [
    "insights",
    "insights?q=nothing+here",
    "insights/new",
    "insights/INS-1",
    "insights/INS-2",
    "insights/INS-3",
    "insights/INS-1/edit",
    "insights/INS-1/evidence",
    "insights/INS-3/publication",
    "insights/INS-1/retirement",
    "insights/INS-1/supersession",
    "evidence/new-insight?node=FBK-1&node=FBK-2",
    "evidence/add?node=FBK-6&node=FBK-2",
    "links/new?node=INS-1",
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


def _keep(page: Page, name: str) -> None:
    if place := os.environ.get("ALLIED_PICTURES"):
        page.screenshot(path=Path(place) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(workspace: str, browser: BrowserContext, theme: str, width: int) -> None:
    page = browser.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)

    for path in PAGES:
        page.goto(f"{workspace}/{path}")
        found = Axe().run(page)
        _keep(page, f"{path.replace('/', '-').replace('?', '-')}-{width}-{theme}")

        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
