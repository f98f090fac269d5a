"""The same words as they come in twice: seeded changes that people, mail programs and phones make to a text.

Each text gets one to three of them: slips of the finger, words left out, put in or swapped, a
greeting and a farewell, a cut end, other contractions, another beginning, shouting, marks gone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

GREETINGS: Final = ("Hi, ", "Hello there, ", "Good morning. ", "Dear team, ", "hey ", "URGENT: ", "Re: ", "Fwd: ")
FAREWELLS: Final = (
    " Thanks!",
    " thx",
    " Please advise.",
    " Regards, Jo",
    " Sent from my phone",
    " ???",
    " Asap please.",
)
FILLERS: Final = ("really", "just", "please", "actually", "now", "still", "also", "kind of", "basically", "so")
CONTRACTIONS: Final = (
    ("can't", "cannot"),
    ("can not", "can't"),
    ("I'm", "I am"),
    ("I am", "I'm"),
    ("I've", "I have"),
    ("I have", "I've"),
    ("isn't", "is not"),
    ("is not", "isn't"),
    ("didn't", "did not"),
    ("doesn't", "does not"),
    ("don't", "do not"),
    ("What is", "What's"),
    ("won't", "will not"),
    ("please", "pls"),
    ("you", "u"),
    ("because", "cause"),
    ("money", "cash"),
    ("card", "debit card"),
    ("transfer", "transaction"),
    ("account", "acct"),
    ("phone", "mobile"),
)
NEAR: Final = {"a": "s", "e": "r", "i": "o", "o": "p", "t": "y", "n": "m", "s": "a", "r": "t", "l": "k", "c": "v"}

Change = Callable[[str, random.Random], str]


def perturbed(texts: Sequence[str], count: int, *, seed: int) -> list[tuple[int, str]]:
    """``count`` places of ``texts``, each once, with the text as it came in the second time."""
    chance = random.Random(seed)  # noqa: S311  it has to repeat
    places = chance.sample(range(len(texts)), count)
    return [(place, perturb(texts[place], chance)) for place in places]


def perturb(text: str, chance: random.Random) -> str:
    """The text with one to three changes of different kinds."""
    for change in chance.sample(CHANGES, chance.choice((1, 2, 3))):
        text = change(text, chance)
    return text


def slips(text: str, chance: random.Random) -> str:
    """One slip of the finger in about every 20 letters, two at least: left out, doubled, swapped or next to it."""
    letters = list(text)
    for _ in range(max(2, len(text) // 20)):
        at = chance.randrange(len(letters) - 1) if len(letters) > 2 else 0
        kind = chance.randrange(4)
        if kind == 0:
            letters[at] = ""
        elif kind == 1:
            letters[at] *= 2
        elif kind == 2 and len(letters) > at + 1:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = NEAR.get(letters[at].lower(), letters[at])
    return "".join(letters)


def left_out(text: str, chance: random.Random) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 6)):
        if len(words) > 3:
            words.pop(chance.randrange(len(words)))
    return " ".join(words)


def put_in(text: str, chance: random.Random) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 8)):
        words.insert(chance.randrange(len(words) + 1), chance.choice(FILLERS))
    return " ".join(words)


def swapped(text: str, chance: random.Random) -> str:
    words = text.split()
    if len(words) > 3:
        at = chance.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def turned_round(text: str, chance: random.Random) -> str:
    """Sentences, or the halves of one, the other way round."""
    parts = [part for part in re.split(r"(?<=[.?!])\s+", text) if part]
    if len(parts) == 1:
        words = text.split()
        parts = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
    return " ".join(reversed(parts))


def framed(text: str, chance: random.Random) -> str:
    return chance.choice(GREETINGS) + text + chance.choice(FAREWELLS)


def cut(text: str, chance: random.Random) -> str:
    """The end is missing, as where a form has a limit: up to a third of the words."""
    words = text.split()
    return " ".join(words[: max(4, len(words) - chance.randint(1, max(1, len(words) // 3)))])


def other_words(text: str, chance: random.Random) -> str:
    for before, after in CONTRACTIONS:
        text = re.sub(rf"\b{re.escape(before)}\b", after, text, flags=re.IGNORECASE)
    return text


def shouted(text: str, chance: random.Random) -> str:
    return text.upper() if chance.random() < 0.5 else re.sub(r"[^\w\s]", "", text.lower())


CHANGES: Final[tuple[Change, ...]] = (
    slips,
    left_out,
    put_in,
    swapped,
    turned_round,
    framed,
    cut,
    other_words,
    shouted,
)
