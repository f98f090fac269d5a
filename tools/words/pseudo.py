"""The pseudo-locale: English that reads as a foreign language does, a third longer, between ⟦ and ⟧.

Text without the brackets was not translated; what no longer fits would not fit in German either.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.words.catalog import Catalog, template, write_compiled

LANGUAGE = "en_XA"
OPENS, CLOSES = "⟦", "⟧"
_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&#?\w+;|\{\w*\})")
_ACCENTS = str.maketrans("ABCDEGHIJKLNORSTUWYZabcdeghijklnorstuwyz", "ÁƁČĎÉĜĤÍĴĶĹŇÓŘŠŤÚŴÝŽáƀčďéĝĥíĵķĺňóřšťúŵýž")
_VOWEL = re.compile(r"[AEIOUaeiou]")


def pseudo(text: str) -> str:
    """``text`` as the pseudo-locale says it; what is filled in and markup stay as they are."""
    return OPENS + "".join(part if _KEPT.fullmatch(part) else _foreign(part) for part in _KEPT.split(text)) + CLOSES


def _foreign(text: str) -> str:
    return _VOWEL.sub(lambda vowel: vowel[0].translate(_ACCENTS) + vowel[0].lower(), text).translate(_ACCENTS)


def compile_pseudo(folder: Path) -> Catalog:
    """Write the catalog of the pseudo-locale where ``LOCALE_PATHS`` may name it."""
    catalog = template()  # with English's forms for one and several
    for message in catalog:
        if isinstance(message.id, tuple):
            message.string = tuple(pseudo(one) for one in message.id)
        elif message.id:
            message.string = pseudo(str(message.id))
    write_compiled(catalog, folder, LANGUAGE)
    return catalog
