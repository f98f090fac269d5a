"""How what happens to a decision reads in a history, after the name of who did it."""

from __future__ import annotations

from allied.kernel.activity.history import word
from allied.kernel.talk.telling import makes_owners


def register() -> None:
    word("decision.drafted", "drafted this decision", icon="pen-line")
    word("decision.edited", "changed what is to be decided", icon="pen-line")
    word("decision.opened", "put it to both sides", icon="users")
    word("decision.position_stated", "stated a position", icon="message-square-quote")
    word("decision.case_worded", "worded the other side’s case", icon="pen-line")
    word("decision.wording_accepted", "called the wording of their case fair", icon="handshake", tone="good")
    word("decision.decided", "decided: {choice}", icon="gavel", tone="good")
    word("decision.reopened", "opened it again: {reason}. It was decided: {was}", icon="undo-2", tone="warn")
    word("decision.agreed", "agreed that it is decided", icon="circle-check", tone="good")
    word("decision.disagreed", "did not agree: {reason}", icon="circle-x", tone="bad")
    word("decision.consent_settled", "let it be decided without {who}: {reason}", icon="gavel", tone="warn")
    word("decision.decider_named", "let {now} decide instead of {was}, who has left", icon="users", tone="warn")
    makes_owners("decision.opened", lambda details: [*details.get("asked", []), *_one(details.get("decider"))])
    makes_owners("decision.reopened", lambda details: details.get("asked", []))
    makes_owners("decision.decided", lambda details: details.get("told", []))
    makes_owners("decision.decider_named", lambda details: [details["decider"]])
    _charter()
    word("veto.placed", "placed a veto, on the standard: {standard}", icon="shield-ban", tone="bad")
    word("veto.lifted", "lifted the veto: {reason}", icon="badge-check", tone="good")
    word("veto.overridden", "overrode the veto: {reason}", icon="gavel", tone="warn")
    word("veto.escalated", "placed a veto whose time is over; it went to {to}", icon="clock", tone="warn")
    word("imperative.placed", "placed a business imperative: {standard}", icon="flag", tone="bad")
    word("imperative.lifted", "lifted the business imperative: {reason}", icon="badge-check", tone="good")
    word("imperative.overridden", "overrode the business imperative: {reason}", icon="gavel", tone="warn")
    word("imperative.escalated", "placed an imperative whose time is over; it went to {to}", icon="clock", tone="warn")


def _charter() -> None:
    word("charter.drafted", "drafted version {number} of the rights charter", icon="pen-line")
    word("charter.changed", "changed what version {number} of the rights charter says", icon="pen-line")
    word("charter.right_written", "wrote a row of the rights charter, version {number}: {row}", icon="pen-line")
    word("charter.right_removed", "took a row out of the rights charter, version {number}: {row}", icon="trash-2")
    word("charter.discarded", "discarded the draft of version {number} of the rights charter", icon="trash-2")
    word("charter.signed", "signed version {number} of the rights charter", icon="signature", tone="good")
    word("charter.in_force", "brought version {number} of the rights charter into force", icon="signature", tone="good")
    word("standard.added", "added a standard that objections may cite: {name}", icon="badge-check")
    word("standard.retired", "left a standard out: {name}", icon="archive")
    word("standard.restored", "offered a standard again: {name}", icon="archive-restore")


def _one(member: int | None) -> list[int]:
    return [member] if member is not None else []
