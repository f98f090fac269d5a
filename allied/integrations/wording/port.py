"""What a model that words answers does, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from allied.kernel.words import _


class NotWorded(Exception):
    """No words came; the message is a sentence for the person who asked."""


@dataclass(frozen=True)
class Quoted:
    """What is sent of one quote: its words, where from and when. No name, no id."""

    text: str
    source: str
    date: str


class Wording(Protocol):
    """Writes sentences that cite quotes by their place: "Waits are long [1][3]." """

    model: str
    host: str

    def word(self, question: str, quotes: Sequence[Quoted]) -> str:
        """Raises: NotWorded."""


class NoWording:
    """Where no model is connected."""

    model = host = ""

    def word(self, question: str, quotes: Sequence[Quoted]) -> str:
        raise NotWorded(_("No model is connected here. The quotes below stand as they are."))
