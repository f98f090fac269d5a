"""Every change of a round. All faces call these."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from allied.domains.prioritization import ballots, queries, rules
from allied.domains.prioritization.frameworks import DEFINITIONS, NEWEST
from allied.domains.prioritization.models import (
    PURPOSE_LENGTH,
    REASON_LENGTH,
    Ballot,
    Candidate,
    Framework,
    Round,
    State,
    Vote,
)
from allied.domains.prioritization.planning import planned
from allied.domains.prioritization.rules import Criterion, Mark
from allied.kernel import access, activity, sealing
from allied.kernel.access import Permission
from allied.kernel.activity.editions import require_unchanged
from allied.kernel.activity.rewordings import record_edit
from allied.kernel.errors import NotVisible
from allied.kernel.nodes import actions as nodes
from allied.kernel.nodes.models import TITLE_LENGTH, Node
from allied.kernel.people.models import Member, Product
from allied.kernel.search.actions import index
from allied.kernel.text import clean
from allied.kernel.words import _


@dataclass(frozen=True)
class Plan:
    """What a round asks, of whom, and until when. ``candidates`` in the order in which the ballot lists them."""

    question: str
    purpose: str = ""
    framework: str = Framework.VOTES
    criteria: Sequence[Criterion] = ()
    candidates: Sequence[Node] = ()
    closes_at: datetime | None = None
    quorum_ux: int = 2
    quorum_product: int = 2
    is_named: bool = False

    def fields(self) -> dict[str, object]:
        """What the round's row keeps.

        Raises:
            BadInput: a text is too long, the framework or its criteria are not right, a ballot would ask for too much,
                or a quorum lets a side out.
        """
        rules.check_framework(self.framework)
        criteria = rules.check_criteria(self.framework, self.criteria)
        rules.check_quorum(self.quorum_ux, self.quorum_product)
        asked = len(criteria) or len(DEFINITIONS[self.framework, NEWEST[self.framework]].factors)
        rules.check_candidates(self.candidates, asked)
        return {
            "purpose": clean(self.purpose, field="purpose", limit=PURPOSE_LENGTH),
            "framework": self.framework,
            "framework_version": NEWEST[self.framework],
            "criteria": [asdict(each) for each in criteria],
            "closes_at": self.closes_at,
            "quorum_ux": self.quorum_ux,
            "quorum_product": self.quorum_product,
            "is_named": self.is_named,
        }


def said(found: Round) -> dict[str, str]:
    """What ``edit_round`` sets in words."""
    return {"question": found.question, "purpose": found.purpose}


@transaction.atomic
def draft_round(
    plan: Plan, *, actor: Member, product: Product | None = None, follows: Round | None = None, seed: int | None = None
) -> Round:
    """Prepare a round; nobody can vote before it is opened. ``seed`` of its draws: by chance where not given.

    Raises:
        Denied: the actor may not run rounds.
        NotVisible: a candidate, the product or the earlier round is in another workspace.
        BadInput: the question is empty, or the plan is not whole.
    """
    access.require(actor, Permission.ROUND_RUN)
    _require_own(actor, *plan.candidates, *([follows.node] if follows else []))
    if product is not None and product.workspace_id != actor.workspace_id:
        raise NotVisible(_("There is no such product in this workspace."))
    fields = plan.fields()
    node = nodes.create("round", title=plan.question, actor=actor, product=product)
    seed = secrets.randbelow(2**31) if seed is None else seed
    made = Round.objects.create(node=node, seed=seed, follows=follows, **fields)
    _set_candidates(made, plan.candidates)
    index(node, made.purpose)
    activity.record("round.drafted", node, actor=actor)
    return made


@transaction.atomic
def edit_round(found: Round, plan: Plan, *, actor: Member, seen: str | None = None) -> Round:
    """Change a round that is not open yet.

    Raises:
        Denied: the actor may not run rounds.
        InvalidState: it was opened before.
        Conflict: what it asks is no longer the edition that the actor has ``seen``.
        BadInput: the question is empty, or the plan is not whole.
    """
    access.require(actor, Permission.ROUND_RUN, found.node)
    _require_own(actor, *plan.candidates)
    _lock(found)
    rules.check_is_draft(found)
    stood = planned(found, queries.candidates(found, actor=actor))
    require_unchanged(seen, stood, found.node, actor=actor)
    question = clean(plan.question, field="question", limit=TITLE_LENGTH, required=True, single_line=True)
    fields, before = plan.fields(), said(found)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save(update_fields=list(fields))
    nodes.retitle(found.node, question)
    found.candidates.all().delete()
    _set_candidates(found, plan.candidates)
    index(found.node, found.purpose)
    after = said(found)
    stands = planned(found, queries.candidates(found, actor=actor))
    changed = [name for name, value in stands.items() if value != stood[name]]
    if changed:
        record_edit("round.edited", found.node, changed, before, after, actor=actor)
    return found


@transaction.atomic
def open_round(found: Round, *, actor: Member) -> Round:
    """Let ballots come in, each sealed under a key that this round alone has.

    Raises:
        Denied: the actor may not run rounds.
        InvalidState: it was opened before, or compares fewer than 2 things.
        BadInput: its deadline is missing or past.
    """
    access.require(actor, Permission.ROUND_RUN, found.node)
    _lock(found)
    number = found.candidates.count()
    rules.check_can_open(found, number)
    found.key, found.ballot_length = sealing.new_key(), rules.length_of_ballots(number)
    found.opened_at, found.opened_by = timezone.now(), actor
    found.save(update_fields=["key", "ballot_length", "opened_at", "opened_by"])
    nodes.enter_state(found.node, State.OPEN)
    voters = [one.pk for one in queries.voters(found).only("pk")]
    activity.record("round.opened", found.node, actor=actor, voters=voters)
    return found


@transaction.atomic
def start_round(plan: Plan, *, actor: Member, product: Product | None = None) -> Round:
    """Prepare a round and open it at once, for a vote while people sit together.

    Raises what ``draft_round`` and ``open_round`` raise; then there is no round at all.
    """
    return open_round(draft_round(plan, actor=actor, product=product), actor=actor)


@transaction.atomic
def cast_ballot(found: Round, marks: Mapping[str, Mark], *, actor: Member) -> Ballot:
    """Hand in a ballot, or another in place of one's last. It is kept as ciphertext; nobody reads it before the end.

    Args:
        marks: what it says, by the id of the candidate's node. Candidates left out are not voted on.

    Raises:
        Denied: the actor may not vote.
        InvalidState: the round is not open, or its time is over.
        BadInput: a mark is off the scale or for something else, or there is no vote.
    """
    access.require(actor, Permission.ROUND_VOTE, found.node)
    _lock(found)
    rules.check_is_open(found)
    rules.check_in_time(found)
    asked = list(found.candidates.select_related("node", "node__strength"))
    confidences = queries.confidences(found, asked, queries.strengths(asked, actor=actor))
    cleaned = rules.check_marks(found, marks, asked, confidences)
    assert found.key is not None  # noqa: S101  an open round has one
    assert found.ballot_length is not None  # noqa: S101
    text = ballots.written(cleaned)
    bound = ballots.bound_to(found, actor.pk)
    sealed = sealing.seal(text, key=bytes(found.key), length=found.ballot_length, bound_to=bound)
    kept = {"side": actor.side, "sealed": sealed, "cast_at": timezone.now()}
    ballot, __ = Ballot.objects.update_or_create(round=found, member=actor, defaults=kept)
    activity.record("round.ballot_cast", found.node, actor=actor)
    return ballot


@transaction.atomic
def withdraw_ballot(found: Round, *, actor: Member) -> None:
    """Take one's ballot out again while the round is open. Without one, nothing happens.

    Raises:
        InvalidState: the round is not open, or its time is over.
    """
    access.require(actor, Permission.ROUND_VOTE, found.node)
    _lock(found)
    rules.check_is_open(found)
    rules.check_in_time(found)
    gone, __ = Ballot.objects.filter(round=found, member=actor).delete()
    if gone:
        activity.record("round.ballot_withdrawn", found.node, actor=actor)


@transaction.atomic
def extend_round(found: Round, closes_at: datetime, *, actor: Member) -> Round:
    """Give people more time, or less, while ballots come in.

    Raises:
        Denied: the actor may not run rounds.
        InvalidState: the round is not open.
        BadInput: the time is past.
    """
    access.require(actor, Permission.ROUND_RUN, found.node)
    _lock(found)
    rules.check_is_open(found)
    rules.check_deadline(closes_at)
    found.closes_at = closes_at
    found.save(update_fields=["closes_at"])
    activity.record("round.extended", found.node, actor=actor, until=closes_at.isoformat())
    return found


@transaction.atomic
def close_round(found: Round, *, actor: Member) -> Round:
    """End the voting: every ballot is decrypted once, the round's key is destroyed, and all read all of them.

    Raises:
        Denied: the actor may not run rounds.
        InvalidState: it is not open, a side is short of its quorum, or the installation's key file is gone.
    """
    access.require(actor, Permission.ROUND_RUN, found.node)
    _lock(found)
    rules.check_is_open(found)
    cast = list(found.ballots.all())
    rules.check_has_quorum(found, Counter(ballot.side for ballot in cast))
    assert found.key is not None  # noqa: S101  an open round has one
    key = bytes(found.key)
    opened = [
        (ballot, sealing.unseal(bytes(ballot.sealed), key=key, bound_to=ballots.bound_to(found, ballot.member_id)))
        for ballot in cast
    ]
    _publish(found, opened)
    _end(found, State.CLOSED, actor)
    activity.record("round.closed", found.node, actor=actor, ballots=len(cast))
    return found


@transaction.atomic
def cancel_round(found: Round, *, reason: str, actor: Member) -> Round:
    """End a round without opening its ballots. Their key is destroyed: nobody can ever read them.

    Raises:
        Denied: the actor may not run rounds.
        InvalidState: it has ended already.
        BadInput: there is no reason, or it is too long.
    """
    access.require(actor, Permission.ROUND_RUN, found.node)
    _lock(found)
    if found.node.state != State.DRAFT:
        rules.check_is_open(found)
    reason = clean(reason, field="reason", limit=REASON_LENGTH, required=True)
    _end(found, State.CANCELLED, actor, reason)
    activity.record("round.cancelled", found.node, actor=actor, reason=reason)
    return found


@transaction.atomic
def repeat_round(found: Round, *, actor: Member) -> Round:
    """Prepare a second ballot on the same things, after the first was discussed. Both are kept.

    Raises:
        Denied: the actor may not run rounds.
        InvalidState: the first is not closed.
    """
    access.require(actor, Permission.ROUND_RUN, found.node)
    rules.check_is_closed(found)
    asked = [candidate.node for candidate in found.candidates.select_related("node") if not candidate.node.is_ended]
    plan = Plan(
        question=found.question,
        purpose=found.purpose,
        framework=found.framework,
        criteria=[Criterion(**each) for each in found.criteria],
        candidates=asked,
        quorum_ux=found.quorum_ux,
        quorum_product=found.quorum_product,
        is_named=found.is_named,
    )
    return draft_round(plan, actor=actor, product=found.node.product, follows=found)


def _publish(found: Round, opened: Sequence[tuple[Ballot, str]]) -> None:
    """Keep what the ballots say, in an order by chance: no row tells who wrote it, unless the round is named."""
    candidates = {candidate.node_id: candidate for candidate in found.candidates.all()}
    shuffled = random.SystemRandom().sample(list(opened), len(opened))
    votes = [
        Vote(
            candidate=candidates[node],
            ballot=number,
            side=ballot.side,
            member_id=ballot.member_id if found.is_named else None,
            score=mark.score,
            reason=mark.reason,
            estimates=dict(mark.estimates),
            figures=dict(mark.figures),
        )
        for number, (ballot, text) in enumerate(shuffled, 1)
        for node, mark in ballots.read(text).items()
        if node in candidates
    ]
    Vote.objects.bulk_create(votes)


def _end(found: Round, state: State, actor: Member, reason: str = "") -> None:
    found.key = None
    found.ended_at, found.ended_by, found.end_reason = timezone.now(), actor, reason
    found.save(update_fields=["key", "ended_at", "ended_by", "end_reason"])
    found.ballots.update(sealed=b"")
    nodes.enter_state(found.node, state)


def _set_candidates(found: Round, chosen: Sequence[Node]) -> None:
    once = list({node.pk: node for node in chosen})
    Candidate.objects.bulk_create(Candidate(round=found, node_id=pk, position=place) for place, pk in enumerate(once))


def _require_own(actor: Member, *chosen: Node) -> None:
    if any(node.workspace_id != actor.workspace_id for node in chosen):
        raise NotVisible(_("There is no such object in this workspace."))


def _lock(found: Round) -> None:
    """Hold the node's row and read again what stands: no ballot comes in while a round is being closed."""
    node = nodes.lock(found.node)
    found.refresh_from_db()
    found.node = node
