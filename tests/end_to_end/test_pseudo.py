"""Pages in the pseudo-locale: nothing is left in English, and nothing is cut off when words are a third longer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from allied.domains.decisions.models import Objection
from allied.domains.rituals.models import AgendaItem
from allied.kernel.custom_fields.models import CustomField
from allied.kernel.importing.actions import upload_import
from allied.kernel.membership.invitations import invite
from allied.kernel.people.catalogue import Discipline, Role
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from allied.site.demo.load import load_demo
from conftest import Window
from tests.end_to_end.cases import SAMPLE
from tests.end_to_end.foreign import WIDTHS, clipped, foreign, pseudo_catalog, untranslated, written_by_people
from tests.end_to_end.places import IN_DEMO, IN_EMPTY, OUTSIDE

__all__ = ["foreign", "pseudo_catalog"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


PLANTED = """<title>⟦Šééé⟧</title><main><p>⟦Šááíď⟧</p><p>Forgotten</p><p>Ana Ng</p><p>⟦Šáávéé <a href="/">ííť⟧</a></p>
<button aria-label="Close it" style="width: 40px; overflow: hidden; white-space: nowrap">⟦Čĺóóšéé ťĥíís ňóóŵ⟧</button>
<div style="width: 40px">⟦Óóppóóřťúúňííťýťóóř⟧</div>
<div style="width: 40px; overflow-x: auto">⟦Óóppóóřťúúňííťý⟧</div></main>"""


CALCULATORS = "help/calculators/"  # what they show is said by allied.stats, a library of its own that speaks English


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
    coming = AgendaItem.objects.filter(meeting__node__workspace=workspace, meeting__node__number=2)
    numbers["agenda"] = coming.order_by("position")[0].pk
    numbers["field"] = CustomField.objects.get(workspace=workspace, kind="insight", key="branch_group").pk
    page, is_peoples = window(owner).new_page(), written_by_people()

    found = [
        fault
        for path in IN_DEMO
        if not path.startswith(CALCULATORS)
        for fault in _faults(page, f"/w/{workspace.slug}/{path.format(**numbers)}", is_peoples)
    ]

    assert not found, "\n".join(found)


def test_pages_of_an_empty_workspace_are_translated_and_fit(window: Window, foreign: None) -> None:
    owner = make_member(Role.OWNER, name="Imani Okafor")
    page, is_peoples = window(owner, refused=True).new_page(), written_by_people()

    found = [fault for path in IN_EMPTY for fault in _faults(page, f"/w/{owner.workspace.slug}/{path}", is_peoples)]

    assert not found, "\n".join(found)


def test_pages_outside_of_a_workspace_are_translated_and_fit(window: Window, foreign: None) -> None:
    owner = make_member(Role.OWNER, name="Imani Okafor")
    page, is_peoples = window(refused=True).new_page(), written_by_people()
    _, secret = invite(role=Role.EDITOR, discipline=Discipline.PRODUCT, actor=owner)

    found = [fault for path in OUTSIDE for fault in _faults(page, f"/{path.format(secret=secret)}", is_peoples)]

    assert not found, "\n".join(found)


def _faults(page: Page, path: str, is_peoples: Callable[[str], bool]) -> list[str]:
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(path)
    found = [f"{path}: not translated: {text}" for text in untranslated(page, is_peoples)]
    page.set_viewport_size({"width": WIDTHS[1], "height": 900})
    found += [f"{path} at {WIDTHS[1]} px: {fault}" for fault in clipped(page)]
    return [line[:300] for line in found]
