"""Every kind of page on the demo, full as after two years: accessible in both themes and three widths, and light."""

import pytest

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
from tests.end_to_end.faults import faults
from tests.end_to_end.places import IN_DEMO, IN_EMPTY, OUTSIDE
from tests.end_to_end.recording import keep_record, to_open

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PARTS = 4  # so that two processes share the work; each loads a demo of its own


@pytest.fixture
def marlow(transactional_db: None) -> Member:
    """An owner of the demo workspace."""
    workspace = load_demo()
    return Member.objects.get(workspace=workspace, role=Role.OWNER)


@pytest.mark.parametrize("first", range(PARTS))
def test_pages_of_a_full_workspace(first: int, window: Window, marlow: Member) -> None:
    page = window(marlow).new_page()

    product = marlow.workspace.products.get()
    draft = upload_import(file_name=SAMPLE.name, chunks=[SAMPLE.read_bytes()], product=product, actor=marlow)
    numbers = {"draft": draft.number, "objection": Objection.objects.get(node__workspace=marlow.workspace).pk}
    coming = AgendaItem.objects.filter(meeting__node__workspace=marlow.workspace, meeting__node__number=2)
    numbers["agenda"] = coming.order_by("position")[0].pk
    numbers["field"] = CustomField.objects.get(workspace=marlow.workspace, kind="insight", key="branch_group").pk
    places = {path: path.format(**numbers) for path in to_open(IN_DEMO[first::PARTS])}

    found = {path: faults(page, f"/w/{marlow.workspace.slug}/{place}") for path, place in places.items()}

    keep_record({path: len(told) for path, told in found.items()}, IN_DEMO)
    assert not any(found.values()), "\n".join(fault for told in found.values() for fault in told)


def test_pages_of_an_empty_workspace(window: Window, transactional_db: None) -> None:
    owner = make_member(Role.OWNER, name="Imani Okafor")
    page = window(owner, refused=True).new_page()

    found = [fault for path in IN_EMPTY for fault in faults(page, f"/w/{owner.workspace.slug}/{path}")]

    assert not found, "\n".join(found)


def test_pages_outside_of_a_workspace(window: Window, marlow: Member) -> None:
    page = window(refused=True).new_page()

    _, secret = invite(role=Role.EDITOR, discipline=Discipline.PRODUCT, actor=marlow)

    found = [fault for path in OUTSIDE for fault in faults(page, f"/{path.format(secret=secret)}")]

    assert not found, "\n".join(found)
