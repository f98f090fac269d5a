"""Small threads for tests, made by the actions, so that every one of them is a legal state."""

import itertools
from datetime import date

from allied.kernel.nodes.actions import create
from allied.kernel.thread.actions import link
from allied.kernel.thread.offers import Evidence, offer
from allied.kernel.thread.strength import today_in

_people = itertools.count(1)


def make_evidence(member, *, method="feedback", person=None, on=None, **more):
    """A feedback item with one atom, by default from a person of its own, dated today."""
    node = create("feedback", title="I waited three weeks", actor=member)
    person = f"person-{next(_people)}" if person is None else person
    offer(node, [Evidence(method, on or today_in(member.workspace), person=person, **more)])
    return node


def make_claim(member, title="People leave when the wait is unknown", kind="insight"):
    return create(kind, title=title, actor=member)


def support(claim, member, number=1, *, relation="supports", **evidence):
    """Link ``number`` new pieces of evidence to a claim and return them."""
    found = [make_evidence(member, **evidence) for _ in range(number)]
    for node in found:
        link(node, relation, claim, actor=member)
    return found


LONG_AGO = date(2020, 1, 15)
