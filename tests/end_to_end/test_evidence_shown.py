"""Evidence where people meet it: alive in a page, as the way between two objects, in a file without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from allied.domains.insights.actions import Wording, draft_insight, edit_insight
from allied.domains.pages.actions import write_page
from allied.flows.tests.builders import make_feedback
from allied.kernel.people.models import Member
from allied.kernel.thread.actions import link
from conftest import Window
from tests.end_to_end.hands import Finger, Keyboard, Mouse

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.mark.parametrize("kind", [Mouse, Keyboard, Finger])
def test_a_claim_is_read_in_a_page_followed_to_a_voice_and_kept_as_a_file(
    window: Window, member: Member, tmp_path: Path, kind: type[Mouse]
) -> None:
    insight = draft_insight(Wording("People leave when the wait is unknown"), actor=member)
    link(make_feedback(member, "Tell me a date and I will wait."), "supports", insight.node, actor=member)
    write_page(title="What we learned", text="We hold this to be true:\n\n#INS-1", actor=member)
    edit_insight(insight, Wording("People leave when nobody tells a date"), actor=member)
    narrow = PHONE if kind is Finger else {}
    hands = kind(window(member, **narrow).new_page())

    hands.open(f"/w/{member.workspace.slug}/pages/PAG-1")
    embed = hands.main.get_by_role("group", name="Insight INS-1")
    expect(embed).to_contain_text("Anecdotal: 1 person, feedback only")
    _fits(hands)
    hands.activate(embed.get_by_role("link", name="People leave when nobody tells a date"))
    hands.await_heading("People leave when nobody tells a date")

    hands.open(f"/w/{member.workspace.slug}/thread/INS-1/path")
    hands.write("The other end: a reference such as OPP-3, or words", "a date and I will wait")
    hands.button("Find the way")
    hands.link("Tell me a date and I will wait.")
    expect(hands.main.get_by_text("INS-1 is supported by FBK-1.")).to_be_visible()
    hands.link("The other way round")
    expect(hands.main.get_by_text("FBK-1 supports INS-1.")).to_be_visible()
    _fits(hands)

    hands.open(f"/w/{member.workspace.slug}/thread/INS-1/why")
    with hands.page.expect_download() as saved:
        hands.link("Save as a file")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    _is_read_without_a_network(kind, file, window(**narrow))


def _is_read_without_a_network(kind: type[Mouse], file: Path, offline: BrowserContext) -> None:
    offline.set_offline(True)
    asked: list[str] = []
    offline.on("request", lambda request: asked.append(request.url))
    copy = kind(offline.new_page())
    copy.open(file.as_uri())
    expect(copy.main.get_by_text("“Tell me a date and I will wait.”")).to_be_visible()
    if isinstance(copy, Keyboard):
        copy.reach(copy.main.get_by_role("link", name="FBK-1", exact=True).first)
    assert asked == [file.as_uri()]
    _fits(copy)


def _fits(hands: Mouse) -> None:
    assert hands.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
