"""Reading a file that somebody else's program wrote. Pure Python: no Django, no database, no kind of object.

``detect_encoding``, ``detect_format`` and ``rewrite_as_table`` turn any file into UTF-8 lines, ``examine`` finds its
punctuation and header, ``profile`` describes its columns, a ``Mapping`` says what they become, ``records`` gives rows.
"""

from allied.kernel.importing.reading.columns import Column, profile
from allied.kernel.importing.reading.dialect import Dialect
from allied.kernel.importing.reading.encoding import ENCODINGS, Encoding, detect_encoding
from allied.kernel.importing.reading.formats import FORMATS, Format, Rewritten, detect_format, rewrite_as_table
from allied.kernel.importing.reading.formulas import guarded
from allied.kernel.importing.reading.guesses import Guess, Sure
from allied.kernel.importing.reading.layout import Layout, NoTable, examine
from allied.kernel.importing.reading.mapping import (
    LEFT_OUT,
    RAW,
    SEGMENT,
    SOURCE_ID,
    Mapping,
    NotAMapping,
    Use,
    Vocabulary,
    choose,
    is_segment_name,
    segment_names,
)
from allied.kernel.importing.reading.records import Record, records, rewrite
from allied.kernel.importing.reading.rows import LeftOut, Reason, Row, Wanted

__all__ = [
    "ENCODINGS",
    "FORMATS",
    "LEFT_OUT",
    "RAW",
    "SEGMENT",
    "SOURCE_ID",
    "Column",
    "Dialect",
    "Encoding",
    "Format",
    "Guess",
    "Layout",
    "LeftOut",
    "Mapping",
    "NoTable",
    "NotAMapping",
    "Reason",
    "Record",
    "Rewritten",
    "Row",
    "Sure",
    "Use",
    "Vocabulary",
    "Wanted",
    "choose",
    "detect_encoding",
    "detect_format",
    "examine",
    "guarded",
    "is_segment_name",
    "profile",
    "records",
    "rewrite",
    "rewrite_as_table",
    "segment_names",
]
