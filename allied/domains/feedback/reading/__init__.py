"""Reading feedback out of a file that somebody else's program wrote. Pure Python: no Django, no database.

``detect_encoding`` and ``rewrite`` turn any file into UTF-8 lines, ``examine`` finds its punctuation and
header, ``profile`` and ``guess`` propose a mapping, and an ``ItemReader`` turns ``records`` into items or reasons.
"""

from allied.domains.feedback.reading.columns import Column, profile
from allied.domains.feedback.reading.dialect import Dialect
from allied.domains.feedback.reading.encoding import ENCODINGS, Encoding, detect_encoding
from allied.domains.feedback.reading.formulas import guarded
from allied.domains.feedback.reading.guess import Guess, Sure, guess
from allied.domains.feedback.reading.items import Item, ItemReader, LeftOut, Reason
from allied.domains.feedback.reading.layout import Layout, NoTable, examine
from allied.domains.feedback.reading.mapping import (
    LABELS,
    Mapping,
    Meaning,
    NotAMapping,
    Use,
    choose,
    is_segment_name,
    segment_names,
)
from allied.domains.feedback.reading.records import Record, records, rewrite

__all__ = [
    "ENCODINGS",
    "LABELS",
    "Column",
    "Dialect",
    "Encoding",
    "Guess",
    "Item",
    "ItemReader",
    "Layout",
    "LeftOut",
    "Mapping",
    "Meaning",
    "NoTable",
    "NotAMapping",
    "Reason",
    "Record",
    "Sure",
    "Use",
    "choose",
    "detect_encoding",
    "examine",
    "guarded",
    "guess",
    "is_segment_name",
    "profile",
    "records",
    "rewrite",
    "segment_names",
]
