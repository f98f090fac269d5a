"""What the tests of insights start from. Everything is made by the actions, so it is a legal state."""

import itertools
from datetime import date

from allied.domains.insights import actions
from allied.domains.insights.actions import Wording
from allied.kernel.nodes.actions import create
from allied.kernel.thread.actions import link
from allied.kernel.thread.models import Atom, MethodClass

_people = itertools.count(1)


def make_evidence(member, title="I waited three weeks", *, method_class=MethodClass.ATTITUDINAL, dated_on=None):
    """A node that offers one person's words."""
    node = create("feedback", title=title, actor=member)
    Atom.objects.create(
        workspace=member.workspace,
        node=node,
        method="feedback",
        method_class=method_class,
        person=f"person-{next(_people)}",
        dated_on=dated_on or date.today(),
    )
    return node


def make_insight(member, claim="People leave when the wait is unknown", **texts):
    """A draft."""
    return actions.draft_insight(Wording(claim, **texts), actor=member)


def make_published(member, claim="People leave when the wait is unknown", **texts):
    """A published insight with one piece of evidence."""
    insight = make_insight(member, claim, **texts)
    link(make_evidence(member), "supports", insight.node, actor=member)
    return actions.publish_insight(insight, actor=member)
