"""What the tests of insights start from. Everything is made by the actions, so it is a legal state."""

import itertools
from datetime import date

from allied.domains.insights import actions
from allied.domains.insights.actions import Wording
from allied.kernel.nodes.actions import create
from allied.kernel.thread.actions import link
from allied.kernel.thread.offers import Evidence, offer

_people = itertools.count(1)


def make_evidence(member, title="I waited three weeks", *, method="feedback", person="", dated_on=None):
    """A node that offers one person's words, or what one person was observed to do."""
    node = create("feedback", title=title, actor=member)
    offer(node, [Evidence(method, dated_on or date.today(), person=person or f"person-{next(_people)}")])
    return node


def make_insight(member, claim="People leave when the wait is unknown", **texts):
    """A draft."""
    return actions.draft_insight(Wording(claim, **texts), actor=member)


def make_published(member, claim="People leave when the wait is unknown", **texts):
    """A published insight with one piece of evidence."""
    insight = make_insight(member, claim, **texts)
    link(make_evidence(member), "supports", insight.node, actor=member)
    return actions.publish_insight(insight, actor=member)
