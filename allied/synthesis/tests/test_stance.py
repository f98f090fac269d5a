import pytest

from allied.synthesis.stance import lean

CLAIM = "People cancel a hold when the wait is unknown"


@pytest.mark.parametrize(
    ("claim", "sentence", "stance"),
    [
        (CLAIM, "I don't mind waiting, it is a nice surprise.", "contradicts"),
        (CLAIM, "The wait doesn’t bother me.", "contradicts"),
        ("Renewing is painful and frustrating", "I hate renewing, it is awful.", "supports"),
        ("Renewing is painful and frustrating", "I love renewing, it is wonderful.", "contradicts"),
        (CLAIM, "Number 4 in the queue.", "unclear"),
        (CLAIM, "I did not get a date.", "unclear"),
        (CLAIM, "Ich warte gern.", "unclear"),
        ("Holds are easy to place", "It is easy to place a hold.", "supports"),
    ],
)
def test_single_words_give_a_cue_or_none(claim, sentence, stance):
    assert lean(claim, sentence).stance == stance
