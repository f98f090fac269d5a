import pytest

from allied.synthesis.sentiment import agreement, sentiment


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The notice is wrong and nobody helps.", "negative"),
        ("Where is my refund?", "neutral"),
        ("I love this app", "positive"),
        ("great app", "positive"),
    ],
)
def test_english_is_told_with_how_sure_that_is(text, word):
    found = sentiment(text)

    assert found.word == word
    assert 0.5 <= found.chance <= 1


@pytest.mark.parametrize(
    "text", ["Das ist nicht gut", "no me gusta", "Je ne suis pas content", "¿Dónde está?", "很好", "12345", ""]
)
def test_nothing_is_said_of_other_languages(text):
    assert sentiment(text) is None


def test_where_no_word_is_likelier_than_not_it_is_unclear():
    found = sentiment("It came with the box, but the cable would not have been my choice")

    assert found.chance >= 0.5 or found.word == "unclear"


def test_how_often_people_agree_is_known_of_each_word():
    assert all(1 / 3 < share < 1 for share in agreement().values())
