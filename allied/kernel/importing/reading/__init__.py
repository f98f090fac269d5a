"""Reading feedback out of a file that somebody else's program wrote. Pure Python: no Django, no database.

``detect_encoding``, ``detect_format`` and ``rewrite_as_table`` turn any file into UTF-8 lines, ``examine`` finds its
punctuation and
header, ``profile`` and ``guess`` propose a mapping, and an ``ItemReader`` turns ``records`` into items or reasons.
"""

from allied.kernel.importing.reading.columns import Column, profile
from allied.kernel.importing.reading.dialect import Dialect
from allied.kernel.importing.reading.encoding import ENCODINGS, Encoding, detect_encoding
from allied.kernel.importing.reading.formats import FORMATS, Format, Rewritten, detect_format, rewrite_as_table
from allied.kernel.importing.reading.formulas import guarded
from allied.kernel.importing.reading.guess import Guess, Sure, guess
from allied.kernel.importing.reading.items import Item, ItemReader, LeftOut, Reason
from allied.kernel.importing.reading.layout import Layout, NoTable, examine
from allied.kernel.importing.reading.mapping import (
    LABELS,
    Mapping,
    Meaning,
    NotAMapping,
    Use,
    choose,
    is_segment_name,
    segment_names,
)
from allied.kernel.importing.reading.records import Record, records, rewrite

__all__ = [
    "ENCODINGS",
    "FORMATS",
    "LABELS",
    "Column",
    "Dialect",
    "Encoding",
    "Format",
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
    "Rewritten",
    "Sure",
    "Use",
    "choose",
    "detect_encoding",
    "detect_format",
    "examine",
    "guarded",
    "guess",
    "is_segment_name",
    "profile",
    "records",
    "rewrite",
    "rewrite_as_table",
    "segment_names",
]
