"""A chart over time shows what happened meanwhile, whoever knows it."""

from datetime import date

import pytest

from allied.kernel.people.models import Member, Product
from allied.kernel.testing import make_member, product_of
from allied.web.charts import Point, Release, markers, trend
from allied.web.charts.markers import Marker

pytestmark = pytest.mark.django_db
MONTHS = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """None but those of the test."""
    monkeypatch.setattr(markers, "_sources", {})


def releases(product: Product | None, start: date, end: date, reader: Member) -> list[Marker]:
    days = [
        Marker(date(2026, 2, 3), "4.2", "/w/releases/4.2"),
        Marker(date(2026, 1, 9), product.name if product else ""),
    ]
    return [each for each in days if start <= each.day <= end]


@pytest.mark.usefixtures("sources")
def test_what_every_source_knows_of_the_days_is_told_the_earliest_first() -> None:
    reader = make_member()
    loans = product_of(reader)
    markers.register("releases", releases)
    markers.register("outages", lambda *_: [Marker(date(2026, 1, 20), "Outage")])

    found = markers.between(loans, MONTHS[0], MONTHS[-1], reader=reader)

    assert [each.label for each in found] == [loans.name, "Outage", "4.2"]


@pytest.mark.usefixtures("sources")
def test_a_source_that_is_registered_again_tells_nothing_twice() -> None:
    reader = make_member()
    markers.register("outages", lambda *_: [Marker(date(2026, 1, 20), "Outage")])
    markers.register("outages", lambda *_: [Marker(date(2026, 1, 20), "Outage")])

    assert len(markers.between(None, MONTHS[0], MONTHS[-1], reader=reader)) == 1


def test_a_marker_stands_in_the_period_of_its_day_and_none_before_the_first() -> None:
    days = [Marker(date(2025, 12, 31), "old"), Marker(date(2026, 2, 28), "4.2", "/r"), Marker(date(2026, 4, 5), "4.3")]

    assert markers.releases(days, MONTHS) == [Release(1, "4.2", "/r"), Release(2, "4.3")]


def test_the_table_of_a_trend_links_what_happened_and_a_flag_never_covers_another() -> None:
    points = [Point(f"M{at}", 5, 4, 6, 10) for at in range(30)]
    happened = [Release(3, "4.2", "/r?a=1&b=2"), Release(3, "<4.3>"), Release(4, "4.4 with a long name")]
    words = {"title": "T", "takeaway": "T", "description": "D"}

    drawn = trend("t", points, axis=(0, 10), tick=5, releases=happened, **words)

    assert '<td class="end"><a href="/r?a=1&amp;b=2">4.2</a>, &lt;4.3&gt;</td>' in drawn
    assert drawn.count("4.4 with a long name") == 1  # in the table; its flag would lie on the other
    assert drawn.count('class="c-rel"') == 3 * 2
