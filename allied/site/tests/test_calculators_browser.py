"""Calculators in a browser: accessible in both themes at three widths, and whole without script."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from allied.kernel.people.models import Member
from allied.site.help.calculators.catalogue import CALCULATORS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [("light", 1440), ("light", 390), ("light", 320), ("dark", 1440), ("dark", 390), ("dark", 320)]
ASKED = ["completion_rate_ci", "nps_compare", "top_box"]
PAGES = ["", *(f"/{method}?{urlencode(CALCULATORS[method].example)}" for method in ASKED), "/mean_ci?values=many"]


def test_calculators_are_accessible_and_fit(window: Callable[..., BrowserContext], member: Member) -> None:
    page = window(member, refused=True).new_page()
    for address in PAGES:
        page.goto(f"/w/{member.workspace.slug}/help/calculators{address}")
        for theme, width in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
            found = Axe().run(page)

            assert found.violations_count == 0, f"{address} {theme} {width}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


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
