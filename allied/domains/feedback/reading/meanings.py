"""What the columns of a file of feedback can become."""

from enum import StrEnum

from allied.kernel.importing.reading import Vocabulary
from allied.kernel.words import _


class Meaning(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    RECEIVED = "date"
    SOURCE_ID = "source_id"
    PERSON = "person"
    AUTHOR = "author"
    ON_BEHALF = "on_behalf_of"
    COMPANY = "company"
    RATING = "rating"
    SEGMENT = "segment"
    SUPPORTS = "supports"
    SOURCE = "source"
    METHOD = "method"
    RAW = "raw"
    LEFT_OUT = "left_out"


LABELS = {
    Meaning.TEXT: _("Text of the feedback"),
    Meaning.RECEIVED: _("Date received"),
    Meaning.SOURCE_ID: _("Source ID"),
    Meaning.PERSON: _("Person, kept apart"),
    Meaning.AUTHOR: _("Person’s name"),
    Meaning.ON_BEHALF: _("On behalf of whom it was passed on"),
    Meaning.COMPANY: _("Company, by name or e-mail domain"),
    Meaning.RATING: _("Rating"),
    Meaning.SEGMENT: _("Segment"),
    Meaning.SUPPORTS: _("Supports these insights or opportunities"),
    Meaning.SOURCE: _("Where it came from"),
    Meaning.METHOD: _("How it was learned"),
    Meaning.RAW: _("Keep, not shown"),
    Meaning.LEFT_OUT: _("Leave out"),
}
VOCABULARY = Vocabulary(
    labels={meaning.value: label for meaning, label in LABELS.items()},
    required={"text": _("No column holds the text. Choose the one with what people wrote.")},
    # A column taken for a person's address stays kept apart, whoever calls it an author.
    yields={"author": "person"},
)
