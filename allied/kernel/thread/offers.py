"""Evidence atoms: slices offer them for their nodes, and take them back. The kernel never asks a slice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from allied.kernel import activity, bulk
from allied.kernel.errors import BadInput
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.thread import models, strength
from allied.kernel.thread.atoms import Atom
from allied.kernel.thread.methods import class_of
from allied.kernel.words import _

BATCH = 500


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a slice offers: by which method, when, and from whom.

    ``person`` is a participant's key, never a name. Without one, ``source`` names the import or channel, all of
    whose author-less rows count as one result. ``n`` makes it a measured result, ``x`` of whom agree.
    """

    method: str
    dated_on: date
    person: str = ""
    source: str = ""
    n: int | None = None
    x: int | None = None

    def atom(self, node: Node) -> models.Atom:
        """The row to store.

        Raises:
            BadInput: the method is unknown, or the numbers make no sense.
        """
        try:
            Atom("", self.person or None, None, class_of(self.method), self.method, self.dated_on, self.n, self.x)
        except KeyError:
            raise BadInput(
                method=_("There is no method “%(method)s”. Nothing was stored.", method=self.method)
            ) from None
        except ValueError as reason:
            raise BadInput(
                n=_("This evidence makes no sense: %(reason)s. Nothing was stored.", reason=reason)
            ) from None
        return models.Atom(
            workspace_id=node.workspace_id,
            node=node,
            method=self.method,
            method_class=class_of(self.method),
            person=self.person,
            source=self.source,
            dated_on=self.dated_on,
            n=self.n,
            x=self.x,
        )


@transaction.atomic
def offer(node: Node, evidence: Iterable[Evidence]) -> None:
    """Make ``evidence`` all that ``node`` offers; every claim downstream follows at once.

    Called by the action that stores or corrects the object. Evidence that was withdrawn stays withdrawn: a person
    who took their words back does not come back with a correction.
    """
    strength.serialize(node.workspace_id)
    mine = models.Atom.objects.filter(node=node)
    gone = set(mine.exclude(withdrawn_at=None).exclude(person="").values_list("person", flat=True))
    mine.filter(withdrawn_at=None).delete()
    models.Atom.objects.bulk_create([one.atom(node) for one in evidence if one.person not in gone], batch_size=BATCH)
    strength.refresh([node])


def offer_for_new(pairs: Iterable[tuple[Node, Evidence]]) -> None:
    """Store the evidence of nodes made in this same transaction, in bulk. No claim can rest on them yet."""
    bulk.insert([evidence.atom(node) for node, evidence in pairs])


@transaction.atomic
def withdraw(person: str, *, actor: Member) -> int:
    """Withdraw everything that one participant contributed; return how many pieces of evidence that were.

    Every claim that rested on them changes in this same transaction. The caller checks who may. The trail says
    how many pieces went, never whose.
    """
    if not person:
        return 0
    strength.serialize(actor.workspace_id)
    theirs = models.Atom.objects.filter(workspace_id=actor.workspace_id, person=person, withdrawn_at=None)
    nodes = list(Node.objects.filter(atoms__in=theirs).distinct())
    count = theirs.update(withdrawn_at=timezone.now())
    strength.refresh(nodes)
    if count:
        activity.record("evidence.withdrawn", None, actor=actor, atoms=count)
    return count
