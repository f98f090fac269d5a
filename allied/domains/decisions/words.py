"""How what happens to a decision reads in a history, after the name of who did it."""

from __future__ import annotations

from allied.kernel.activity.history import word
from allied.kernel.talk.telling import concerns, makes_owners
from allied.kernel.words import _


def register() -> None:
    word("decision.drafted", _("drafted this decision"), icon="pen-line")
    word("decision.edited", _("changed what is to be decided"), icon="pen-line")
    word("decision.opened", _("put it to both sides"), icon="users")
    word("decision.position_stated", _("stated a position"), icon="message-square-quote")
    word("decision.case_worded", _("worded the other side’s case"), icon="pen-line")
    word("decision.wording_accepted", _("called the wording of their case fair"), icon="handshake", tone="good")
    word("decision.cases_waived", _("let it be decided without fair wordings: {reason}"), icon="gavel", tone="warn")
    word("decision.decided", _("decided: {choice}"), icon="gavel", tone="good")
    word("decision.reopened", _("opened it again: {reason}. It was decided: {was}"), icon="undo-2", tone="warn")
    word("decision.agreed", _("agreed that it is decided"), icon="circle-check", tone="good")
    word("decision.disagreed", _("did not agree: {reason}"), icon="circle-x", tone="bad")
    word("decision.consent_settled", _("let it be decided without {who}: {reason}"), icon="gavel", tone="warn")
    word("decision.decider_named", _("let {now} decide instead of {was}, who has left"), icon="users", tone="warn")
    word("decision.reviewed", _("read this again: it holds"), icon="badge-check", tone="good")
    word("decision.brief_signed", _("signed the united-front brief"), icon="signature", tone="good")
    word("decision.brief_withdrawn", _("withdrew a signature under the united-front brief"), icon="undo-2", tone="warn")
    word(
        "decision.brief_voided",
        _("changed this; the signatures of its brief are void"),
        icon="signature",
        tone="warn",
    )
    word(
        "decision.brief_outdated",
        _("had signed the brief, whose evidence says something else now; the signature is void"),
        icon="signature",
        tone="warn",
    )
    concerns("decision.brief_voided", lambda details: details["signed"])
    _clocks()
    makes_owners("decision.opened", lambda details: [*details.get("asked", []), *_one(details.get("decider"))])
    makes_owners("decision.reopened", lambda details: details.get("asked", []))
    makes_owners("decision.decided", lambda details: details.get("told", []))
    makes_owners("decision.decider_named", lambda details: [details["decider"]])
    _charter()
    _predictions()
    word("veto.placed", _("placed a veto, on the standard: {standard}"), icon="shield-ban", tone="bad")
    word("veto.lifted", _("lifted the veto: {reason}"), icon="badge-check", tone="good")
    word("veto.overridden", _("overrode the veto: {reason}"), icon="gavel", tone="warn")
    word("veto.escalated", _("placed a veto whose time is over; it went to {to}"), icon="clock", tone="warn")
    word("imperative.placed", _("placed a business imperative: {standard}"), icon="flag", tone="bad")
    word("imperative.lifted", _("lifted the business imperative: {reason}"), icon="badge-check", tone="good")
    word("imperative.overridden", _("overrode the business imperative: {reason}"), icon="gavel", tone="warn")
    word(
        "imperative.escalated", _("placed an imperative whose time is over; it went to {to}"), icon="clock", tone="warn"
    )


def _predictions() -> None:
    word("prediction.made", _("predicted this of {about}"), icon="trending-up")
    word("prediction.superseded", _("said it otherwise, in {by}"), icon="repeat", tone="warn")
    word("prediction.read_hit", _("read what came: a hit"), icon="circle-check", tone="good")
    word("prediction.read_miss", _("read what came: a miss"), icon="circle-x", tone="bad")
    word("prediction.read_unreadable", _("could not read what came"), icon="circle-help", tone="warn")
    word("prediction.reading_taken_back", _("took back what came"), icon="undo-2", tone="warn")
    word("prediction.disputed", _("disputed what came"), icon="split", tone="warn")
    word("prediction.dispute_withdrawn", _("disputes what came no more"), icon="undo-2")
    word("prediction.due", _("is asked what came of this; its day is {day}"), icon="clock")
    word("prediction.over", _("has not said what came of this, whose day was {day}"), icon="clock", tone="warn")
    word("calibration.shown", _("shows how their own predictions came out"), icon="trending-up")
    word("calibration.hidden", _("no longer shows how their own predictions came out"), icon="eye-off")
    makes_owners("prediction.made", lambda details: _one(details.get("reads")))
    concerns("prediction.disputed", lambda details: _one(details.get("reads")))


def _clocks() -> None:
    word("decision.consent_due", _("has until {due_on} to agree or not; then {to} settles it"), icon="clock")
    word("decision.consent_over", _("gave no answer by {due_on}; {to} settles it"), icon="clock", tone="warn")
    word("decision.review_due", _("has until {due_on} to say whether this still holds"), icon="clock")
    word("decision.review_over", _("did not review this by {due_on}; it went to {to}"), icon="clock", tone="warn")
    word("veto.due", _("placed a veto that wants an answer by {due_on}, then goes to {to}"), icon="clock")
    word("imperative.due", _("placed an imperative that wants an answer by {due_on}, then goes to {to}"), icon="clock")
    concerns("decision.disagreed", lambda details: _one(details.get("settles")))


def _charter() -> None:
    word("charter.drafted", _("drafted version {number} of the rights charter"), icon="pen-line")
    word("charter.changed", _("changed what version {number} of the rights charter says"), icon="pen-line")
    word("charter.right_written", _("wrote a row of the rights charter, version {number}: {row}"), icon="pen-line")
    word("charter.right_removed", _("took a row out of the rights charter, version {number}: {row}"), icon="trash-2")
    word("charter.discarded", _("discarded the draft of version {number} of the rights charter"), icon="trash-2")
    word("charter.signed", _("signed version {number} of the rights charter"), icon="signature", tone="good")
    word(
        "charter.in_force",
        _("brought version {number} of the rights charter into force"),
        icon="signature",
        tone="good",
    )
    word("standard.added", _("added a standard that objections may cite: {name}"), icon="badge-check")
    word("standard.retired", _("left a standard out: {name}"), icon="archive")
    word("standard.restored", _("offered a standard again: {name}"), icon="archive-restore")


def _one(member: int | None) -> list[int]:
    return [member] if member is not None else []
