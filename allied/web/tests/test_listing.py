"""Lists live in their address and never count more than they must."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from allied.kernel.people.models import Workspace
from allied.web import listing
from allied.web.listing import Filter, Listing, Option, Page, Sort

pytestmark = pytest.mark.django_db

SORTS = [Sort("name", "by name", ("name", "pk")), Sort("new", "newest first", ("-created_at", "-pk"))]
DEMO: Filter[Workspace] = Filter(
    "demo",
    "Demo",
    [Option("", "all"), Option("yes", "only demos")],
    lambda rows, value: rows.filter(is_demo=value == "yes"),
)


def made(address: str = "", size: int = 3) -> Listing[Workspace]:
    return Listing(
        RequestFactory().get(f"/list{address}"),
        Workspace.objects.all(),
        sorts=SORTS,
        filters=[DEMO],
        search=lambda rows, text: rows.filter(name__icontains=text),
        size=size,
    )


@pytest.fixture(autouse=True)
def eight_workspaces() -> None:
    Workspace.objects.bulk_create(
        Workspace(slug=f"w{i}", name=f"Workspace {i}", is_demo=i % 2 == 0) for i in range(1, 9)
    )


def names(page: Page[Workspace]) -> list[str]:
    return [row.name[-1] for row in page.items]


def test_pages_lead_forth_and_back() -> None:
    first, second, third = (made(f"?page={n}").page() for n in (1, 2, 3))

    assert (names(first), names(second), names(third)) == (["1", "2", "3"], ["4", "5", "6"], ["7", "8"])
    assert (first.previous_url, first.next_url) == ("", "/list?page=2")
    assert (second.previous_url, second.next_url) == ("/list", "/list?page=3")
    assert (third.previous_url, third.next_url) == ("/list?page=2", "")
    assert second.words == "4 to 6 of 8"


@pytest.mark.parametrize("page", ["0", "-1", "x", "9999999", ""])
def test_a_page_that_is_no_page_is_the_first(page: str) -> None:
    assert names(made(f"?page={page}").page()) == ["1", "2", "3"]


def test_a_page_after_the_last_is_empty_and_leads_back() -> None:
    page = made("?page=9").page()

    assert (page.words, page.previous_url) == ("None", "/list?page=8")


def test_filter_search_and_order_come_from_the_address() -> None:
    assert names(made("?demo=yes").page()) == ["2", "4", "6"]
    assert names(made("?q=pace+7").page()) == ["7"]
    assert names(made("?sort=-name").page()) == ["8", "7", "6"]
    assert names(made("?demo=no&sort=loud").page()) == ["1", "2", "3"]


def test_addresses_keep_what_is_chosen_and_drop_the_page() -> None:
    chosen = made("?demo=yes&page=2&q=w")

    assert chosen.url(sort="new") == "/list?demo=yes&q=w&sort=new"
    assert chosen.url(demo="", q="") == "/list"
    assert chosen.is_filtered
    assert not made("?demo=").is_filtered


def test_a_column_that_is_in_use_turns_its_order_round() -> None:
    assert made().direction_of("name") == "ascending"
    assert made().sorted_url("name") == "/list?sort=-name"
    assert made("?sort=-name").direction_of("name") == "descending"
    assert made("?sort=-name").sorted_url("name") == "/list?sort=name"
    assert made("?sort=new").direction_of("new") == "descending"


def test_counting_stops_at_the_limit_and_is_left_out_when_one_page_holds_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 5)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert made().page().words == "1 to 3 of more than 5"
    assert len(asked) == 2

    with CaptureQueriesContext(connection) as asked:
        assert made(size=25).page().words == "1 to 8 of 8"
    assert len(asked) == 1
