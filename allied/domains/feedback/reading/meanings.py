"""What the columns of a file of feedback can become."""

from enum import StrEnum

from allied.kernel.importing.reading import Vocabulary


class Meaning(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    RECEIVED = "date"
    SOURCE_ID = "source_id"
    PERSON = "person"
    AUTHOR = "author"
    RATING = "rating"
    SEGMENT = "segment"
    SUPPORTS = "supports"
    SOURCE = "source"
    METHOD = "method"
    RAW = "raw"
    LEFT_OUT = "left_out"


LABELS = {
    Meaning.TEXT: "Text of the feedback",
    Meaning.RECEIVED: "Date received",
    Meaning.SOURCE_ID: "Source ID",
    Meaning.PERSON: "Person, kept apart",
    Meaning.AUTHOR: "Person’s name",
    Meaning.RATING: "Rating",
    Meaning.SEGMENT: "Segment",
    Meaning.SUPPORTS: "Supports these insights or opportunities",
    Meaning.SOURCE: "Where it came from",
    Meaning.METHOD: "How it was learned",
    Meaning.RAW: "Keep, not shown",
    Meaning.LEFT_OUT: "Leave out",
}
VOCABULARY = Vocabulary(
    labels={meaning.value: label for meaning, label in LABELS.items()},
    required={"text": "No column holds the text. Choose the one with what people wrote."},
    # A column taken for a person's address stays kept apart, whoever calls it an author.
    yields={"author": "person"},
)
