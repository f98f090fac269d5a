"""Ask in a browser: by keyboard on a phone's width, answered and not answered."""

import pytest
from playwright.sync_api import BrowserContext, expect

from allied.domains.feedback.actions import add_feedback
from allied.kernel.embeddings.filling import fill
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of
from conftest import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOLD = "I cancelled my hold because nobody told me how long it takes"


def test_a_question_is_answered_and_another_is_not(member: Member, window: Window) -> None:
    add_feedback(text=HOLD, product=product_of(member), actor=member)
    fill(member.workspace)
    page = _phone(member, window).new_page()

    page.goto(f"/w/{member.workspace.slug}/ask")
    page.keyboard.type("Why do people cancel their holds?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 quote answers this; no claim rests on them yet")
    expect(page.locator("#answer")).to_contain_text(HOLD)

    page.get_by_label("Ask in your own words").fill("What is the capital of France?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No evidence found")
    expect(page.get_by_role("link", name="Import a file")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _phone(member: Member, window: Window) -> BrowserContext:
    return window(member, viewport={"width": 390, "height": 800})
