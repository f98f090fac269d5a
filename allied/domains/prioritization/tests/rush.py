"""Fifty people hand in their ballots while two others close the round: what must hold however they cross."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from allied.domains.prioritization import actions
from allied.domains.prioritization.models import Ballot, Round, State, Vote
from allied.domains.prioritization.tests.builders import make_open, vote
from allied.kernel.activity.models import Activity
from allied.kernel.errors import InvalidState
from allied.kernel.people.models import Member

AT_ONCE = 16  # connections; fifty would be more than a small PostgreSQL gives


def rush(ux: list[Member], product: list[Member], *, turn: int) -> int:
    """One round: how many of the ballots came in before it was closed. ``turn`` moves the closing among them.

    Raises:
        AssertionError: a ballot was lost, one came in after the close, or the round ended in no single state.
    """
    found = make_open(ux[0], quorum_ux=1, quorum_product=1)
    vote(found, ux[0], 5, 1, 3)
    vote(found, product[0], 1, 5, 3)
    people = [*ux, *product]
    acts: list[Member | None] = list(people)
    for place in (1 + turn * 7 % len(people), len(people) // 2):
        acts.insert(place, None)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda member: _act(found.pk, member, ux[0]), acts))

    came = {member.pk for member, is_in in zip(acts, done, strict=True) if member and is_in} | {ux[0].pk, product[0].pk}
    kept = Ballot.objects.filter(round=found.pk)
    ended = Round.objects.select_related("node").get(pk=found.pk)
    verbs = Counter(Activity.objects.filter(node=found.node).values_list("verb", flat=True))
    assert set(kept.values_list("member", flat=True)) == came, "a ballot was lost, or one is there that was refused"
    votes = Vote.objects.filter(candidate__round=found.pk)
    assert votes.values("ballot").distinct().count() == len(came), "a ballot was not opened"
    assert (ended.node.state, ended.key) == (State.CLOSED, None)
    assert {bytes(ballot.sealed) for ballot in kept} == {b""}, "a ballot came in after the close"
    assert verbs["round.closed"] == 1
    assert verbs["round.ballot_cast"] == 2 + sum(
        bool(is_in) for member, is_in in zip(acts, done, strict=True) if member
    )
    return len(came)


def _act(pk: str, member: Member | None, runner: Member) -> bool:
    """Vote, or without a member close. False where the round was closed already."""
    try:
        found = Round.objects.select_related("node").get(pk=pk)
        if member is None:
            actions.close_round(found, actor=runner)
        else:
            vote(found, member, 5, 3, 1)
    except InvalidState:
        return False
    finally:
        connection.close()
    return True
