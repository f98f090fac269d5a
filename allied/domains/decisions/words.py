"""How what happens to a decision reads in a history, after the name of who did it."""

from __future__ import annotations

from allied.kernel.activity.history import word


def register() -> None:
    word("decision.drafted", "drafted this decision", icon="pen-line")
    word("decision.edited", "changed what is to be decided", icon="pen-line")
    word("decision.opened", "put it to both sides", icon="users")
    word("decision.position_stated", "stated a position", icon="message-square-quote")
    word("decision.case_worded", "worded the other side’s case", icon="pen-line")
    word("decision.wording_accepted", "called the wording of their case fair", icon="handshake", tone="good")
    word("decision.decided", "decided: {choice}", icon="gavel", tone="good")
    word("decision.reopened", "opened it again: {reason}. It was decided: {was}", icon="undo-2", tone="warn")
    word("veto.placed", "placed a veto, on the standard: {standard}", icon="shield-ban", tone="bad")
    word("veto.lifted", "lifted the veto: {reason}", icon="badge-check", tone="good")
    word("veto.overridden", "overrode the veto: {reason}", icon="gavel", tone="warn")
    word("veto.escalated", "placed a veto whose time is over; it went to {to}", icon="clock", tone="warn")
    word("imperative.placed", "placed a business imperative: {standard}", icon="flag", tone="bad")
    word("imperative.lifted", "lifted the business imperative: {reason}", icon="badge-check", tone="good")
    word("imperative.overridden", "overrode the business imperative: {reason}", icon="gavel", tone="warn")
    word("imperative.escalated", "placed an imperative whose time is over; it went to {to}", icon="clock", tone="warn")
