"""A list of declared fields for the gallery, with every kind of condition and no database behind it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from allied.kernel.nodes.models import Node
from allied.web.jinja import macro
from allied.web.listing import Page
from allied.web.lists.facets import Facet, Value
from allied.web.lists.fieldlist import Band, FieldList, Row, Sheet, Spec
from allied.web.lists.fields import Field, Kind

STATES = {"draft": "Draft", "published": "Published"}
ADDRESS = "where=state~is~draft&where=added~after~soon&where=people&sort=-people&group=state"


def sample() -> dict[str, Any]:
    """The names that the gallery's page of lists asks for."""
    request = HttpRequest()
    request.GET = QueryDict(ADDRESS)
    rows = [_row(2, "Waits are unknown", 12), _row(5, "Reminders come too late", 3, is_ended=True)]
    page = Page([row.shown for row in rows], 1, 2, "", "")
    bands = [Band("Draft", 1, rows[:1]), Band("Published", 1, rows[1:])]
    fieldlist: FieldList[Node, Any] = FieldList(request, Node.objects.none(), _spec())
    values = [Value("Draft", 1, "#", is_chosen=True), Value("Published", 12, "#", is_chosen=False)]
    facet = Facet("sample", "State", [*values, Value("Retired", 0, "#", is_chosen=False)])
    return {"fieldlist": fieldlist, "facets": [facet], "sheet": Sheet(page, bands)}


def _row(number: int, title: str, people: int, *, is_ended: bool = False) -> Row[Any]:
    shown = SimpleNamespace(reference=f"INS-{number}", title=title, people=people, is_ended=is_ended)
    return Row(shown.reference, shown, shown.reference)


def _spec() -> Spec[Node, Any]:
    return Spec(
        key="",
        noun="insights",
        fields=[
            Field(
                "title",
                "Claim",
                Kind.TEXT,
                read=lambda row: row.title,
                path="title",
                draw=lambda row: macro("named", row, "#"),
            ),
            Field("people", "People", Kind.NUMBER, read=lambda row: row.people, path="number"),
            Field("state", "State", Kind.CHOICE, read=lambda row: "Draft", path="state", options=STATES),
            Field("added", "Added", Kind.DATE, read=lambda row: timezone.localdate(), path="created_at"),
            Field("note", "Note", Kind.TEXT, read=lambda row: None, nothing="None yet", is_wide=True),
        ],
        columns=["people", "state", "added", "note"],
        shown=list,
        reference=lambda node: node.reference,
    )
