"""An answer in the words of a connected model: every sentence cites quotes, is checked against them, or is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from allied.flows.asking.answers import Answer, Cited
from allied.integrations.wording.actions import note_sent, wording_of
from allied.integrations.wording.port import NotWorded, Quoted
from allied.kernel.embeddings.filling import embedder
from allied.kernel.people.models import Member
from allied.kernel.words import _
from allied.synthesis.embedder import Embedder
from allied.synthesis.relevance import Question

SENT: Final = 12  # quotes
SENTENCES: Final = 8
# Of a sentence by a quote that it cites: half nearness, half how much of it the quote covers. On the pairs of sentences
# of STS-B (dev) it keeps 91 % of those that say the same (n = 264) and 5 % of those that do not (n = 598).
SUPPORTED: Final = 0.6
AT_ONCE: Final = 2  # a thread waits for each
_CITED: Final = re.compile(r"\[(\d{1,3})\]")
_GROUPED: Final = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\]")
_ENDS: Final = re.compile(r"(?<=[.!?\]])\s+(?!\[)|\n+")
_BARE: Final = re.compile(r"\s*\[\d{1,3}\]")
_room = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Sentence:
    """What the model wrote, without its numbers; ``cited`` are the quotes that it rests on, by their numbers."""

    text: str
    cited: list[tuple[int, Cited]]


@dataclass(frozen=True)
class Worded:
    """``dropped`` sentences were not shown. ``trouble`` says why there are no words at all, or nothing."""

    sentences: list[Sentence]
    dropped: int
    sent: int
    model: str = ""
    host: str = ""
    trouble: str = ""


def word(answer: Answer, *, actor: Member) -> Worded:
    """Let the connected model word the answer. Whatever goes wrong, the quotes stand as they are."""
    quotes = answer.quotes[:SENT]
    if not quotes:
        return Worded([], 0, 0, trouble=_("There are no quotes to put into words. Nothing was sent."))
    if not _room.acquire(blocking=False):
        return Worded([], 0, 0, trouble=_("Others are being answered just now. Try again in a few seconds."))
    try:
        return _worded(answer.question, quotes, actor)
    finally:
        _room.release()


def _worded(question: str, quotes: Sequence[Cited], actor: Member) -> Worded:
    wording = wording_of(actor)
    told = [Quoted(one.quote.text, one.quote.source, one.quote.dated_on.isoformat()) for one in quotes]
    if wording.host:
        characters = len(question) + sum(len(one.text) for one in told)
        note_sent([one.node.reference for one in quotes], characters=characters, actor=actor)
    try:
        said = wording.word(question, told)
    except NotWorded as refusal:
        return Worded([], 0, 0, wording.model, wording.host, str(refusal))
    kept, dropped = check(said, quotes, embedder())
    trouble = "" if kept else _("No sentence of the model held against the quotes. They stand as they are.")
    return Worded(kept, dropped, len(quotes), wording.model, wording.host, trouble)


def check(said: str, quotes: Sequence[Cited], model: Embedder) -> tuple[list[Sentence], int]:
    """The sentences that cite quotes which are there and say the same, and how many others there were.

    It compares words and meaning, not logic: a sentence that turns a quote round with a "not" may pass. Therefore the
    quotes stand beside it, and the page says who wrote it.
    """
    found = [part.strip() for part in _ENDS.split(_GROUPED.sub(_apart, said)) if _BARE.sub("", part).strip(" .*-")]
    kept = [one for part in found[:SENTENCES] if (one := _supported(part, quotes, model))]
    return kept, len(found) - len(kept)


def _apart(grouped: re.Match[str]) -> str:
    return "".join(f"[{number.strip()}]" for number in re.split(r"[,;]", grouped[1]))


def _supported(part: str, quotes: Sequence[Cited], model: Embedder) -> Sentence | None:
    numbers = list(dict.fromkeys(int(number) for number in _CITED.findall(part)))
    if not numbers or not all(1 <= number <= len(quotes) for number in numbers):
        return None
    text = _BARE.sub("", part).strip().lstrip("-* ").strip()
    asked = Question(text, model, lambda __: 1.0)
    scores = asked.relevance([quotes[number - 1].quote.text for number in numbers])
    cited = [number for number, found in zip(numbers, scores, strict=True) if found.score >= SUPPORTED]
    return Sentence(text, [(number, quotes[number - 1]) for number in cited]) if cited else None
