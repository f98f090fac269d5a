"""Dates and numbers read as the writing rules say."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from allied.web import formats
from allied.web.names import initials

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_moment_reads_in_the_zone_that_is_active() -> None:
    moment = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    assert formats.clock(moment) == "Tue 24 Nov, 23:30"
    with timezone.override(ZoneInfo("Europe/Warsaw")):
        assert formats.clock(moment) == "Wed 25 Nov, 00:30"
    assert formats.day(date(2025, 11, 4)) == "Tue 4 Nov 2025"
    assert formats.day(None, "never") == "never"


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=13), "yesterday"),
        (timedelta(days=12), "12 days ago"),
        (timedelta(days=400), "Sat 18 Oct 2025"),
    ],
)
def test_how_long_ago(back: timedelta, words: str) -> None:
    assert formats.ago(NOW - back) == words


def test_numbers_counts_lengths_and_sizes() -> None:
    assert formats.number(1284) == "1\u202f284"
    assert formats.number(61.8) == "61.8"
    assert formats.number(61.849, 1) == "61.8"
    assert [formats.plural(n, "person", "people") for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]
    assert [formats.span(n) for n in (1, 12, 160, 900)] == ["1 day", "12 days", "5 months", "2 years"]
    assert [formats.size(n) for n in (740, 18_200, 1_430_000)] == ["740 B", "18 kB", "1.4 MB"]


def test_a_time_element_carries_the_exact_moment() -> None:
    text = formats.time(NOW - timedelta(days=12), "ago")

    assert text == '<time datetime="2026-11-10T12:00:00+00:00" title="Tue 10 Nov, 12:00">12 days ago</time>'
    assert formats.time(None) == ""


def test_initials() -> None:
    assert [initials(name) for name in ("Imani Okafor", "Imani", "Anna-Maria van Dijk", "", "(")] == [
        "IO",
        "I",
        "AD",
        "?",
        "?",
    ]
