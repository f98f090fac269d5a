import pytest
from hypothesis import given
from hypothesis import strategies as st

from allied.kernel.importing.reading import Mapping
from allied.kernel.importing.reading.personal import EVERYTHING, Personal, hide_personal

TEXT = "Mail jo.doe+x@mail.example, call +44 20 7946 0958, card 4111 1111 1111 1111."


@pytest.mark.parametrize(
    ("kinds", "text", "count"),
    [
        (EVERYTHING, "Mail [e-mail address hidden], call [phone number hidden], card [card number hidden].", 3),
        ({Personal.EMAIL}, "Mail [e-mail address hidden], call +44 20 7946 0958, card 4111 1111 1111 1111.", 1),
        ({Personal.PHONE}, "Mail jo.doe+x@mail.example, call [phone number hidden], card 4111 1111 1111 1111.", 1),
        ({Personal.CARD}, "Mail jo.doe+x@mail.example, call +44 20 7946 0958, card [card number hidden].", 1),
        (set(), TEXT, 0),
    ],
)
def test_each_kind_is_hidden_by_choice(kinds: set[Personal], text: str, count: int):
    assert hide_personal(TEXT, kinds) == (text, count)


@pytest.mark.parametrize("text", ["Order 4111111111111112", "On 2026-07-03 at 14:00", "£1,250.00 for 3 of 12", "a@b"])
def test_other_numbers_stay(text: str):
    assert hide_personal(text) == (text, 0)


def with_check_sum(digits: str) -> str:
    """The number made valid by its last digit, worked out the long way."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        double = int(digit) * (2 if place % 2 == 0 else 1)
        total += double // 10 + double % 10
    return digits + str(-total % 10)


@given(st.text("0123456789", min_size=12, max_size=18), st.integers(1, 9))
def test_every_number_with_a_check_sum_is_a_card_and_its_neighbor_is_not(digits: str, step: int):
    card = with_check_sum(digits)
    other = card[:-1] + str((int(card[-1]) + step) % 10)

    assert hide_personal(f"card {card}", {Personal.CARD}) == ("card [card number hidden]", 1)
    assert hide_personal(f"card {other}", {Personal.CARD}) == (f"card {other}", 0)


@given(st.text())
def test_hiding_twice_is_hiding_once(text: str):
    once, _ = hide_personal(text)

    assert hide_personal(once) == (once, 0)


def test_a_mapping_tells_what_it_hides_and_keeps_that_when_stored():
    mapping = Mapping((), keeps=frozenset({"phone number"}))

    assert mapping.hides == {Personal.EMAIL, Personal.CARD}
    assert Mapping.from_json(mapping.as_json()) == mapping
    assert Mapping((), hide_personal=False).hides == frozenset()
