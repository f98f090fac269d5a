"""Lists of declared fields: columns, conditions, orders and groups come from the address and go back into it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allied.kernel.nodes.actions import create
from allied.kernel.nodes.models import Node
from allied.kernel.testing import make_member
from allied.web.listing import Filter, Option
from allied.web.lists.fieldlist import FieldList, Spec
from allied.web.lists.fields import Field, Kind, people

pytestmark = pytest.mark.django_db

TITLES = {"Waits": 3, "Fines": 5, "Notices": 5, "Cards": 1}
DEMO: Filter[Node] = Filter("show", "Show", [Option("", "all"), Option("none", "none")], lambda rows, _: rows.none())


@pytest.fixture
def member():
    return make_member(name="Imani")


@pytest.fixture(autouse=True)
def four_nodes(member):
    """Four insights: number of the year is the day on which each was made, two of them retired."""
    for title, day in TITLES.items():
        node = create("insight", title=title, actor=member)
        node.created_at = datetime(2026, 3 if day == 5 else 1, day, 12, tzinfo=timezone.get_current_timezone())
        node.state = "retired" if day == 5 else "draft"
        node.save()


def spec(member):
    return Spec(
        key="nodes",
        noun="nodes",
        fields=[
            Field("title", "Title", Kind.TEXT, read=lambda row: row.title, path="title"),
            Field("n", "Number", Kind.NUMBER, read=lambda row: row.number, path="number", sort_words="highest first"),
            Field(
                "state",
                "State",
                Kind.CHOICE,
                read=lambda row: row.state_label,
                path="state",
                options={"retired": "Retired", "draft": "Draft"},
            ),
            Field("by", "Author", Kind.PERSON, lambda r: r.created_by, "created_by", lambda: people([member], member)),
            Field("made", "Made", Kind.DATE, read=lambda row: row.created_at, path="created_at", is_moment=True),
            Field("archived", "Archived", Kind.DATE, read=lambda r: r.archived_at, path="archived_at", is_moment=True),
            Field("plain", "Only drawn", Kind.TEXT, read=lambda row: "x"),
        ],
        columns=["n", "state"],
        shown=list,
        reference=lambda node: node.reference,
    )


def made(member, address=""):
    request = RequestFactory().get(f"/list?{address}")
    request.member = member
    return FieldList(
        request,
        Node.objects.all(),
        spec(member),
        filters=[DEMO],
        search=lambda rows, text: rows.filter(title__icontains=text),
    )


def titles(found):
    return [row.shown.title for row in found.sheet().rows]


def test_columns_are_those_of_the_address_in_its_order(member):
    assert [field.key for field in made(member).columns] == ["n", "state"]
    assert [field.key for field in made(member, "cols=made,n,nothing").columns] == ["made", "n"]
    assert made(member, "col=none").columns == []
    assert [field.key for field in made(member, "cols=n,state,made&move=made~up").columns] == ["n", "made", "state"]
    assert made(member, "col=none&col=n&col=state").url() == "/list"
    assert made(member, "col=none&col=state").url() == "/list?cols=state"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("title~has~it", ["Waits"]),
        ("title~without~it", ["Cards", "Fines", "Notices"]),
        ("title~is~FINES", ["Fines"]),
        ("n~more~2", ["Cards", "Notices"]),
        ("n~less~2", ["Waits"]),
        ("n~not~2", ["Cards", "Notices", "Waits"]),
        ("state~is~retired", ["Fines", "Notices"]),
        ("state~not~retired", ["Cards", "Waits"]),
        ("by~is~me", ["Cards", "Fines", "Notices", "Waits"]),
        ("by~not~me", []),
        ("made~before~2026-01-03", ["Cards"]),
        ("made~on~2026-01-03", ["Waits"]),
        ("made~after~2026-01-03", ["Fines", "Notices"]),
        ("made~days~1", []),
        ("archived~empty~", ["Cards", "Fines", "Notices", "Waits"]),
        ("archived~filled~", []),
    ],
)
def test_each_operator_narrows(member, where, expected):
    assert titles(made(member, f"sort=title&where={where}")) == expected


def test_days_reach_back_from_today(member):
    Node.objects.filter(title="Cards").update(created_at=timezone.now() - timedelta(days=3))

    assert titles(made(member, "where=made~days~4")) == ["Cards"]


def test_conditions_add_up_and_the_same_field_means_either(member):
    both = made(member, "where=state~is~retired&where=title~has~fin")
    either = made(member, "sort=title&where=title~is~fines&where=title~is~waits")

    assert titles(both) == ["Fines"]
    assert titles(either) == ["Fines", "Waits"]
    assert [narrowing.words for narrowing in either.narrowings] == ["“Title is fines or Title is waits”"]


def test_a_form_without_script_says_the_same(member):
    sent = made(member, "where=state&op=is&to=retired&where=title&op=empty&to=&where=n")

    assert [one.code for one in sent.conditions] == ["state~is~retired", "title~empty~", "n~is~"]
    assert [one.is_whole for one in sent.conditions] == [True, True, False]
    assert sent.url() == "/list?where=state~is~retired&where=title~empty~"
    assert sent.without(sent.conditions[0]) == "/list?where=title~empty~"


@pytest.mark.parametrize(
    "where",
    [
        "plain~is~x",
        "nothing~is~x",
        "state~is~nobody",
        "n~more~many",
        "n~more~1e99",
        "made~after~soon",
        "made~after~9999-12-31",
        "made~days~-1",
        "title~has~",
        "title~has~%00",
    ],
)
def test_what_means_nothing_narrows_nothing(member, where):
    assert len(titles(made(member, f"where={where}"))) == 4


def test_a_value_that_is_none_of_its_kind_is_worded(member):
    (condition,) = made(member, "where=made~after~soon").conditions

    assert condition.problem == "“soon” is not a date, such as 2026-03-01. This filter is left out."


def test_several_orders_count_one_after_the_other(member):
    assert titles(made(member, "sort=-state,title")) == ["Fines", "Notices", "Cards", "Waits"]
    assert titles(made(member, "sort=state&sort=-title")) == ["Waits", "Cards", "Notices", "Fines"]
    found = made(member, "sort=state&sort=-title&sort=state")
    assert [order.value for order in found.orders] == ["state", "-title"]
    assert (found.direction_of("title"), found.direction_of("n")) == ("descending", "")


def test_groups_have_headings_and_counts_and_keep_the_order_within(member):
    bands = made(member, "group=state&sort=title").sheet().bands
    months = made(member, "group=made").sheet().bands

    assert [(band.heading, band.count, [r.shown.title for r in band.rows]) for band in bands] == [
        ("Retired", 2, ["Fines", "Notices"]),
        ("Draft", 2, ["Cards", "Waits"]),
    ]
    assert [(band.heading, band.count) for band in months] == [("March 2026", 2), ("January 2026", 2)]
    assert [band.heading for band in made(member, "group=by").sheet().bands] == ["Imani"]
    assert [band.heading for band in made(member, "group=archived").sheet().bands] == ["No archived"]
    assert made(member, "group=n").group is None


def test_a_page_costs_two_queries_and_one_more_with_groups(member):
    for address, expected in (("", 1), ("group=state", 2), ("where=state~is~draft&sort=n,title", 1)):
        with CaptureQueriesContext(connection) as asked:
            made(member, address).sheet()
        assert len(asked) == expected, address


def test_an_empty_list_says_which_filter_to_drop(member):
    found = made(member, "q=wait&where=state~is~retired&show=none")
    assert found.drops() == []

    found = made(member, "q=wait&where=state~is~retired")
    assert [(drop.words, drop.count, drop.url) for drop in found.drops()] == [
        ("the words “wait”", 2, "/list?where=state~is~retired"),
        ("“State is Retired”", 1, "/list?q=wait"),
    ]


def test_cells_read_by_kind(member):
    found = spec(member)
    node = Node.objects.get(title="Waits")
    by_key = {field.key: field for field in found.fields}

    assert by_key["n"].drawn(node) == "1"
    assert by_key["by"].drawn(node) == "Imani"
    assert "<time" in by_key["made"].drawn(node)
    assert "None" in by_key["archived"].drawn(node)
    assert by_key["made"].words_for(date(2026, 3, 1)) == "March 2026"
