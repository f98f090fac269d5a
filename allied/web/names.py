"""Initials of a name, and ids for elements that refer to each other."""

from itertools import count

_next = count(1)


def initials(name: str) -> str:
    """Imani Okafor is IO, Imani is I, nothing is a question mark."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0] for word in chosen).upper() or "?"


def unique(prefix: str = "u") -> str:
    """An id that no other element of any page of this process has."""
    return f"{prefix}{next(_next)}"
