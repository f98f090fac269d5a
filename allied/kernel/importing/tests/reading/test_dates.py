from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.kernel.importing.reading.dates import (
    NotADate,
    check_plausible,
    has_order,
    looks_like_date,
    read_date,
    tells_order,
)

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2099, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


def read(value: str, *, day_first: bool = True) -> datetime:
    return read_date(value, day_first=day_first, zone=LONDON)


@pytest.mark.parametrize(
    "value",
    [
        "2026-07-03T08:14:00Z",
        "2026-07-03 09:14",
        "2026-07-03T09:14:00.123",
        "2026-07-03T10:14:00+02:00",
        "2026-07-03 08:14:00 UTC",
        "2026/07/03 09:14",
        "20260703T09:14",
        "03/07/2026 09:14",
        "3.7.2026 09:14",
        "03-07-26 9:14 AM",
        "Fri, 03 Jul 2026 08:14:00 +0000",
        "Fri, 3 Jul 2026 04:14:00 EDT",
        "3 July 2026 09:14",
        "3rd July 2026, 9:14 a.m.",
        "03-Jul-2026 09:14:00",
        "03/Jul/26 9:14 AM",
        "July 3, 2026 9:14 AM",
        "Jul 3, 2026 at 9:14 AM",
        "1783066440",
        "1783066440000",
        "1783066440.0",
    ],
)
def test_one_moment_in_many_hands(value: str):
    assert looks_like_date(value)
    assert read(value).replace(microsecond=0) == datetime(2026, 7, 3, 8, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("31/09/2026", "“31/09/2026” is not a day. September has 30."),
        ("29/02/2025", "“29/02/2025” is not a day. February 2025 has 28."),
        ("03/25/2026", "“03/25/2026” is not a day. There is no month 25."),
        ("2026-13-01", "“2026-13-01” is not a day. There is no month 13."),
        ("0001-01-01", "“0001-01-01” is not a day of our time."),
        ("soon", "“soon” is not written as a date."),
        ("Maybe 3, 2026", "“Maybe 3, 2026” is not written as a date."),
        ("2026-07-03 25:00", "“2026-07-03 25:00” is not a time. A day has 24 hours of 60 minutes."),
        ("2026-07-03 morning", "“2026-07-03 morning” ends with a time that is not written as one."),
        ("2026-07-03 09:14 MOON", "“MOON” in “2026-07-03 09:14 MOON” is not a time zone that we know."),
        ("9" * 60, f"“{'9' * 39}…” is not written as a date."),
    ],
)
def test_what_is_no_date_says_why(value: str, sentence: str):
    with pytest.raises(NotADate) as refusal:
        read(value)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("value", "order"),
    [("13/07/2026", True), ("07/13/2026", False), ("03/07/2026", None), ("2026-07-13", None), ("40/50/2026", None)],
)
def test_only_a_number_above_12_tells_the_order(value: str, order: bool | None):
    assert tells_order(value) is order
    assert has_order(value) is ("/" in value)


def test_a_year_of_two_digits_is_near_ours():
    assert read("03/07/26").year == 2026
    assert read("03/07/98").year == 1998


@pytest.mark.parametrize(("value", "reason"), [("01/01/1970", "before 1990"), ("03/07/2062", "in the future")])
def test_a_date_that_no_feedback_can_have_is_refused(value: str, reason: str):
    with pytest.raises(NotADate, match=reason):
        check_plausible(value, read(value), now=datetime(2026, 11, 22, tzinfo=UTC))


def test_a_few_hours_ahead_are_another_zone():
    now = datetime(2026, 11, 22, tzinfo=UTC)

    check_plausible("x", now + timedelta(hours=14), now=now)


@given(moment=MOMENTS, day_first=st.booleans())
def test_what_is_written_in_a_known_order_is_read_back(moment: datetime, day_first: bool):
    value = moment.strftime("%d/%m/%Y %H:%M:%S" if day_first else "%m/%d/%Y %H:%M:%S")

    assert read_date(value, day_first=day_first, zone=UTC) == moment.replace(tzinfo=UTC)


@given(moment=MOMENTS, zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]))
def test_a_zone_in_the_value_goes_before_the_workspace(moment: datetime, zone: str):
    here = moment.replace(tzinfo=ZoneInfo("UTC"))

    assert read_date(here.isoformat(), day_first=True, zone=ZoneInfo(zone)) == here


@given(value=st.text(st.sampled_from("0123456789/-.: TZapmJuly,+"), max_size=30))
def test_any_text_is_a_date_or_says_why(value: str):
    try:
        moment = read(value)
    except NotADate as problem:
        sentence = str(problem)
    else:
        sentence = f"{moment.tzinfo}."

    assert sentence.endswith(".")
