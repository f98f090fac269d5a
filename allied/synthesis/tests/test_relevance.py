import numpy as np
import pytest

from allied.synthesis.embedder import load
from allied.synthesis.postings import build
from allied.synthesis.relevance import ENOUGH, Question
from allied.synthesis.terms import content_words, sentences, stem, term, terms, words

TEXTS = [
    "I cancelled the hold because nobody told me how long it takes.",
    "The large print books are lovely.",
    "My card was refused at the desk. They said that it had expired. Nobody had warned me.",
]


def postings_of(texts):
    found = [terms(text) for text in texts]
    return build(np.concatenate(found), np.array([len(each) for each in found]))


def question(text):
    return Question(text, load(), postings_of(TEXTS).rarity)


def test_words_are_folded_and_stems_lose_english_endings():
    assert words("Café, DON'T  go!") == ["cafe", "don", "t", "go"]
    assert [stem(word) for word in ("holds", "waiting", "cancelled", "cities", "bus")] == [
        "hold",
        "wait",
        "cancell",
        "city",
        "bus",
    ]
    assert content_words("Why do people cancel their holds?") == ["people", "cancel", "holds"]
    assert content_words("Why not?") == ["why", "not"]
    assert sentences("One. Two!\nThree") == ["One.", "Two!", "Three"]
    assert sentences("") == [""]


def test_texts_are_ranked_by_their_rare_words():
    found = postings_of(["red fish", "blue fish", "blue fish fish", "a red red bird"])

    assert found.rarity(term("bird")) > found.rarity(term("fish")) > 0
    assert found.rarity(term("whale")) > found.rarity(term("bird"))
    scores = found.scores(terms("red bird"))
    assert scores.argmax() == 3
    assert scores[1] == 0
    assert found.scores(terms("whale")).sum() == 0


def test_nothing_is_ranked_among_nothing():
    empty = build(np.zeros(0, np.uint32), np.zeros(0, np.int64))

    assert len(empty.scores(terms("red"))) == 0


def test_an_answer_reaches_the_threshold_and_another_subject_does_not():
    first, second, _ = question("Why do people cancel holds?").relevance(TEXTS)

    assert first.score > ENOUGH > second.score
    assert first.score == pytest.approx((first.meaning + first.coverage) / 2)


def test_the_sentence_that_answers_is_named():
    found = question("Had the card expired?").relevance(TEXTS)[2]

    assert found.sentence == "They said that it had expired."


@pytest.mark.parametrize("asked", ["What is the capital of France?", "???", "Qzxv"])
def test_a_question_about_something_else_is_not_answered(asked):
    assert all(each.score < ENOUGH for each in question(asked).relevance(TEXTS))


def test_a_text_without_words_is_no_answer():
    assert question("Why do people cancel holds?").relevance(["", "…"])[0].score == 0
