"""How what happens to a round reads in a history, after the name of who did it. No word of what a ballot says."""

from __future__ import annotations

from allied.kernel.activity.history import word
from allied.kernel.words import _


def register() -> None:
    word("round.drafted", _("prepared this round"), icon="pen-line")
    word("round.edited", _("changed what it asks"), icon="pen-line")
    word("round.opened", _("opened it for ballots"), icon="lock")
    word("round.ballot_cast", _("handed in a ballot"), icon="send")
    word("round.ballot_withdrawn", _("took their ballot out again"), icon="undo-2")
    word("round.extended", _("moved its deadline"), icon="clock")
    word("round.closed", _("closed it: {ballots} ballots were opened"), icon="badge-check", tone="good")
    word("round.cancelled", _("cancelled it: {reason}"), icon="archive", tone="warn")
