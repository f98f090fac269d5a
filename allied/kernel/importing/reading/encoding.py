"""Which characters the bytes of a file stand for."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from allied.kernel.words import _

SAMPLE = 256 * 1024
BLOCK = 1024 * 1024

# Longest first: the mark of UTF-32 begins with the mark of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What a person may choose by hand, with the name they know it by. The first legacy one wins a tie:
# most files that are not Unicode were written by Excel in Western Europe or America.
ENCODINGS = {
    "utf-8": _("UTF-8"),
    "utf-8-sig": _("UTF-8 with a byte order mark"),
    "utf-16": _("UTF-16"),
    "utf-16-le": _("UTF-16, low byte first"),
    "utf-16-be": _("UTF-16, high byte first"),
    "utf-32": _("UTF-32"),
    "cp1252": _("Windows-1252 (Western Europe)"),
    "cp1250": _("Windows-1250 (Central Europe)"),
    "cp1251": _("Windows-1251 (Cyrillic)"),
    "cp1253": _("Windows-1253 (Greek)"),
    "cp1254": _("Windows-1254 (Turkish)"),
    "cp1255": _("Windows-1255 (Hebrew)"),
    "cp1256": _("Windows-1256 (Arabic)"),
    "mac_roman": _("Mac Roman"),
    "shift_jis": _("Shift JIS (Japanese)"),
    "gb18030": _("GB 18030 (Chinese)"),
    "big5": _("Big5 (Chinese)"),
    "euc_kr": _("EUC-KR (Korean)"),
}
LEGACY = [name for name in ENCODINGS if not name.startswith("utf")]


@dataclass(frozen=True)
class Encoding:
    """How a file's bytes are read, and whether that was certain or a guess from its letters."""

    name: str
    is_certain: bool

    @property
    def label(self) -> str:
        return ENCODINGS[self.name]


def detect_encoding(path: Path) -> Encoding:
    """Tell the encoding of the file at ``path``: its mark, else strict UTF-8, else the likeliest legacy one."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name, is_certain=True)
    if wide := _wide(head):
        return Encoding(wide, is_certain=False)
    if _is_utf8(path):
        return Encoding("utf-8", is_certain=True)
    return Encoding(_legacy(_telling(path)), is_certain=False)


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: mostly Latin letters, so every other byte is zero."""
    even, odd = head[0::2], head[1::2]
    if len(odd) < 4:
        return ""
    even_share, odd_share = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_share > 0.4 and even_share < 0.1:
        return "utf-16-le"
    if even_share > 0.4 and odd_share < 0.1:
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _telling(path: Path) -> bytes:
    """The first lines that hold anything beyond ASCII: only they tell legacy encodings apart."""
    found, size = [], 0
    with path.open("rb") as file:
        while size < SAMPLE // 8 and (line := file.readline(SAMPLE)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)


def _legacy(sample: bytes) -> str:
    matches = from_bytes(sample, cp_isolation=LEGACY)
    chaos = {match.encoding: (match.chaos, -match.coherence) for match in matches if match.encoding in LEGACY}
    first = LEGACY[0]
    best = min(chaos, key=lambda name: chaos[name], default=first)
    # A close call goes to the commonest one; letters of another script are never a close call.
    if first in chaos and chaos[best][0] >= chaos[first][0] - 0.02 and chaos[best][1] > chaos[first][1] - 0.2:
        return first
    return best
