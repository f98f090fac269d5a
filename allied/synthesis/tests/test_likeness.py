import numpy as np

from allied.synthesis.likeness import Corpus

TEXTS = [
    "The self-service machine swallowed my card.",
    "Why can I not renew my loans in the app?",
    "The lift in Ramsbury is out again.",
    "Please open on Sundays.",
]


def test_the_same_words_are_the_same_whatever_their_case_and_marks():
    (best, *_) = Corpus(TEXTS).alike("the SELF SERVICE machine, swallowed my card!!")

    assert best.place == 0
    assert best.chance > 0.9


def test_slips_and_a_greeting_leave_it_likely():
    (best, *_) = Corpus(TEXTS).alike("Hi, the self-servce machine swalowed my card")

    assert best.place == 0
    assert best.chance > 0.7


def test_other_words_about_the_same_are_not_proposed():
    assert all(each.chance < 0.5 for each in Corpus(TEXTS).alike("How do I get a new card?"))


def test_only_what_may_be_compared_is_found():
    found = Corpus(TEXTS).alike(TEXTS[0], among=np.array([False, True, True, True]))

    assert 0 not in [each.place for each in found]


def test_nothing_is_like_no_words():
    assert Corpus(TEXTS).alike("!!!") == []
    assert Corpus([]).alike("The lift") == []
