"""The few ways a use-case may refuse. Faces turn them into HTTP, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allied.kernel.words import _, listed


class AlliedError(Exception):
    """A refusal whose message is fit to show to the person who asked.

    The sentence says what happened, what to do, and that nothing was lost.
    """


class NotVisible(AlliedError):
    """The object is not there for this actor. Faces answer 404."""


class Denied(AlliedError):
    """The actor's role does not allow this. Faces answer 403."""


class InvalidState(AlliedError):
    """The state of the object does not allow this. Faces answer 409."""


class Held(InvalidState):
    """Another object holds this act back. Carries the hold's way out in its sentence."""


class TooMany(AlliedError):
    """Too many tries in a short time. Faces answer 429. ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(
            _(
                "Too many tries came from your address. Wait %(wait)s seconds, then go on. Nothing was changed.",
                wait=wait,
            )
        )


@dataclass(frozen=True)
class Change:
    """Who changed a field, and when."""

    who: str
    at: datetime


class Conflict(InvalidState):
    """Somebody else changed the fields after the actor had opened them.

    ``now`` is what stands in all of them; ``changes`` are those that differ from what was opened, each with its
    newest change, or None where the trail tells of none.
    """

    def __init__(self, now: Mapping[str, Any], changes: Mapping[str, Change | None]) -> None:
        self.now, self.changes = now, changes
        people = sorted({change.who for change in changes.values() if change})
        self.who = listed(people) or _("Somebody")
        super().__init__(
            _(
                "%(who)s changed this after you opened it. Nothing was saved over it. Open it again and compare.",
                who=self.who,
            )
        )


class BadInput(AlliedError):
    """What was given cannot be used. Faces answer 422 and show each sentence by its field.

    ``fields`` maps a field's name to its sentence; "" stands for the whole input.
    """

    def __init__(self, **fields: str) -> None:
        self.fields = {("" if name == "whole" else name): sentence for name, sentence in fields.items()}
        super().__init__(" ".join(map(str, self.fields.values())))
