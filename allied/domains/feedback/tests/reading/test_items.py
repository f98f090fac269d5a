from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.domains.feedback.reading import Item, ItemReader, LeftOut, Meaning, Reason
from allied.kernel.importing.reading import Mapping, Record, Use
from allied.kernel.importing.reading.personal import hide_personal

NAMES = ("id", "text", "date", "email", "rating", "branch", "notes")
MEANINGS = ("source_id", "text", "date", "person", "rating", "segment", "raw")
MAPPING = Mapping(tuple(Use(Meaning(meaning), "branch" if meaning == "segment" else "") for meaning in MEANINGS))
GOOD = ("Z1", " The lift is out. ", "03/07/2026 09:14", " Jo@Mail.example", "4/5", "ALD", "called back")


def read(*cells: str, mapping: Mapping = MAPPING, trouble: str = "") -> Item | LeftOut:
    reader = ItemReader(NAMES, mapping, ZoneInfo("Europe/London"), datetime(2026, 11, 22, tzinfo=UTC))
    return reader.read(Record(7, cells, end=0, trouble=trouble))


def stored(*cells: str, mapping: Mapping = MAPPING) -> Item:
    item = read(*cells, mapping=mapping)
    assert isinstance(item, Item)
    return item


def left_out(*cells: str, trouble: str = "") -> LeftOut:
    item = read(*cells, trouble=trouble)
    assert isinstance(item, LeftOut)
    return item


def test_a_row_becomes_an_item():
    assert stored(*GOOD) == Item(
        number=7,
        text="The lift is out.",
        received_at=datetime(2026, 7, 3, 8, 14, tzinfo=UTC),
        author="",
        person="jo@mail.example",
        source_id="Z1",
        rating=Decimal(4),
        segments={"branch": "ALD"},
        raw={"notes": "called back"},
        hidden=0,
        remarks=(),
    )


@pytest.mark.parametrize(
    ("place", "value", "reason", "sentence"),
    [
        (1, "  ", Reason.NO_TEXT, "The text is empty"),
        (2, "31/09/2026", Reason.DATE, "September has 30."),
        (2, "03/07/2062", Reason.DATE, "in the future"),
        (2, "01/01/1900", Reason.DATE, "before 1990"),
    ],
)
def test_a_row_that_cannot_be_stored_says_why(place: int, value: str, reason: Reason, sentence: str):
    cells = [*GOOD]
    cells[place] = value

    refused = left_out(*cells)

    assert (refused.number, refused.reason) == (7, reason)
    assert sentence in refused.sentence


def test_a_row_with_too_many_values_is_left_out():
    assert "8 values, the file 7 columns" in left_out(*GOOD, "rest").sentence


def test_empty_values_too_many_or_too_few_do_no_harm():
    assert stored(*GOOD, "", "").remarks == ()
    assert stored(*GOOD[:2]).remarks == ("The row has 2 of 7 values; the others count as empty.",)


def test_what_the_record_says_against_itself_is_the_reason():
    assert left_out(*GOOD, trouble="A quotation mark opens …").sentence == "A quotation mark opens …"


def test_a_missing_date_is_no_reason_to_leave_a_row_out():
    assert stored("Z1", "text", "").received_at is None


def test_an_over_long_text_is_cut_and_says_so():
    item = stored("Z1", "x" * 25_000)

    assert len(item.text) == 20_000
    assert "The text has 25,000 characters. The first 20,000 are kept." in item.remarks


@pytest.mark.parametrize(
    ("value", "rating"),
    [("4", "4"), ("4.5", "4.5"), ("4,5", "4.5"), ("4/5", "4"), ("4 out of 5", "4"), ("80%", "80"), ("★★★☆☆", "3")],
)
def test_a_rating_is_read_as_people_write_it(value: str, rating: str):
    assert stored("Z1", "text", "", "", value).rating == Decimal(rating)


def test_a_rating_that_is_no_number_is_left_blank_and_says_so():
    item = stored(*GOOD[:4], "n/a", *GOOD[5:])

    assert item.rating is None
    assert item.remarks == ("“n/a” is not a number, so the row is stored without a rating.",)


def test_personal_details_are_hidden_unless_kept_on_purpose():
    text = "Ring me on 07700 900 123 or write to jo@mail.example"

    assert stored("Z1", text).text == "Ring me on [phone number hidden] or write to [e-mail address hidden]"
    assert stored("Z1", text).hidden == 2
    assert stored("Z1", text, mapping=Mapping(MAPPING.uses, hide_personal=False)).text == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("My card is 4111 1111 1111 1111, is that why?", "My card is [card number hidden], is that why?"),
        ("(020) 7946 0018", "[phone number hidden]"),
        ("+44 20 7946 0018.", "[phone number hidden]."),
        (
            "On 2026-07-03 I paid 1,000,000 for ISBN 9780140328721",
            "On 2026-07-03 I paid 1,000,000 for ISBN 9780140328721",
        ),
        ("Order 12345678 of 2026", "Order 12345678 of 2026"),
    ],
)
def test_only_what_identifies_a_person_is_hidden(text: str, hidden: str):
    assert hide_personal(text)[0] == hidden


@given(st.text(max_size=200))
def test_hiding_twice_changes_nothing_more(text: str):
    once = hide_personal(text)[0]

    assert hide_personal(once)[0] == once


@given(st.lists(st.text(max_size=40), max_size=9))
def test_any_row_is_an_item_or_has_a_reason(cells: list[str]):
    found = read(*cells)

    assert found.number == 7
    assert found.text if isinstance(found, Item) else found.sentence.endswith(".")
