import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.domains.feedback.reading import VOCABULARY, Meaning, guess
from allied.kernel.importing.reading import Guess, Mapping, NotAMapping, Sure, Use, profile

DESK = {
    "ticket_id": ["ZD-40118", "ZD-40121", "ZD-40133", "ZD-40140"],
    "created": ["03/07/2026 09:14", "28/09/2026 17:02", "01/08/2026 10:00", "02/08/2026 11:30"],
    "requester_email": ["jo@mail.example", "al@mail.example", "jo@mail.example", "mo@mail.example"],
    "comment_body": [
        "Why only a queue number?",
        "I owe £4, can I still borrow?",
        "The lift is out again.",
        "Thank you all",
    ],
    "agent_notes": ["resolved, and a long note about what staff did", "called back", "", "passed on to the branch"],
    "member_type": ["adult", "carer", "junior", "adult"],
    "sla_breach": ["0", "0", "1", "0"],
    "csat": ["4", "5", "2", "5"],
    "channel": ["web", "web", "web", "web"],
    "spare": ["", "", "", ""],
}


def guessed(table: dict[str, list[str]]) -> tuple[Mapping, dict[str, Guess]]:
    columns, _ = profile(list(table), zip(*table.values(), strict=True))
    mapping, guesses = guess(columns)
    return mapping, dict(zip(table, guesses, strict=True))


def test_a_support_desk_export_is_understood():
    _, guesses = guessed(DESK)

    assert {name: (each.use.meaning, each.use.name) for name, each in guesses.items()} == {
        "ticket_id": (Meaning.SOURCE_ID, ""),
        "created": (Meaning.RECEIVED, ""),
        "requester_email": (Meaning.PERSON, ""),
        "comment_body": (Meaning.TEXT, ""),
        "agent_notes": (Meaning.RAW, ""),
        "member_type": (Meaning.SEGMENT, "member type"),
        "sla_breach": (Meaning.LEFT_OUT, ""),
        "csat": (Meaning.RATING, ""),
        "channel": (Meaning.LEFT_OUT, ""),
        "spare": (Meaning.LEFT_OUT, ""),
    }


def test_each_guess_says_how_sure_it_is_and_why():
    _, guesses = guessed(DESK)

    assert guesses["ticket_id"].sure == Sure.SURE
    assert guesses["ticket_id"].why == "Every value differs. Running the file again adds nothing twice."
    assert guesses["created"].sure == Sure.CHECK
    assert guesses["created"].why == "Read as day first: 1 value only fits that way."
    assert guesses["requester_email"].why.endswith("The address is not kept.")
    assert guesses["spare"].why == "Empty in every row."


@pytest.mark.parametrize(
    ("values", "day_first", "why"),
    [
        (["03/07/2026", "07/13/2026", "12/31/2025"], False, "Read as month first: 2 values only fit that way."),
        (["03/07/2026", "04/07/2026", "05/07/2026"], True, "Day first and month first both fit every value."),
        (["13/07/2026", "07/13/2026", "14/07/2026"], True, "2 values only fit day first, 1 only month first."),
        (["2026-07-13", "2026-07-14", "2026-07-15"], True, "Each value says by itself which is the day"),
    ],
)
def test_the_order_of_day_and_month_is_decided_over_all_values(values: list[str], day_first: bool, why: str):
    mapping, guesses = guessed({"date": values, "text": ["One comment", "Another comment", "A third one"]})

    assert mapping.day_first is day_first
    assert guesses["date"].why.startswith(why)


def test_one_value_far_down_decides_the_order():
    dates = ["03/07/2026"] * 5_000 + ["07/13/2026"]

    mapping, _ = guessed({"date": dates, "text": ["Some words of a person"] * len(dates)})

    assert mapping.day_first is False


def test_one_number_that_repeats_far_down_is_told():
    ids = [str(number) for number in range(5_000)] + ["1"]

    _, guesses = guessed({"id": ids, "text": ["Some words of a person"] * len(ids)})

    assert guesses["id"].use.meaning == Meaning.SOURCE_ID
    assert guesses["id"].sure == Sure.CHECK
    assert guesses["id"].why == "1 row repeats the value of an earlier row and will not be stored."


def test_numbers_that_mostly_repeat_are_no_source_id():
    ids = [str(number % 300) for number in range(5_000)]

    _, guesses = guessed({"id": ids, "text": ["Some words of a person"] * len(ids)})

    assert guesses["id"].use.meaning == Meaning.RAW


def test_a_single_column_is_the_text():
    mapping, guesses = guessed({"Column 1": ["Why only a queue number?", "Thank you"]})

    assert mapping.place(Meaning.TEXT) == 0
    assert guesses["Column 1"].sure == Sure.CHECK


def test_names_decide_between_two_long_columns():
    _, guesses = guessed(
        {"reply": ["We are very sorry to read that, and will change it"] * 3, "message": ["a b", "c", "d"]}
    )

    assert guesses["message"].use.meaning == Meaning.TEXT


@given(
    st.integers(1, 5).flatmap(
        lambda width: st.tuples(
            st.lists(st.text(max_size=12), min_size=width, max_size=width),
            st.lists(st.lists(st.text(max_size=20), min_size=width, max_size=width), max_size=12),
        )
    )
)
def test_any_table_gets_a_guess_for_each_column_and_nothing_single_twice(table):
    names, rows = table
    columns, count = profile(names, rows)

    mapping, guesses = guess(columns)

    assert count == len(rows)
    assert len(guesses) == len(mapping.uses) == len(names)
    assert all(
        len(mapping.places(meaning)) <= 1 for meaning in Meaning if meaning not in ("segment", "raw", "left_out")
    )
    assert Mapping.from_json(mapping.as_json()) == mapping


def test_a_mapping_without_text_is_refused():
    with pytest.raises(NotAMapping, match="No column holds the text"):
        Mapping((Use(Meaning.RAW),)).check(VOCABULARY)


def test_a_meaning_chosen_twice_is_refused_at_both_columns():
    with pytest.raises(NotAMapping) as refusal:
        Mapping((Use(Meaning.TEXT), Use(Meaning.RECEIVED), Use(Meaning.RECEIVED))).check(VOCABULARY)

    assert set(refusal.value.places) == {1, 2}


def test_segments_need_names_that_differ():
    uses = (Use(Meaning.TEXT), Use(Meaning.SEGMENT, "branch"), Use(Meaning.SEGMENT, "Branch"), Use(Meaning.SEGMENT))

    with pytest.raises(NotAMapping) as refusal:
        Mapping(uses).check(VOCABULARY)

    assert set(refusal.value.places) == {1, 2, 3}
