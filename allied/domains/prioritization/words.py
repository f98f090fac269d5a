"""How what happens to a round reads in a history, after the name of who did it. No word of what a ballot says."""

from __future__ import annotations

from allied.kernel.activity.history import word


def register() -> None:
    word("round.drafted", "prepared this round", icon="pen-line")
    word("round.edited", "changed what it asks", icon="pen-line")
    word("round.opened", "opened it for ballots", icon="lock")
    word("round.ballot_cast", "handed in a ballot", icon="send")
    word("round.ballot_withdrawn", "took their ballot out again", icon="undo-2")
    word("round.extended", "moved its deadline", icon="clock")
    word("round.closed", "closed it: {ballots} ballots were opened", icon="badge-check", tone="good")
    word("round.cancelled", "cancelled it: {reason}", icon="archive", tone="warn")
