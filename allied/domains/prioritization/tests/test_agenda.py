"""What is talked about after the reveal."""

import pytest

from allied.domains.prioritization import queries
from allied.domains.prioritization.agenda import agenda, meeting_url, memo
from allied.domains.prioritization.results import results
from allied.domains.prioritization.tests.builders import make_closed, make_open, make_team
from allied.domains.prioritization.tests.test_views import Browser, at
from allied.web.memo import markdown

pytestmark = pytest.mark.django_db
OPPOSED = {"ux": [(5, 1, 3), (5, 2, 3)], "product": [(1, 5, 3), (1, 4, 3)]}


def points(found, actor):
    return agenda(found, results(found, queries.candidates(found, actor=actor), queries.votes(found)).lines)


def test_the_largest_gap_comes_first_and_whoever_would_leave_it_out_begins():
    found, ux, _ = make_closed(OPPOSED)

    first, second = points(found, ux[0])

    assert first.line.candidate.node.title == "Opportunity 0"
    assert first.gap == "Far, 4 apart: UX 5 (n = 2), Product 1 (n = 2)"
    assert first.speakers == ("somebody of Product who voted 1 of 5", "somebody of UX who voted 5 of 5")
    assert second.speakers[0] == "somebody of UX who voted 1 of 5"


def test_a_named_round_names_who_speaks():
    found, ux, product = make_closed(OPPOSED, is_named=True)

    first, _ = points(found, ux[0])

    assert product[0].name in first.speakers[0]
    assert product[1].name in first.speakers[0]


def test_what_lies_close_needs_no_meeting():
    found, ux, _ = make_closed({"ux": [(5, 1, 3), (5, 1, 3)], "product": [(4, 2, 3), (4, 2, 3)]})

    assert points(found, ux[0]) == []
    assert "No gap is large enough" in Browser(ux[0]).text(at(found, "/agenda"))
    assert 'id="agenda"' not in Browser(ux[0]).text(at(found))


def test_the_agenda_is_taken_along_as_markdown_with_the_reasons_of_both_sides():
    found, ux, _ = make_closed(OPPOSED)

    answer = Browser(ux[0]).client.get(Browser(ux[0]).root + at(found, "/agenda?as=md"))

    text = answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rnd-1-agenda.md"'
    assert text.startswith("# To talk about: Which of these first?")
    assert "## Opportunity 0" in text
    assert "**Speaks first:** somebody of Product who voted 1 of 5." in text
    assert "“Because of 5”" in text


def test_names_of_voters_stand_in_no_agenda_of_a_round_without_names():
    found, ux, product = make_closed(OPPOSED)

    text = markdown(memo(found, points(found, ux[0]), workspace=ux[0].workspace), site="")

    assert not any(member.name in text for member in (*ux, *product))


def test_a_meeting_is_offered_only_where_there_are_meetings(monkeypatch):
    found, ux, _ = make_closed(OPPOSED)
    told = points(found, ux[0])

    monkeypatch.setattr("allied.domains.prioritization.agenda.resolve", lambda path: path)

    assert meeting_url(found, told, ux[0].workspace) == (
        f"/w/{ux[0].workspace.slug}/meetings/new?agenda=OPP-1,OPP-2&round=RND-1"
    )


def test_a_sealed_round_has_no_agenda():
    (ux, _), _ = make_team()
    found = make_open(ux)

    assert "sealed until then" in Browser(ux).text(at(found, "/agenda"), status=409)
