"""Calculators in a browser: accessible in both themes at three widths, and whole without script."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, expect

from allied.kernel.people.models import Member
from allied.site.help.calculators.catalogue import CALCULATORS
from tests.end_to_end.faults import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = ["completion_rate_ci", "nps_compare", "top_box"]
PAGES = ["", *(f"/{method}?{urlencode(CALCULATORS[method].example)}" for method in ASKED), "/mean_ci?values=many"]


def test_calculators_are_accessible_and_fit(window: Callable[..., BrowserContext], member: Member) -> None:
    page = window(member, refused=True).new_page()

    found = [
        fault for address in PAGES for fault in faults(page, f"/w/{member.workspace.slug}/help/calculators{address}")
    ]

    assert not found, "\n".join(found)


def test_a_calculator_answers_by_keyboard_alone_and_its_answer_has_an_address(
    browser: BrowserContext, member: Member
) -> None:
    page = browser.new_page()
    page.goto(f"/w/{member.workspace.slug}/help/calculators/completion_rate_ci")

    page.get_by_label("People who completed").fill("9")
    page.get_by_label("People who tried").fill("10")
    page.keyboard.press("Enter")

    expect(page.locator("#answer p").first).to_have_text("9 of 10 completed: 90% (57 to 100%).")
    assert "successes=9" in page.url
    page.locator("summary", has_text="Data table").click()
    expect(page.locator("td", has_text="90%")).to_be_visible()
