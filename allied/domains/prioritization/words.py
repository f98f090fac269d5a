"""How what happens to a round reads in a history, after the name of who did it. No word of what a ballot says."""

from __future__ import annotations

from allied.kernel.activity.history import word
from allied.kernel.talk.telling import concerns
from allied.kernel.words import _


def register() -> None:
    concerns("round.opened", lambda details: details.get("voters", ()))
    word("round.drafted", _("prepared this round"), icon="pen-line")
    word("round.edited", _("changed what it asks"), icon="pen-line")
    word("round.opened", _("opened it for ballots"), icon="lock")
    word("round.ballot_cast", _("handed in a ballot"), icon="send")
    word("round.ballot_withdrawn", _("took their ballot out again"), icon="undo-2")
    word("round.extended", _("moved its deadline"), icon="clock")
    word("round.due", _("asks everyone who has not voted for a ballot by {until}"), icon="clock")
    word(
        "round.overdue",
        _("has to give it more time or cancel it: its time was over at {until}, and a side is short of its quorum"),
        icon="clock",
        tone="warn",
    )
    word("round.closed", _("closed it: {ballots} ballots were opened"), icon="badge-check", tone="good")
    word("round.cancelled", _("cancelled it: {reason}"), icon="archive", tone="warn")
