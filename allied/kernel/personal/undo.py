"""Take back an act for which no page of its own does it: each slice says how, once, in ``AppConfig.ready``::

undo.register("insight.edited", put_back)

def put_back(given: dict[str, Any], *, actor: Member) -> str:
    ...                                   # calls actions, which keep their rules and refuse what no longer fits
    return "INS-1 is as it was before."   # what the toast says
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from allied.kernel.errors import InvalidState, NotVisible
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.personal.models import Act
from allied.kernel.words import _


class TakesBack(Protocol):
    def __call__(self, given: dict[str, Any], *, actor: Member) -> str: ...


@dataclass(frozen=True)
class Undo:
    """How to take back what was just done: the name of a registered function and what it is given.

    ``node`` is the object that it concerns; where that is erased, the undo goes with it.
    """

    name: str
    given: dict[str, Any] = field(default_factory=dict)
    node: Node | None = None


_registered: dict[str, TakesBack] = {}


def register(name: str, takes_back: TakesBack) -> None:
    """Say how acts of that name are taken back.

    Raises:
        ImproperlyConfigured: another function has the name.
    """
    if _registered.setdefault(name, takes_back) is not takes_back:
        raise ImproperlyConfigured(f"“{name}” is taken back in two ways.")


@transaction.atomic
def take_back(act_id: int, *, actor: Member) -> tuple[Act, str]:
    """Undo one of the actor's own acts; return it with the sentence that says so.

    Raises:
        NotVisible: the actor has no such act.
        InvalidState: it is undone already, or its time is over, or its rules no longer allow it.
        Conflict: somebody has changed the same fields since.
    """
    act = Act.objects.select_for_update(of=("self",)).select_related("node").filter(pk=act_id, member=actor).first()
    if act is None or act.name not in _registered:
        raise NotVisible(_("There is no such act of yours that could be undone. Nothing was changed."))
    if act.undone_at is not None:
        raise InvalidState(_("This is undone already. Nothing was changed."))
    if act.until is not None and act.until <= timezone.now():
        raise InvalidState(_("It is too late to undo this. Nothing was changed."))
    said = _registered[act.name](act.given, actor=actor)
    act.undone_at = timezone.now()
    act.save(update_fields=["undone_at"])
    return act, said
