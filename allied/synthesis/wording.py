"""Words of short texts: without handles, links and addresses; their stems; the words that only join others."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_ADDRESSES = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|\[[a-z ]+ hidden\]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@(\w{2,})")
_TAG = re.compile(r"#(?=\w)")
_RETWEET = re.compile(r"^\s*RT\b[: ]*")
_WORD = re.compile(r"[^\W_]+(?:['’\-.+#][^\W_]+)*[+#]*")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#39);")
VOWELS: Final = frozenset("aeiouy")

# English words that join others or fill; further ones are learnt from each set of texts. Not "no" and "not".
_JOINING: Final = """
a about above after again against all almost already also although always am an and another any anybody anyone
anything anyway are aren't around as ask asked asking at away back be became because become been before being below
best better between both bit but by came can can't cannot could couldn't did didn't different do does doesn't doing
don't done down during each either else end enough etc even ever every everyone everything far feel few finally find
first for found from further gave get gets getting give given go goes going gone gonna good got gotten great guy guys
had hadn't has hasn't have haven't having he he'd he's hello help her here hers herself hey hi him himself his hope
how however i i'd i'll i'm i've if in instead into is isn't it it'd it'll it's its itself just keep kind kindly know
last later least less let let's like little ll long look looking looks lot lots made make makes making many may maybe
me mean means might more most much must my myself near need needed needs never new next nice no nobody none nor not
nothing now of off often oh ok okay on once one ones only onto or other others ought our ours out over own part per
perhaps please plz possible put quite rather re really regarding right said same saw say saying says see seem seems
seen set several shall she she's should shouldn't show since so some somebody somehow someone something sometimes
soon still stuff such sure take taken taking tell than thank thanks that that's the their theirs them then there
there's these they they'd they'll they're they've thing things think this those though through thru thus till to
today together told tomorrow tonight too took toward tried tries true try trying two u under unless until up upon ur
us use used using usually ve very via vs want wanted wants was wasn't way we we'd we'll we're we've well went were
weren't what what's when where where's whether which while who who's whole whose why will with within without won't
wonder wondering would wouldn't yeah yes yesterday yet you you'd you'll you're you've your yours yourself
"""
JOINING: Final = frozenset(_JOINING.split())


def readable(text: str) -> str:
    """The text without links, addresses, handles and hash marks: what it says, for comparing and for naming."""
    text = _ADDRESSES.sub(" ", _RETWEET.sub("", text))
    return " ".join(_ENTITY.sub(" ", _TAG.sub("", _HANDLE.sub(" ", text))).split())


def handles(text: str) -> set[str]:
    """The names that it addresses as @name, lower case."""
    return {name.lower() for name in _HANDLE.findall(_ADDRESSES.sub(" ", text))}


def tokens(text: str) -> list[str]:
    """Its words as they stand, in order."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("’", "'"))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The word without its English endings, so that "refunds", "refunded" and "refunding" are one. Lower case.

    A light form of Porter's: plurals, -ed, -ing, -ly, -ment and -ation, and a final e.
    """
    word = word.lower().removesuffix("'s")
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    return _without_e(_without_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_ending(word: str) -> str:
    for ending, least in (("ation", 4), ("ment", 4), ("ing", 3), ("ed", 3), ("ly", 4), ("al", 4), ("ion", 4)):
        root = word.removesuffix(ending)
        if root != word and len(root) >= least and VOWELS & set(root):
            doubled = len(root) > 3 and root[-1] == root[-2] and (root[-1] not in "lsz" or len(root) > 5)
            return root[:-1] if doubled else root
    return word


def _without_e(word: str) -> str:
    if word.endswith("y") and len(word) > 3 and word[-2] not in VOWELS:
        return word[:-1] + "i"
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
