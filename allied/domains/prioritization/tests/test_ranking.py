"""The ranking of a closed round to take along: page, Markdown, PDF and CSV tell the same."""

import csv
import io

import pytest

from allied.domains.prioritization.tests.builders import make_closed, make_open, make_scored, make_team
from allied.domains.prioritization.tests.test_ranges import make_ranged
from allied.domains.prioritization.tests.test_views import Browser, at
from allied.kernel.nodes.actions import retitle

pytestmark = pytest.mark.django_db
OPPOSED = {"ux": [(5, 1, 3), (5, 2, 3)], "product": [(1, 5, 3), (1, 4, 3)]}


def table(browser, found):
    answer = browser.client.get(f"{browser.root}{at(found)}/ranking?as=csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{found.node.reference}-ranking.csv"'
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_the_page_leads_to_the_ranking_and_its_files():
    found, ux, _ = make_closed(OPPOSED)
    browser = Browser(ux[0])

    text = browser.text(at(found, "/ranking"))

    assert f'href="{browser.root}{at(found, "/ranking")}"' in browser.text(at(found))
    assert "5, 5 (middle 5, n = 2)" in text
    assert "Far, 4 apart" in text
    assert "UX 1, Product 3" in text
    assert "n = 2" in text


def test_a_table_holds_the_votes_of_each_side_with_their_n_and_places():
    found, ux, _ = make_closed(OPPOSED)

    rows = {row["title"]: row for row in table(Browser(ux[0]), found)}

    first = rows["Opportunity 0"]
    assert (first["kind"], first["evidence"]) == ("opportunity", "Assumption")
    assert (first["ux_n"], first["ux_votes"], first["ux_middle"]) == ("2", "5 5", "5.0")
    assert (first["product_n"], first["product_votes"], first["product_middle"]) == ("2", "1 1", "1.0")
    assert (first["apart"], first["ux_place"], first["product_place"]) == ("4.0", "1", "3")
    assert (first["rice"], first["ux_score"], first["other_n"]) == ("", "", "0")


def test_ranges_order_the_table_and_stand_with_their_limits():
    found, actor = make_ranged((100, 300), (100, 300))

    first, second = table(Browser(actor), found)
    told = Browser(actor).client.get(Browser(actor).root + at(found, "/ranking?as=md")).content.decode()

    assert (first["title"], second["title"]) == ("Opportunity 1", "Opportunity 0")
    assert float(first["rice_low"]) <= float(first["rice"]) <= float(first["rice_high"])
    assert (first["place_low"], first["place_high"], first["p_first"]) == ("1", "1", "1.0")
    assert "## RICE with ranges" in told
    assert "| Compared | Score, 90% range |" in told
    assert "no sampling intervals" in told


def test_scores_stand_by_side():
    one, other = {"impact": 9, "confidence": 8, "ease": 7}, {"impact": 2, "confidence": 8, "ease": 7}
    found, actor = make_scored("ice", {"ux": [[one, other]] * 2, "product": [[other, one]] * 2})

    rows = {row["title"]: row for row in table(Browser(actor), found)}

    assert (rows["Opportunity 0"]["ux_score"], rows["Opportunity 0"]["product_score"]) == ("504.0", "112.0")
    assert rows["Opportunity 0"]["ux_score_n"] == "2"
    assert "place 1, n = 2" in Browser(actor).text(at(found, "/ranking"))


def test_a_title_that_a_spreadsheet_would_run_is_only_text():
    found, ux, _ = make_closed(OPPOSED)
    node = found.candidates.select_related("node").first().node
    retitle(node, "=1+1")

    assert "=1+1" not in {row["title"] for row in table(Browser(ux[0]), found)}


@pytest.mark.parametrize("form", ["", "?as=csv", "?as=md", "?as=pdf"])
def test_before_the_reveal_there_is_no_ranking(form):
    (ux, _), _ = make_team()
    found = make_open(ux)

    Browser(ux).text(at(found, f"/ranking{form}"), status=409)


def test_it_can_be_printed_as_a_file():
    found, ux, _ = make_closed(OPPOSED)

    answer = Browser(ux[0]).client.get(Browser(ux[0]).root + at(found, "/ranking?as=pdf"))

    assert answer.content.startswith(b"%PDF")
