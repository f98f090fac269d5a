"""Pages in the pseudo-locale: nothing is left in English, and nothing is cut off when words are a third longer."""

import pytest

from allied.domains.decisions.models import Objection
from allied.kernel.custom_fields.models import CustomField
from allied.kernel.importing.actions import upload_import
from allied.kernel.people.catalogue import Role
from allied.kernel.people.models import Member
from allied.site.demo.load import load_demo
from conftest import Window
from tests.end_to_end.cases import SAMPLE
from tests.end_to_end.foreign import WIDTHS, clipped, foreign, pseudo_catalog, untranslated, written_by_people
from tests.end_to_end.places import IN_DEMO

__all__ = ["foreign", "pseudo_catalog"]
# Pages that still say something in English, mostly words of the demo without `translate="no"`. None is added here.
NOT_YET = frozenset(
    {
        "",
        "feedback",
        "feedback?q=nothing+at+all",
        "feedback?show=mine",
        "feedback/duplicates?node=FBK-1&q=the",
        "imports/1",
        "imports/{draft}",
        "imports/1/rows",
        "notifications",
        "notifications?show=all",
        "themes",
        "themes/THM-1",
        "insights",
        "insights?group=state",
        "insights/INS-1",
        "insights/INS-2/digest",
        "insights/weekly",
        "insights/INS-1/edit",
        "settings/templates/new/page",
        "insights/INS-1/retirement",
        "insights/INS-2/owners",
        "insights/INS-2/parking",
        "insights/INS-2/review",
        "insights/INS-2/review/done",
        "opportunities",
        "opportunities/OPP-1",
        "items",
        "items/table",
        "items/table?group=horizon",
        "items/ITM-1",
        "rounds/RND-1",
        "rounds/RND-2/ballot",
        "decisions/new",
        "charter",
        "charter/2",
        "charter/3",
        "charter/3/frame",
        "charter/3/rights/new",
        "charter/standards",
        "links/new?node=OPP-1",
        "thread/new-item?from=OPP-1",
        "thread/OPP-1",
        "thread/OPP-1?at=INS-2&stance=against",
        "thread/FBK-1499/path?to=ITM-1",
        "thread/ITM-1/why",
        "coverage",
        "pages",
        "pages/PAG-1",
        "pages/PAG-1/versions/2",
        "search",
        "search?q=hold",
        "help/evidence-strength",
        "settings/",
        "settings/calendar",
        "settings/model",
        "fields/on/INS-2",
        "insights?group=custom_branch_group&cols=custom_branch_group,custom_channels,custom_checked_by",
        "account",
    }
)
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


PLANTED = """<title>⟦Šééé⟧</title><main><p>⟦Šááíď⟧</p><p>Forgotten</p><p>Ana Ng</p><p>⟦Šáávéé <a href="/">ííť⟧</a></p>
<button aria-label="Close it" style="width: 40px; overflow: hidden; white-space: nowrap">⟦Čĺóóšéé ťĥíís ňóóŵ⟧</button>
<div style="width: 40px">⟦Óóppóóřťúúňííťýťóóř⟧</div>
<div style="width: 40px; overflow-x: auto">⟦Óóppóóřťúúňííťý⟧</div></main>"""


def test_the_pages_left_out_are_pages() -> None:
    assert set(IN_DEMO) >= NOT_YET


def test_what_was_planted_is_found(window: Window) -> None:
    page = window().new_page()
    page.set_content(PLANTED)

    assert untranslated(page, lambda text: text == "Ana Ng") == ["p.: 'Forgotten'", "@aria-label: 'Close it'"]
    assert [fault.partition(" ")[0] for fault in clipped(page)] == ["BUTTON.", "DIV."]


def test_pages_are_translated_and_fit(window: Window, foreign: None) -> None:
    workspace = load_demo()
    owner = Member.objects.get(workspace=workspace, role=Role.OWNER)
    draft = upload_import(
        file_name=SAMPLE.name, chunks=[SAMPLE.read_bytes()], product=workspace.products.get(), actor=owner
    )
    numbers = {"draft": draft.number, "objection": Objection.objects.get(node__workspace=workspace).pk}
    numbers["field"] = CustomField.objects.get(workspace=workspace, kind="insight", key="branch_group").pk
    page, is_peoples = window(owner).new_page(), written_by_people()
    found: list[str] = []

    for path in [one for one in IN_DEMO if one not in NOT_YET]:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(f"/w/{workspace.slug}/{path.format(**numbers)}")
        found += [f"{path}: not translated: {text}" for text in untranslated(page, is_peoples)]
        page.set_viewport_size({"width": WIDTHS[1], "height": 900})
        found += [f"{path} at {WIDTHS[1]} px: {fault}" for fault in clipped(page)]

    assert not found, "\n".join(line[:300] for line in found)
