"""Text that people typed: cleaned at every door, normalized for search."""

import re
import unicodedata

from allied.kernel.errors import BadInput
from allied.kernel.words import _

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST_WORD = 60
_MARKS = frozenset({"Mn", "Me"})


def clean(text: str, *, field: str, limit: int, required: bool = False, single_line: bool = False) -> str:
    """Return ``text`` trimmed and with one kind of line end.

    Raises:
        BadInput: it holds U+0000, is longer than ``limit`` characters, or is required and empty.
    """
    if "\0" in text:
        raise BadInput(
            **{field: _("This text holds a character that cannot be stored (U+0000). Remove it. Nothing was lost.")}
        )
    found = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if single_line:
        found = " ".join(found.split())
    if required and not found:
        raise BadInput(**{field: _("Write something here first. Nothing was changed.")})
    if len(found) > limit:
        raise BadInput(
            **{
                field: _(
                    "This is %(found)s characters long; %(limit)s fit here. Nothing was changed.",
                    found=f"{len(found):,}",
                    limit=f"{limit:,}",
                )
            }
        )
    return found


def normalize(text: str) -> str:
    """Return ``text`` as it is indexed and searched: NFKC, case folded, accents off."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(mark for mark in folded if unicodedata.category(mark) not in _MARKS)


def words(text: str) -> list[str]:
    """Return the normalized words of ``text`` in their order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(normalize(text))]


def excerpt(text: str, limit: int = 140) -> str:
    """Return the beginning of ``text`` on one line, cut at a word, with an ellipsis where it was cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head = cut.rsplit(" ", 1)[0]
    return (head if len(head) > limit // 2 else cut).rstrip(" ,.;:") + "…"
