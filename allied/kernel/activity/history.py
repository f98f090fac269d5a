"""What happened, in words: for the history of a record and the recent activity of a workspace.

Each slice words its own verbs once, in ``AppConfig.ready``::

    history.word("insight.published", _("published this insight"), icon="circle-check", tone="good")
    history.word("item.moved", _("moved it from {horizon[0]} to {horizon[1]}"), icon="milestone")

``{name}`` stands for a detail of the activity row; ``{other}`` for the node that ``details["source"]`` or
``details["other"]`` names. A verb without words reads as its own name, so nothing that happened is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from allied.kernel.activity.models import Activity, Rewording
from allied.kernel.activity.rewordings import rewordings_of
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member
from allied.kernel.words import _, counted

MOST_NEWS = 20
Wording = str | Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Words:
    wording: Wording
    icon: str
    tone: str


@dataclass(frozen=True)
class Event:
    """One line of a history: ``words`` follow the name of ``who``; ``node`` is None when it was erased.

    ``rewordings`` is what it changed in text fields, for the history of one node.
    """

    at: datetime
    who: Member
    words: str
    icon: str
    tone: str
    node: Node | None
    reference: str
    other: Node | None
    rewordings: tuple[Rewording, ...] = ()


_words: dict[str, Words] = {}


def word(verb: str, wording: Wording, *, icon: str = "circle-dot", tone: str = "") -> None:
    """Say how an activity reads after the name of who did it.

    Raises:
        ImproperlyConfigured: the verb is worded already, and otherwise.
    """
    made = Words(wording, icon, tone)
    if verb in _words and _words[verb] != made and not callable(wording):
        raise ImproperlyConfigured(f"“{verb}” is worded twice.")
    _words[verb] = made


def history(node: Node, *, actor: Member, limit: int = 30) -> list[Event]:
    """The newest events of one node, newest first: two queries, and a third where one of them changed a field."""
    found = Activity.objects.visible_to(actor).filter(node=node).select_related("actor", "node")
    entries = list(found.order_by("-at", "-pk")[:limit])
    said = rewordings_of(entries)
    return [replace(event, rewordings=tuple(said[one.pk])) for one, event in zip(entries, worded(entries), strict=True)]


def recent(*, actor: Member, limit: int = 12, product_id: int | None = None) -> list[Event]:
    """The newest events of the workspace that concern a node, newest first: two queries."""
    found = Activity.objects.visible_to(actor).filter(node__isnull=False)
    if product_id is not None:
        found = found.filter(node__product_id=product_id)
    return worded(found.select_related("actor", "node").order_by("-at", "-pk")[:limit])


def turns(nodes: Sequence[Node], *, actor: Member) -> dict[str, Event]:
    """The newest turning point of each node by its id: what was published, committed, retired. Two queries."""
    verbs = [verb for verb, words in _words.items() if words.tone]
    found = Activity.objects.visible_to(actor).filter(node__in=nodes, verb__in=verbs).select_related("actor", "node")
    return {event.node.pk: event for event in worded(found.order_by("at", "pk")) if event.node}


def worded(found: Iterable[Activity]) -> list[Event]:
    """These activities in words, in their order: one query for what they name besides. Each has its actor and node."""
    entries = list(found)
    wanted = {_other_id(entry) for entry in entries} - {""}
    others = Node.objects.in_bulk(wanted) if wanted else {}
    return [_event(entry, others.get(_other_id(entry))) for entry in entries]


def what_others_did(node: Node, since: datetime, *, actor: Member) -> str:
    """What others than the actor did to it since: "3 new comments, by Priya Raman"; "" for nothing."""
    found = Activity.objects.visible_to(actor).filter(node=node, at__gt=since).exclude(actor=actor)
    done = list(found.order_by("at").values_list("verb", "actor__name")[:MOST_NEWS])
    if not done:
        return ""
    is_talk = all(verb == "comment.added" for verb, __ in done)
    names = list(dict.fromkeys(name for __, name in done))
    by = names[0] if len(names) == 1 else _("%(names)s people", names=len(names))
    count = f"{len(done)}{'+' if len(done) == MOST_NEWS else ''}"
    if is_talk:
        told = counted(len(done), "%(count)s new comment, by %(by)s", "%(count)s new comments, by %(by)s")
    else:
        told = counted(len(done), "%(count)s new change, by %(by)s", "%(count)s new changes, by %(by)s")
    return told % {"count": count, "by": by}


def _other_id(entry: Activity) -> str:
    return str(entry.details.get("source") or entry.details.get("other") or "")


def _event(entry: Activity, other: Node | None) -> Event:
    known = _words.get(entry.verb) or Words(entry.verb.replace(".", " ").replace("_", " "), "circle-dot", "")
    named = {**entry.details, "other": other.reference if other else _("something that is gone")}
    wording = known.wording
    try:
        text = wording(named) if callable(wording) else wording.format(**named)
    except (KeyError, IndexError, TypeError, ValueError):
        text = entry.verb.replace(".", " ").replace("_", " ")
    return Event(entry.at, entry.actor, text, known.icon, known.tone, entry.node, entry.reference, other)
